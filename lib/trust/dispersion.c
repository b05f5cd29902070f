#include "trust/dispersion.h"

#include "base/elementary.h"
#include "base/team.h"
#include "kmeans/kmeans.h"

#include <math.h>
#include <stdlib.h>

double log_dispersion(double inertia)
{
	return seg_log(inertia / 2);
}

bool log_dispersions(const struct matrix *x, const size_t *k, size_t count, int n_init,
                     uint64_t seed, double *log_w, struct failure *why)
{
	struct kmeans_options how = kmeans_defaults;
	how.n_init = n_init;
	how.refine = false;
	how.seed = seed;
	for (size_t i = 0; i < count; i++) {
		struct kmeans_result result;
		how.k = k[i];
		bool fitted = kmeans_fit(x, &how, &result, why);
		log_w[i] = fitted ? log_dispersion(result.inertia) : NAN;
		kmeans_free(&result);
		if (!fitted)
			return false;
	}
	return true;
}

static bool one_reference(const struct one_group *group, enum one_group_kind kind,
                          const size_t *k, size_t count, const struct reference_effort *effort,
                          size_t number, double *log_w, struct failure *why)
{
	struct random random;
	struct matrix rows = { 0 };
	double *own = calloc(count, sizeof *own);
	if (own == NULL)
		return fail_memory(why);
	random_seed(&random, effort->seed, 2 * (uint64_t)number + (kind == ONE_GROUP_NORMAL));
	bool done = matrix_create(&rows, group->rows, group->cols, why);
	if (done) {
		one_group_draw(group, kind, &random, &rows);
		done = log_dispersions(&rows, k, count, effort->n_init, random_next(&random), own,
		                       why);
	}
	for (size_t i = 0; done && i < count; i++)
		log_w[i * effort->references + number] = own[i];
	matrix_free(&rows);
	free(own);
	return done;
}

bool reference_dispersions(const struct one_group *group, enum one_group_kind kind,
                           const size_t *k, size_t count, const struct reference_effort *effort,
                           double *log_w, struct failure *why)
{
	size_t done = 0;
	bool failed = false;
	team_gather(effort->threads);
#pragma omp parallel for num_threads(effort->threads) schedule(dynamic)
	for (size_t b = 0; b < effort->references; b++) {
		struct failure reason;
		bool fitted = one_reference(group, kind, k, count, effort, b, log_w, &reason);
#pragma omp critical(reference_done)
		{
			if (!fitted && !failed)
				*why = reason;
			failed = failed || !fitted;
			progress_report(effort->progress, effort->task, ++done, effort->references);
		}
	}
	return !failed;
}
