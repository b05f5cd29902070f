#include "kmeans/kmeans.h"

#include "kmeans/kmeans_assign.h"
#include "kmeans/kmeans_lloyd.h"
#include "kmeans/kmeans_parallel.h"
#include "kmeans/kmeans_search.h"
#include "kmeans/segment_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct kmeans_options kmeans_defaults = {
	.k = 1, .n_init = 10, .max_iter = 300, .tol = 1e-4, .refine = true, .threads = 1,
};

/* Squares and sums of values up to these are far from overflow. */
static const double LARGEST_VALUE = 1e100;

static const char *check_values(const struct matrix *x)
{
	for (size_t j = 0; j < x->cols; j++)
		for (size_t i = 0; i < x->rows; i++)
			if (!(fabs(matrix_column(x, j)[i]) <= LARGEST_VALUE))
				return "a value is not a number or beyond 1e100";
	return NULL;
}

static const char *check_weights(const double *weights, size_t rows)
{
	double most = 0;
	for (size_t i = 0; i < rows; i++) {
		if (!(weights[i] >= 0))
			return "a weight is negative or not a number";
		most = weights[i] > most ? weights[i] : most;
	}
	if (most == 0)
		return "all weights are 0";
	return most > KMEANS_WEIGHT_MAX ? "a weight is beyond 1e50" : NULL;
}

const char *kmeans_check(const struct matrix *x, const struct kmeans_options *options)
{
	if (x->rows == 0 || x->cols == 0)
		return "there are no rows or no columns";
	if (x->rows > UINT32_MAX)
		return "there are more than 4294967295 rows";
	if (options->k < 1)
		return "k must be at least 1";
	if (options->k > x->rows)
		return "k is greater than the number of rows";
	if (options->k > INT32_MAX || options->k > SIZE_MAX / 64 / x->cols)
		return "k is too large";
	if (options->n_init < 1)
		return "the number of starts must be at least 1";
	if (options->max_iter < 1)
		return "the number of iterations must be at least 1";
	if (!(options->tol >= 0))
		return "the tolerance must be at least 0";
	if (options->threads < 1)
		return "the number of threads must be at least 1";
	const char *reason = check_values(x);
	if (reason == NULL && options->weights != NULL)
		reason = check_weights(options->weights, x->rows);
	return reason;
}

void kmeans_free(struct kmeans_result *result)
{
	free(result->centroids);
	free(result->labels);
	free(result->sizes);
	*result = (struct kmeans_result){ 0 };
}

struct fit {
	const struct kmeans_options *options;
	struct kmeans_blocks blocks;
	struct kmeans_lloyd lloyd;
};

/* Writes the centroids in the caller's units. */
static void uncentre(const struct fit *fit, double *centroids)
{
	size_t k = fit->options->k, cols = fit->blocks.cols;
	for (size_t c = 0; c < k; c++)
		for (size_t j = 0; j < cols; j++)
			centroids[c * cols + j] = fit->lloyd.centroids[c * cols + j] + fit->blocks.mean[j];
}

/* The rows are counted and summed up in so many parts, each a run of blocks. */
enum { PARTS = 32 };

struct tally {
	const struct matrix *x;
	const double *weights; /* may be NULL */
	struct kmeans_result *result;
	size_t *sizes;         /* PARTS x k */
	double inertia[PARTS];
};

static void tally_part(void *context, size_t part)
{
	struct tally *tally = context;
	const struct matrix *x = tally->x;
	struct kmeans_result *result = tally->result;
	size_t blocks = (x->rows + KMEANS_BLOCK - 1) / KMEANS_BLOCK;
	size_t *sizes = tally->sizes + part * result->k;
	double terms[KMEANS_BLOCK];
	tally->inertia[part] = 0;
	for (size_t b = blocks * part / PARTS; b < blocks * (part + 1) / PARTS; b++) {
		size_t first = b * KMEANS_BLOCK;
		size_t count = kmeans_assign_block(result->centroids, result->k, x, first,
		                                   result->labels + first, terms);
		for (size_t i = 0; i < count; i++)
			sizes[result->labels[first + i]]++;
		for (size_t i = 0; tally->weights != NULL && i < count; i++)
			terms[i] *= tally->weights[first + i];
		tally->inertia[part] += kmeans_block_sum(terms, count);
	}
}

/* Assigns every row to the result's centroids, which are those that will be
 * written, so that nothing but them decides; counts and sums up.  *empty is the
 * first empty segment, or k. */
static bool assign(const struct matrix *x, const struct kmeans_options *options,
                   struct kmeans_result *result, size_t *empty, struct failure *why)
{
	struct tally parts = { .x = x, .weights = options->weights, .result = result };
	parts.sizes = calloc(PARTS * result->k, sizeof *parts.sizes);
	if (parts.sizes == NULL)
		return fail_memory(why);
	double work = (double)x->rows * (double)x->cols * (double)result->k;
	kmeans_parallel(PARTS, options->threads, work, tally_part, &parts);
	memset(result->sizes, 0, result->k * sizeof *result->sizes);
	result->inertia = 0;
	for (size_t part = 0; part < PARTS; part++) {
		for (size_t c = 0; c < result->k; c++)
			result->sizes[c] += parts.sizes[part * result->k + c];
		result->inertia += parts.inertia[part];
	}
	free(parts.sizes);
	*empty = 0;
	while (*empty < result->k && result->sizes[*empty] > 0)
		++*empty;
	return true;
}

