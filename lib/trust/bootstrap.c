#include "trust/bootstrap.h"

#include "base/random.h"
#include "base/team.h"
#include "kmeans/kmeans.h"

#include <stdlib.h>
#include <string.h>

const struct bootstrap_options bootstrap_defaults = { .pairs = 100, .starts = 10, .threads = 1 };

enum {
	DRAWS = 100, /* before a bootstrap is given up */
	/* Of so many rows one is looked at by the starts, where that leaves so many for
	 * each cluster.  With 512 of them instead the starts end in other optima, and
	 * stabilities of 0.84 were seen as 0.74; with 13000, of 0.91 as 0.90. */
	EVERY = 8,
	ROWS_A_CLUSTER = 8192,
};

struct bootstrapping {
	const struct matrix *x;
	const struct bootstrap_options *options;
	bootstrap_pair_done *done;
	void *context;
	size_t finished; /* pairs */
	size_t failed;   /* the first pair that failed, or options->pairs */
	struct failure *why;
};

static struct kmeans_options clustering(const struct bootstrap_options *options)
{
	struct kmeans_options how = kmeans_defaults;
	how.k = options->k;
	how.n_init = options->starts;
	how.refine = false;
	return how;
}

const char *bootstrap_check(const struct matrix *x, const struct bootstrap_options *options)
{
	if (options->pairs < 1)
		return "the number of bootstraps must be at least 2";
	if (options->threads < 1)
		return "the number of threads must be at least 1";
	struct kmeans_options how = clustering(options);
	return kmeans_check(x, &how);
}

/* Draws as many rows as there are; returns how many different ones. */
static size_t draw(struct random *random, size_t rows, uint32_t *drawn)
{
	size_t different = 0;
	memset(drawn, 0, rows * sizeof *drawn);
	for (size_t i = 0; i < rows; i++)
		different += drawn[random_below(random, rows)]++ == 0;
	return different;
}

/* Some of the rows that were drawn, with how often as their weights. */
struct sample {
	struct matrix x;
	double *weights;
};

static void free_sample(struct sample *sample)
{
	matrix_free(&sample->x);
	free(sample->weights);
}

/* Takes each `every`-th of the `different` rows that were drawn. */
static bool take_sample(struct sample *sample, const struct matrix *x, const uint32_t *drawn,
                        size_t different, size_t every, struct failure *why)
{
	size_t rows = (different + every - 1) / every;
	*sample = (struct sample){ .weights = malloc(rows * sizeof *sample->weights) };
	if (sample->weights == NULL)
		return fail_memory(why);
	if (!matrix_create(&sample->x, rows, x->cols, why))
		return false;
	for (size_t j = 0; j < x->cols; j++) {
		const double *from = matrix_column(x, j);
		double *to = matrix_column(&sample->x, j);
		for (size_t i = 0, seen = 0; i < x->rows; i++)
			if (drawn[i] > 0 && seen++ % every == 0)
				*to++ = from[i];
	}
	double *weight = sample->weights;
	for (size_t i = 0, seen = 0; i < x->rows; i++)
		if (drawn[i] > 0 && seen++ % every == 0)
			*weight++ = drawn[i];
	return true;
}

/* Clusters each `every`-th of the rows that were drawn: from several starts, or
 * on from `centroids` where these are not NULL. */
static bool fit(const struct bootstrapping *b, const uint32_t *drawn, size_t different,
                size_t every, uint64_t seed, const double *centroids,
                struct kmeans_result *result, struct failure *why)
{
	struct sample sample;
	struct kmeans_options how = clustering(b->options);
	bool done = take_sample(&sample, b->x, drawn, different, every, why);
	how.weights = b->options->once ? NULL : sample.weights;
	how.seed = seed;
	if (done)
		done = centroids != NULL ? kmeans_lloyd_fit(&sample.x, &how, centroids, result, why)
		                         : kmeans_fit(&sample.x, &how, result, why);
	free_sample(&sample);
	return done;
}

/* Clusters the rows that were drawn and labels all. */
static bool cluster(const struct bootstrapping *b, uint64_t seed, size_t different,
                    struct bootstrap *bootstrap, struct failure *why)
{
	struct kmeans_result start = { 0 }, result = { 0 };
	size_t k = b->options->k;
	bool thin = different / EVERY / ROWS_A_CLUSTER >= k, done = true;
	if (thin)
		done = fit(b, bootstrap->drawn, different, EVERY, seed, NULL, &start, why);
	done = done
	    && fit(b, bootstrap->drawn, different, 1, seed, start.centroids, &result, why);
	if (done)
		kmeans_assign(result.centroids, k, b->x, 1, bootstrap->labels, NULL);
	kmeans_free(&start);
	kmeans_free(&result);
	return done;
}

static bool make_bootstrap(const struct bootstrapping *b, size_t number,
                           struct bootstrap *bootstrap, struct failure *why)
{
	struct random random;
	struct failure reason;
	random_seed(&random, b->options->seed, number);
	for (int i = 0; i < DRAWS; i++) {
		size_t different = draw(&random, b->x->rows, bootstrap->drawn);
		uint64_t seed = random_next(&random);
		if (different < b->options->k)
			fail(&reason, "k is %zu, but only %zu different rows were drawn", b->options->k,
			     different);
		else if (cluster(b, seed, different, bootstrap, &reason))
			return true;
	}
	return fail(why, "a bootstrap of the rows cannot be clustered: %s", reason.text);
}

static bool create(struct bootstrap *bootstrap, size_t rows, struct failure *why)
{
	bootstrap->drawn = malloc(rows * sizeof *bootstrap->drawn);
	bootstrap->labels = malloc(rows * sizeof *bootstrap->labels);
	return (bootstrap->drawn != NULL && bootstrap->labels != NULL) || fail_memory(why);
}

static bool make_pair(const struct bootstrapping *b, size_t number, struct failure *why)
{
	struct bootstrap pair[2] = { { 0 } };
	bool made = create(&pair[0], b->x->rows, why) && create(&pair[1], b->x->rows, why)
	    && make_bootstrap(b, 2 * number, &pair[0], why)
	    && make_bootstrap(b, 2 * number + 1, &pair[1], why)
	    && b->done(b->context, number, pair, why);
	for (int i = 0; i < 2; i++) {
		free(pair[i].drawn);
		free(pair[i].labels);
	}
	return made;
}

bool bootstrap_pairs(const struct matrix *x, const struct bootstrap_options *options,
                     bootstrap_pair_done *done, void *context, struct failure *why)
{
	struct bootstrapping b = { x, options, done, context, 0, options->pairs, why };
	int threads = (size_t)options->threads < options->pairs ? options->threads
	                                                        : (int)options->pairs;
	team_gather(threads);
#pragma omp parallel for num_threads(threads) schedule(dynamic)
	for (size_t pair = 0; pair < options->pairs; pair++) {
		struct failure reason;
		size_t failed;
#pragma omp atomic read
		failed = b.failed;
		/* Behind a failure nothing matters; before it there may be one to tell instead. */
		bool made = pair > failed || make_pair(&b, pair, &reason);
#pragma omp critical(bootstrap)
		{
			if (!made && pair < b.failed) {
#pragma omp atomic write
				b.failed = pair;
				*why = reason;
			}
			progress_report(options->progress, "pairs of bootstraps", ++b.finished,
			                options->pairs);
		}
	}
	return b.failed == options->pairs;
}
