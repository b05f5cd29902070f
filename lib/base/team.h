/* How many threads a piece of work is worth. */
#ifndef BASE_TEAM_H
#define BASE_TEAM_H

/* `threads`, or 1 where the work (counted in multiplications or the like) is
 * less than about a millisecond's: where processors have other things to do,
 * the last of a team can take longer than that to come.  Results never depend
 * on it. */
static inline int team_size(int threads, double work)
{
	return work < 4e6 ? 1 : threads;
}

#endif
