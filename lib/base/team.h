/* Threads: how many a piece of work is worth, and getting them to work at once.
 * Results never depend on either. */
#ifndef BASE_TEAM_H
#define BASE_TEAM_H

/* `threads`, or 1 where the work (counted in multiplications or the like) is
 * less than about a millisecond's: where processors have other things to do,
 * the last of a team can take longer than that to come.  A team that is called
 * for the first time is gathered. */
int team_size(int threads, double work);

/* Starts a team of `threads`, if none has been, and lets each begin on another
 * processor than the first.  Without it a scheduler may leave all of them on
 * that one for many milliseconds, which is longer than much of the work here
 * takes.  It need not be called, and does nothing inside of a team or where the
 * system cannot. */
void team_gather(int threads);

#endif
