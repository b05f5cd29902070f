#include "kmeans/kmeans_search.h"

#include "kmeans/kmeans_refine.h"
#include "kmeans/kmeans_seeding.h"

enum {
	EVERY = 8,            /* of so many blocks one is in the sample, */
	ROWS_A_CLUSTER = 512, /* which has so many rows for each cluster at least */
};

struct search {
	const struct kmeans_options *options;
	struct kmeans_seeding seeding;
	struct kmeans_lloyd *best, other;
	double best_inertia, tolerance;
	int *iterations;
	bool *converged;
};

/* Lets each `every`-th block take part. */
static void sample(struct search *search, size_t every)
{
	search->seeding.every = search->best->every = search->other.every = every;
}

/* Runs `lloyd` from its centroids and makes it the best if it is. */
static void run(struct search *search, struct kmeans_lloyd *lloyd, bool first)
{
	bool converged;
	kmeans_lloyd_begin(lloyd);
	int iterations = kmeans_lloyd_run(lloyd, search->options->max_iter, search->tolerance,
	                                  &converged);
	double inertia = kmeans_lloyd_inertia(lloyd);
	if (!first && !(inertia < search->best_inertia))
		return;
	struct kmeans_lloyd swap = *search->best;
	*search->best = *lloyd;
	*lloyd = swap;
	search->best_inertia = inertia;
	*search->iterations = iterations;
	*search->converged = converged;
}

/* Runs all starts.  Returns k, or how many distinct rows there are if fewer. */
static size_t run_starts(struct search *search)
{
	const struct kmeans_options *options = search->options;
	int starts = options->k == 1 ? 1 : options->n_init;
	for (int start = 0; start < starts; start++) {
		struct random random;
		progress_report(options->progress, "k-means starts", (size_t)start, (size_t)starts);
		random_seed(&random, options->seed, (uint64_t)start);
		size_t distinct = kmeans_seed(&search->seeding, options->k, &random,
		                              search->other.centroids);
		if (distinct < options->k)
			return distinct;
		run(search, &search->other, start == 0);
	}
	progress_report(options->progress, "k-means starts", (size_t)starts, (size_t)starts);
	return options->k;
}

/* Refines the best, for `share` of the work that it took to come here. */
static bool refine(struct search *search, double share, struct failure *why)
{
	double work = search->best->work + search->other.work;
	struct random random;
	if (!search->options->refine || search->options->k == 1)
		return true;
	random_seed(&random, search->options->seed, (uint64_t)search->options->n_init);
	return kmeans_refine(search->best, &search->other, &search->seeding, &random, share * work,
	                     why);
}

/* How much of the work so far a refinement may do again: least on a whole table
 * of which a sample was refined already. */
static const double ON_SAMPLE = 0.5, AFTER_SAMPLE = 0.125, WITHOUT_SAMPLE = 0.5;

static bool find(struct search *search, size_t rows, struct failure *why)
{
	size_t k = search->options->k, distinct = 0;
	bool sampled = search->options->refine && rows / EVERY / ROWS_A_CLUSTER >= k;
	if (sampled) {
		sample(search, EVERY);
		distinct = run_starts(search);
		if (distinct == k && !refine(search, ON_SAMPLE, why))
			return false;
		sample(search, 1);
	}
	if (distinct == k)
		run(search, search->best, true);
	else
		distinct = run_starts(search);
	if (distinct < k)
		return fail(why, "k is %zu, but there %s only %zu distinct row%s", k,
		            distinct == 1 ? "is" : "are", distinct, distinct == 1 ? "" : "s");
	return refine(search, sampled ? AFTER_SAMPLE : WITHOUT_SAMPLE, why);
}

bool kmeans_search(const struct kmeans_blocks *blocks, const struct kmeans_options *options,
                   struct kmeans_lloyd *best, int *iterations, bool *converged,
                   struct failure *why)
{
	struct search search = {
		.options = options,
		.best = best,
		.tolerance = options->tol * blocks->mean_variance,
		.iterations = iterations,
		.converged = converged,
	};
	bool done = kmeans_seeding_create(&search.seeding, blocks, options->k, why)
	            && kmeans_lloyd_create(&search.other, blocks, options->k, why)
	            && find(&search, blocks->rows, why);
	kmeans_lloyd_free(&search.other);
	kmeans_seeding_free(&search.seeding);
	return done;
}
