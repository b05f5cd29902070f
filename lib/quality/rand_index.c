#include "quality/rand_index.h"

#include "quality/labelling.h"

#include <stdlib.h>

__extension__ typedef __int128 wide;

static bool check_labels(const int32_t *labels, size_t k, size_t n, struct failure *why)
{
	for (size_t i = 0; i < n; i++)
		if (labels[i] < 0 || (size_t)labels[i] >= k)
			return fail(why, "row %zu: label %ld is not between 0 and %zu",
			            i + 1, (long)labels[i], k - 1);
	return true;
}

/* The pairs of rows that share a label in `labels`, among the rows of `order`
 * (all n rows in turn where it is NULL).  Each row meets those before it.
 * `seen` holds a zero for every label, before and after. */
static uint64_t pairs_together(const int32_t *labels, const uint32_t *order, size_t n,
                               uint32_t *seen)
{
	uint64_t pairs = 0;
	for (size_t i = 0; i < n; i++)
		pairs += seen[labels[order != NULL ? order[i] : i]]++;
	for (size_t i = 0; i < n; i++)
		seen[labels[order != NULL ? order[i] : i]] = 0;
	return pairs;
}

static double index_of_pairs(uint64_t all, uint64_t in_first, uint64_t in_second, uint64_t in_both)
{
	wide tp = in_both;
	wide fp = in_second - in_both;
	wide fn = in_first - in_both;
	wide tn = (wide)all - in_first - in_second + in_both;
	if (fn == 0 && fp == 0)
		return 1;
	wide above = 2 * (tp * tn - fn * fp);
	wide below = (tp + fn) * (fn + tn) + (tp + fp) * (fp + tn);
	return (double)above / (double)below;
}

bool adjusted_rand_index(const int32_t *first, size_t first_k,
                         const int32_t *second, size_t second_k,
                         size_t n, double *index, struct failure *why)
{
	if (n == 0)
		return fail(why, "no rows to compare");
	if (n > UINT32_MAX)
		return fail(why, "%zu rows are too many for the adjusted Rand index", n);
	if (!check_labels(first, first_k, n, why) || !check_labels(second, second_k, n, why))
		return false;
	size_t *start = calloc(first_k + 2, sizeof *start);
	uint32_t *order = malloc(n * sizeof *order);
	uint32_t *seen = calloc(first_k > second_k ? first_k : second_k, sizeof *seen);
	bool ok = start != NULL && order != NULL && seen != NULL;
	if (ok) {
		labelling_group_rows(&(struct labelling){ first, first_k }, n, start, order);
		uint64_t all = (uint64_t)n * (n - 1) / 2, in_both = 0;
		for (size_t c = 0; c < first_k; c++)
			in_both += pairs_together(second, order + start[c], start[c + 1] - start[c],
			                          seen);
		*index = index_of_pairs(all, pairs_together(first, NULL, n, seen),
		                        pairs_together(second, NULL, n, seen), in_both);
	}
	free(start);
	free(order);
	free(seen);
	return ok ? true : fail_memory(why);
}
