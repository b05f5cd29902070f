#include "trust/segment_stability.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double DISSOLVED = 0.5;

static const struct {
	double from;
	const char *name;
} bands[TRUST_BANDS] = {
	[NOT_JUDGED] = { NAN, "" },
	[UNTRUSTED] = { -INFINITY, "untrusted" },
	[DOUBTFUL] = { 0.6, "doubtful" },
	[STABLE] = { 0.75, "stable" },
	[HIGHLY_STABLE] = { 0.85, "highly stable" },
};

const char *trust_name(enum trust trust)
{
	return bands[trust].name;
}

bool trust_find(const char *name, size_t length, enum trust *trust)
{
	for (*trust = NOT_JUDGED; *trust < TRUST_BANDS; (*trust)++)
		if (strlen(trust_name(*trust)) == length
		    && memcmp(trust_name(*trust), name, length) == 0)
			return true;
	return false;
}

enum trust trust_of(double stability)
{
	enum trust trust = NOT_JUDGED;
	for (enum trust band = UNTRUSTED; band < TRUST_BANDS; band++)
		if (stability >= bands[band].from)
			trust = band;
	return trust;
}

/* What every pair of bootstraps is held against, and where its values go. */
struct judging {
	const struct labelling *labelling;
	size_t rows, clusters; /* of a bootstrap */
	size_t *start;         /* the rows segment by segment, see labelling_group_rows */
	uint32_t *order;
	size_t bootstraps;
	double *jaccard;       /* segments x bootstraps */
};

/* The Jaccard index of a segment and the cluster most like it, on the rows that
 * were drawn, each counted once; 0 where none of the segment was.  `size` holds
 * the drawn rows of each cluster; `shared` a zero for each, before and after. */
static double best_jaccard(const struct judging *j, const struct bootstrap *bootstrap,
                           size_t segment, const uint32_t *size, uint32_t *shared)
{
	const uint32_t *row = j->order + j->start[segment], *end = j->order + j->start[segment + 1];
	double drawn = 0, best = 0;
	for (const uint32_t *i = row; i < end; i++)
		if (bootstrap->drawn[*i] > 0) {
			drawn++;
			shared[bootstrap->labels[*i]]++;
		}
	for (const uint32_t *i = row; i < end; i++) {
		int32_t cluster = bootstrap->labels[*i];
		if (shared[cluster] == 0)
			continue;
		double both = shared[cluster], jaccard = both / (drawn + size[cluster] - both);
		best = jaccard > best ? jaccard : best;
		shared[cluster] = 0;
	}
	return best;
}

static void judge(const struct judging *j, size_t number, const struct bootstrap *bootstrap,
                  uint32_t *room)
{
	uint32_t *size = room, *shared = room + j->clusters;
	for (size_t c = 0; c < 2 * j->clusters; c++)
		room[c] = 0;
	for (size_t i = 0; i < j->rows; i++)
		size[bootstrap->labels[i]] += bootstrap->drawn[i] > 0;
	for (size_t s = 0; s < j->labelling->k; s++)
		j->jaccard[s * j->bootstraps + number] = best_jaccard(j, bootstrap, s, size, shared);
}

static bool judge_pair(void *context, size_t pair, const struct bootstrap pair_of[2],
                       struct failure *why)
{
	const struct judging *j = context;
	uint32_t *room = malloc(2 * j->clusters * sizeof *room);
	if (room == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < 2; i++)
		judge(j, 2 * pair + i, &pair_of[i], room);
	free(room);
	return true;
}

static void conclude(const double *jaccard, size_t bootstraps, struct stable_segment *segment)
{
	double dissolved = 0;
	for (size_t b = 0; b < bootstraps; b++)
		dissolved += jaccard[b] <= DISSOLVED;
	segment->jaccard = spread_of(jaccard, bootstraps);
	segment->dissolved = dissolved / (double)bootstraps;
	segment->trust = trust_of(segment->jaccard.mean);
}

static void leave(struct stable_segment *segment)
{
	segment->jaccard = (struct spread){ NAN, NAN };
	segment->dissolved = NAN;
	segment->trust = trust_of(NAN);
}

static bool make_room(struct judging *j, struct segment_stability *result, struct failure *why)
{
	size_t k = result->k;
	result->segments = calloc(k + 1, sizeof *result->segments);
	j->start = calloc(k + 2, sizeof *j->start);
	j->order = malloc((j->rows + 1) * sizeof *j->order);
	j->jaccard = calloc(k * j->bootstraps + 1, sizeof *j->jaccard);
	return (result->segments != NULL && j->start != NULL && j->order != NULL
	        && j->jaccard != NULL) || fail_memory(why);
}

static bool count_rows(struct judging *j, struct segment_stability *result, struct failure *why)
{
	size_t *sizes = calloc(result->k + 1, sizeof *sizes);
	struct labelling_count count;
	bool counted = sizes != NULL ? labelling_count(j->labelling, j->rows, sizes, &count, why)
	                             : fail_memory(why);
	if (counted)
		labelling_group_rows(j->labelling, j->rows, j->start, j->order);
	for (size_t s = 0; counted && s < result->k; s++)
		result->segments[s].size = sizes[s];
	free(sizes);
	return counted;
}

bool segment_stability(const struct matrix *x, const struct labelling *labelling,
                       const struct bootstrap_options *options,
                       struct segment_stability *result, struct failure *why)
{
	struct judging j = { .labelling = labelling, .rows = x->rows, .clusters = options->k,
		             .bootstraps = 2 * options->pairs };
	struct bootstrap_options how = *options;
	how.once = true;
	*result = (struct segment_stability){ .k = labelling->k, .bootstraps = j.bootstraps };
	bool done = make_room(&j, result, why) && count_rows(&j, result, why)
	    && bootstrap_pairs(x, &how, judge_pair, &j, why);
	for (size_t s = 0; done && s < result->k; s++)
		if (result->segments[s].size > 0 && options->k > 1)
			conclude(j.jaccard + s * j.bootstraps, j.bootstraps, &result->segments[s]);
		else
			leave(&result->segments[s]);
	free(j.start);
	free(j.order);
	free(j.jaccard);
	return done;
}

void segment_stability_free(struct segment_stability *result)
{
	free(result->segments);
	*result = (struct segment_stability){ 0 };
}
