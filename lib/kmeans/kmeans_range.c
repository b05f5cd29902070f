#include "kmeans/kmeans_range.h"

#include "base/team.h"

static bool fit(const struct matrix *x, const struct kmeans_options *options, size_t k,
                int threads, struct kmeans_result *result, struct failure *why)
{
	struct kmeans_options how = *options;
	how.k = k;
	how.threads = threads;
	how.progress = NULL;
	const char *reason = kmeans_check(x, &how);
	return reason == NULL ? kmeans_fit(x, &how, result, why) : fail(why, "%s", reason);
}

/* What goes wrong for the least k is what is told, whichever fit ends first. */
static void note_failure(size_t k, const struct failure *reason, size_t *failed,
                         struct failure *why)
{
#pragma omp critical(kmeans_range_failure)
	if (*failed == 0 || k < *failed) {
		*failed = k;
		*why = *reason;
	}
}

bool kmeans_fit_range(const struct matrix *x, const struct kmeans_options *options, size_t least,
                      size_t count, struct kmeans_result *results, size_t *failed,
                      struct failure *why)
{
	size_t most = least + count - 1, done = 0;
	double pass = (double)x->rows * (double)x->cols * (double)most;
	bool side_by_side = team_size(options->threads, pass) == 1;
	int teams = side_by_side ? options->threads : 1;
	int threads = side_by_side ? 1 : options->threads;
	team_gather(teams);
	*failed = 0;
	for (size_t i = 0; i < count; i++)
		results[i] = (struct kmeans_result){ 0 };
	/* The largest k takes longest and so begins. */
#pragma omp parallel for num_threads(teams) schedule(dynamic)
	for (size_t i = 0; i < count; i++) {
		struct failure reason;
		size_t k = most - i;
		if (!fit(x, options, k, threads, &results[k - least], &reason))
			note_failure(k, &reason, failed, why);
#pragma omp critical(kmeans_range_progress)
		progress_report(options->progress, "k-means", ++done, count);
	}
	return *failed == 0;
}