/* Puts the centroid of an empty segment on the farthest row. */
static bool fill_segment(const struct matrix *x, const double *weights,
                         struct kmeans_result *result, size_t c, struct failure *why)
{
	size_t farthest = x->rows;
	double most = 0;
	for (size_t first = 0; first < x->rows; first += KMEANS_BLOCK) {
		int32_t labels[KMEANS_BLOCK];
		double distances[KMEANS_BLOCK];
		size_t count = kmeans_assign_block(result->centroids, result->k, x, first, labels,
		                                   distances);
		for (size_t i = 0; i < count; i++) {
			if (distances[i] > most && (weights == NULL || weights[first + i] > 0)) {
				most = distances[i];
				farthest = first + i;
			}
		}
	}
	if (farthest == x->rows)
		return fail(why, "two of the %zu segments have the same centroid in double precision",
		            result->k);
	for (size_t j = 0; j < x->cols; j++)
		result->centroids[c * x->cols + j] = matrix_column(x, j)[farthest];
	return true;
}

/* Renumbers the segments; true in `same` when the numbers were right already. */
static bool renumber(struct kmeans_result *result, double *scratch, bool *same,
                     struct failure *why)
{
	size_t k = result->k, cols = result->cols;
	size_t *order = malloc((k + 1) * sizeof *order);
	if (order == NULL || !segment_order(result->sizes, result->centroids, k, cols, order, why)) {
		free(order);
		return fail_memory(why);
	}
	*same = true;
	memcpy(scratch, result->centroids, k * cols * sizeof *scratch);
	for (size_t c = 0; c < k; c++) {
		*same = *same && order[c] == c;
		memcpy(result->centroids + c * cols, scratch + order[c] * cols, cols * sizeof *scratch);
	}
	free(order);
	return true;
}

/* Labels, sizes, numbers and inertia from the centroids, numbered by the sizes
 * that the result has so far.  The rows' assignment may correct these, and a
 * numbering turn rows at exactly the same distance from two centroids to the
 * other one; it settles at once or, for want of a numbering that agrees with
 * itself, ends after a few rounds. */
static bool settle(const struct matrix *x, const struct kmeans_options *options,
                   struct kmeans_result *result, double *scratch, struct failure *why)
{
	enum { ROUNDS = 8 };
	bool same;
	if (!renumber(result, scratch, &same, why))
		return false;
	same = false;
	for (int round = 0; round < ROUNDS && !same; round++) {
		size_t empty = 0;
		while (empty < result->k) {
			if (!assign(x, options, result, &empty, why)
			    || (empty < result->k
			        && !fill_segment(x, options->weights, result, empty, why)))
				return false;
		}
		if (!renumber(result, scratch, &same, why))
			return false;
	}
	return true;
}

static bool finish(const struct matrix *x, struct fit *fit, struct kmeans_result *result,
                   struct failure *why)
{
	size_t k = fit->options->k;
	uncentre(fit, result->centroids);
	memcpy(result->sizes, fit->lloyd.totals.members, k * sizeof *result->sizes);
	double *scratch = malloc(k * x->cols * sizeof *scratch);
	bool done = scratch != NULL ? settle(x, fit->options, result, scratch, why)
	                            : fail_memory(why);
	free(scratch);
	return done;
}

static bool begin(const struct matrix *x, const struct kmeans_options *options, struct fit *fit,
                  struct kmeans_result *result, struct failure *why)
{
	size_t k = options->k;
	*fit = (struct fit){ .options = options };
	*result = (struct kmeans_result){
		.k = k,
		.cols = x->cols,
		.centroids = malloc(k * x->cols * sizeof(double)),
		.labels = malloc(x->rows * sizeof(int32_t)),
		.sizes = malloc(k * sizeof(size_t)),
	};
	if (result->centroids == NULL || result->labels == NULL || result->sizes == NULL)
		return fail_memory(why);
	return kmeans_blocks_create(&fit->blocks, x, options->weights, options->threads, why)
	       && kmeans_lloyd_create(&fit->lloyd, &fit->blocks, k, why);
}

static void end(struct fit *fit)
{
	kmeans_lloyd_free(&fit->lloyd);
	kmeans_blocks_free(&fit->blocks);
}

bool kmeans_fit(const struct matrix *x, const struct kmeans_options *options,
                struct kmeans_result *result, struct failure *why)
{
	struct fit fit;
	bool done = begin(x, options, &fit, result, why)
	            && kmeans_search(&fit.blocks, options, &fit.lloyd, &result->iterations,
	                             &result->converged, why)
	            && finish(x, &fit, result, why);
	end(&fit);
	return done;
}

bool kmeans_lloyd_fit(const struct matrix *x, const struct kmeans_options *options,
                      const double *centroids, struct kmeans_result *result,
                      struct failure *why)
{
	struct fit fit;
	bool done = begin(x, options, &fit, result, why);
	for (size_t s = 0; done && s < options->k * x->cols; s++)
		fit.lloyd.centroids[s] = centroids[s] - fit.blocks.mean[s % x->cols];
	if (done) {
		kmeans_lloyd_begin(&fit.lloyd);
		result->iterations = kmeans_lloyd_run(&fit.lloyd, options->max_iter,
		                                      options->tol * fit.blocks.mean_variance,
		                                      &result->converged);
		done = finish(x, &fit, result, why);
	}
	end(&fit);
	return done;
}
