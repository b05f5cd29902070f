#include "quality/silhouette_scores.h"

#include "quality/silhouette_sample.h"

const struct silhouette_effort silhouette_default_effort = { .epsilon = 0.2 };

bool silhouette_scores(const struct matrix *features, const struct labelling *labellings,
                       size_t count, const struct silhouette_effort *effort, int threads,
                       const struct progress *progress, struct silhouette *scores,
                       double *epsilon, struct failure *why)
{
	*epsilon = 0;
	if (effort->exact || features->rows <= SILHOUETTE_EXACT_ROWS)
		return silhouette(features, labellings, count, threads, progress, scores, why);
	struct silhouette_sampling sampling = { .epsilon = effort->epsilon,
		                                .delta = SILHOUETTE_DELTA,
		                                .seed = effort->seed };
	for (size_t i = 0; i < count; i++) {
		struct silhouette_estimate estimate = { .score = scores[i] };
		if (!silhouette_sample(features, &labellings[i], &sampling, threads, progress,
		                       &estimate, why))
			return false;
		scores[i] = estimate.score;
		*epsilon = estimate.epsilon > *epsilon ? estimate.epsilon : *epsilon;
	}
	return true;
}
