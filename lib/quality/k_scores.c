#include "quality/k_scores.h"

#include "kmeans/kmeans_range.h"
#include "quality/validity.h"

#include <math.h>
#include <stdlib.h>

static bool make_room(struct k_scores *scores, size_t least, size_t most, struct failure *why)
{
	size_t count = most - least + 1;
	*scores = (struct k_scores){
		.count = count,
		.k = calloc(count, sizeof *scores->k),
		.results = calloc(count, sizeof *scores->results),
		.inertia = calloc(count, sizeof(double)),
		.calinski_harabasz = calloc(count, sizeof(double)),
		.davies_bouldin = calloc(count, sizeof(double)),
		.silhouette = calloc(count, sizeof(double)),
	};
	if (scores->k == NULL || scores->results == NULL || scores->inertia == NULL
	    || scores->calinski_harabasz == NULL || scores->davies_bouldin == NULL
	    || scores->silhouette == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < count; i++) {
		scores->k[i] = least + i;
		scores->silhouette[i] = NAN;
	}
	return true;
}

static bool score(struct k_scores *scores, const struct matrix *x, size_t i, int threads,
                  struct failure *why)
{
	struct labelling labelling = { scores->results[i].labels, scores->k[i] };
	struct validity found;
	if (!validity(x, &labelling, threads, &found, why))
		return false;
	scores->inertia[i] = scores->results[i].inertia;
	scores->calinski_harabasz[i] = found.calinski_harabasz;
	scores->davies_bouldin[i] = found.davies_bouldin;
	return true;
}

bool k_scores_fit(struct k_scores *scores, const struct matrix *x, size_t least, size_t most,
                  const struct kmeans_options *how, struct failure *why)
{
	if (!make_room(scores, least, most, why))
		return false;
	struct failure reason;
	size_t failed;
	if (!kmeans_fit_range(x, how, least, scores->count, scores->results, &failed, &reason))
		return fail(why, "k = %zu: %s", failed, reason.text);
	for (size_t i = 0; i < scores->count; i++)
		if (!score(scores, x, i, how->threads, why))
			return false;
	return true;
}

bool k_scores_silhouettes(struct k_scores *scores, const struct matrix *x,
                          const struct silhouette_effort *effort, int threads,
                          const struct progress *progress, struct failure *why)
{
	struct labelling *labellings = calloc(scores->count, sizeof *labellings);
	struct silhouette *found = calloc(scores->count, sizeof *found);
	size_t *places = calloc(scores->count, sizeof *places);
	bool scored = (labellings != NULL && found != NULL && places != NULL) || fail_memory(why);
	size_t count = 0;
	for (size_t i = 0; scored && i < scores->count; i++)
		if (scores->k[i] >= 2 && scores->k[i] < x->rows) {
			places[count] = i;
			labellings[count++] = (struct labelling){ scores->results[i].labels,
				                                  scores->k[i] };
		}
	scored = scored && (count == 0 || silhouette_scores(x, labellings, count, effort, threads,
	                                                    progress, found, &scores->epsilon, why));
	for (size_t j = 0; scored && j < count; j++)
		scores->silhouette[places[j]] = found[j].mean;
	free(labellings);
	free(found);
	free(places);
	return scored;
}

void k_scores_free(struct k_scores *scores)
{
	for (size_t i = 0; scores->results != NULL && i < scores->count; i++)
		kmeans_free(&scores->results[i]);
	free(scores->k);
	free(scores->results);
	free(scores->inertia);
	free(scores->calinski_harabasz);
	free(scores->davies_bouldin);
	free(scores->silhouette);
	*scores = (struct k_scores){ 0 };
}
