#include "drift/comparison.h"

#include "base/number_order.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

bool comparison_create(struct comparison *comparison, size_t feature_count, struct failure *why)
{
	*comparison = (struct comparison){ .feature_count = feature_count };
	comparison->features = calloc(feature_count + 1, sizeof *comparison->features);
	return comparison->features != NULL || fail_memory(why);
}

bool comparison_freeze(struct drift_feature *feature, const double *values, size_t n,
                       struct failure *why)
{
	double *sorted = malloc((n + 1) * sizeof *sorted);
	bool done = sorted != NULL ? number_sort(sorted, values, n, why) : fail_memory(why);
	if (done)
		bins_fit(&feature->bins, sorted, n);
	for (size_t i = 0; done && i < n; i++)
		feature->reference[bins_find(&feature->bins, sorted[i])]++;
	free(sorted);
	return done;
}

static void take_in(struct comparison *comparison, const struct psi *psi)
{
	if (psi->verdict > comparison->verdict)
		comparison->verdict = psi->verdict;
	if (psi->noise_95 > comparison->noise)
		comparison->noise = psi->noise_95;
}

bool comparison_judge(struct comparison *comparison, struct failure *why)
{
	size_t comparisons = comparison->feature_count + (comparison->by != NULL);
	comparison->verdict = DRIFT_STABLE;
	comparison->noise = 0;
	for (size_t j = 0; j < comparison->feature_count; j++) {
		struct drift_feature *feature = &comparison->features[j];
		feature->psi = psi_of_counts(feature->reference, feature->now,
		                             bins_count(&feature->bins), comparisons);
		take_in(comparison, &feature->psi);
	}
	if (comparison->by == NULL)
		return true;
	if (!segment_mix_sort(&comparison->mix, why))
		return false;
	comparison->mix_psi = segment_mix_psi(&comparison->mix, comparisons);
	take_in(comparison, &comparison->mix_psi);
	return true;
}

double drift_shift(const struct drift_feature *feature)
{
	double shift = feature->mean - feature->reference_mean;
	if (feature->reference_sd > 0)
		return shift / feature->reference_sd;
	/* The mean of one and the same number may be rounded. */
	return fabs(shift) <= 2 * DBL_EPSILON * fabs(feature->mean) ? 0 : NAN;
}

void comparison_free(struct comparison *comparison)
{
	free(comparison->features);
	comparison->features = NULL;
	segment_mix_free(&comparison->mix);
}
