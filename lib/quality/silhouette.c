#include "quality/silhouette.h"

#include "quality/common_refinement.h"
#include "quality/near_clusters.h"
#include "quality/pair_sums.h"
#include "quality/silhouette_row.h"
#include "quality/silhouette_sample.h"
#include "quality/tile_distance.h"

#include <math.h>
#include <stdlib.h>

/* What the sums of a pass over the pairs may take: 32 MiB. */
static const size_t CELLS = (size_t)1 << 22;

static bool check(const struct labelling *labelling, size_t rows, struct failure *why)
{
	struct labelling_count count = { 0 };
	size_t *sizes = malloc((labelling->k + 1) * sizeof *sizes);
	bool ok = sizes != NULL ? labelling_count(labelling, rows, sizes, &count, why)
	                        : fail_memory(why);
	const char *reason = ok ? labelling_incomparable(&count) : NULL;
	free(sizes);
	return reason == NULL ? ok : fail(why, "no silhouette: %s", reason);
}

/* The cluster of each group of the refinement, k for noise. */
static void find_clusters(const struct common_refinement *refinement,
                          const struct labelling *labelling, size_t *cluster)
{
	for (size_t i = 0; i < refinement->rows; i++)
		cluster[refinement->group[i]] = labelling->labels[i] >= 0
		                                ? (size_t)labelling->labels[i] : labelling->k;
}

/* Of a single labelling, what each row asks for: the sums to the groups that can
 * be its nearest clusters.  Else `asked` is NULL: for a few clusters, or for
 * several labellings, every row asks for nearly every group. */
static bool find_asked(const struct matrix *x, const struct common_refinement *refinement,
                       const struct labelling *labellings, size_t count, int threads,
                       uint64_t **asked, struct failure *why)
{
	size_t group[NEAR_CLUSTERS] = { 0 };
	*asked = NULL;
	if (count != 1 || refinement->groups > NEAR_CLUSTERS || labellings->k > NEAR_CLUSTERS)
		return true;
	*asked = malloc((x->rows + 1) * sizeof **asked);
	if (*asked == NULL)
		return fail_memory(why);
	if (!near_clusters(x, labellings, threads, *asked, why))
		return false;
	for (size_t i = 0; i < x->rows; i++)
		if (labellings->labels[i] >= 0)
			group[labellings->labels[i]] = (size_t)refinement->group[i];
	for (size_t i = 0; i < x->rows; i++) {
		uint64_t clusters = (*asked)[i], groups = 0;
		for (size_t c = 0; clusters >> c != 0 && c < labellings->k; c++)
			groups |= (clusters >> c & 1) << group[c];
		(*asked)[i] = groups;
	}
	return true;
}

/* The silhouettes of the rows of a tile, from the sums to the clusters, which
 * are those to their groups. */
static void score_tile(const struct pair_sums *pairs, const uint64_t *asked, size_t first,
                       const size_t *cluster, const struct labelling *labelling,
                       const size_t *sizes, double *sums, double *values)
{
	for (size_t s = 0; s < (labelling->k + 1) * TILE; s++)
		sums[s] = 0;
	for (size_t g = 0; g < pairs->groups; g++)
		for (size_t lane = 0; lane < TILE; lane++)
			sums[cluster[g] * TILE + lane] += pairs->sums[g * pairs->places + first + lane];
	for (size_t g = 0; asked != NULL && g < pairs->groups; g++)
		for (size_t lane = 0; lane < TILE; lane++) {
			size_t row = pairs->row[first + lane];
			if (row != NO_ROW && (asked[row] >> g & 1) == 0)
				sums[cluster[g] * TILE + lane] = INFINITY;
		}
	for (size_t lane = 0; lane < TILE; lane++) {
		size_t row = pairs->row[first + lane];
		if (row != NO_ROW)
			values[row] = silhouette_of_row(sums + lane, sizes, labelling->k,
			                                labelling->labels[row]);
	}
}

/* One labelling's score from the sums to the groups of the refinement. */
static bool score_labelling(const struct common_refinement *refinement,
                            const struct pair_sums *pairs, const uint64_t *asked,
                            const struct labelling *labelling, struct silhouette *score,
                            struct failure *why)
{
	size_t rows = refinement->rows, k = labelling->k;
	struct labelling_count count;
	size_t *sizes = malloc((k + 1) * sizeof *sizes);
	size_t *cluster = malloc(refinement->groups * sizeof *cluster);
	double *sums = malloc((k + 1) * TILE * sizeof *sums);
	double *values = malloc((rows + 1) * sizeof *values);
	bool ok = sizes != NULL && cluster != NULL && sums != NULL && values != NULL
	          ? labelling_count(labelling, rows, sizes, &count, why) : fail_memory(why);
	if (ok)
		find_clusters(refinement, labelling, cluster);
	for (size_t first = 0; ok && first < pairs->places; first += TILE)
		score_tile(pairs, asked, first, cluster, labelling, sizes, sums, values);
	ok = ok && silhouette_of_labelling(labelling, values, rows, score, why);
	free(sizes);
	free(cluster);
	free(sums);
	free(values);
	return ok;
}

/* Scores the labellings of which `refinement` is the common one, in one pass. */
static bool score_together(const struct matrix *features,
                           const struct common_refinement *refinement,
                           const struct labelling *labellings, size_t count, int threads,
                           const struct progress *progress, struct silhouette *scores,
                           struct failure *why)
{
	struct pair_sums pairs = { 0 };
	uint64_t *asked;
	bool ok = find_asked(features, refinement, labellings, count, threads, &asked, why);
	struct pair_request request = { features, refinement->group, refinement->groups, asked };
	ok = ok && pair_sums(&pairs, &request, threads, progress, why);
	for (size_t l = 0; ok && l < count; l++)
		ok = score_labelling(refinement, &pairs, asked, &labellings[l], &scores[l], why);
	pair_sums_free(&pairs);
	free(asked);
	return ok;
}

/* Where a labelling has so many clusters that the sums to all of them would
 * take too much room: a sample of everything, which needs none. */
static bool score_alone(const struct matrix *features, const struct labelling *labelling,
                        int threads, const struct progress *progress, struct silhouette *score,
                        struct failure *why)
{
	struct silhouette_sampling everything = { .t = features->rows, .delta = 0.5 };
	struct silhouette_estimate estimate = { .score = *score };
	bool ok = silhouette_sample(features, labelling, &everything, threads, progress, &estimate,
	                            why);
	*score = estimate.score;
	return ok;
}

bool silhouette(const struct matrix *features, const struct labelling *labellings, size_t count,
                int threads, const struct progress *progress, struct silhouette *scores,
                struct failure *why)
{
	size_t most = CELLS / (features->rows + 1), done = 0;
	bool ok = true;
	for (size_t l = 0; ok && l < count; l++)
		ok = check(&labellings[l], features->rows, why);
	while (ok && done < count) {
		struct common_refinement refinement;
		size_t together = 0;
		bool refined = true;
		ok = common_refinement_create(&refinement, features->rows, why);
		while (ok && refined && done + together < count) {
			ok = common_refinement_add(&refinement, &labellings[done + together], most,
			                           &refined, why);
			together += refined;
		}
		if (ok && together > 0)
			ok = score_together(features, &refinement, labellings + done, together,
			                    threads, progress, scores + done, why);
		else if (ok)
			ok = score_alone(features, &labellings[done], threads, progress,
			                 &scores[done], why);
		common_refinement_free(&refinement);
		done += together > 0 ? together : 1;
	}
	return ok;
}
