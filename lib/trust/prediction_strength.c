#include "trust/prediction_strength.h"

#include "base/random.h"
#include "base/team.h"
#include "kmeans/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct prediction_strength_options prediction_strength_defaults = {
	.splits = 50, .n_init = 5, .threads = 1,
};

double prediction_strength_of(const int32_t *own, const int32_t *other, size_t n, size_t k,
                              size_t *counts)
{
	size_t *together = counts, *sizes = counts + k * k;
	memset(counts, 0, k * (k + 1) * sizeof *counts);
	for (size_t i = 0; i < n; i++) {
		together[(size_t)own[i] * k + (size_t)other[i]]++;
		sizes[own[i]]++;
	}
	double least = 1;
	for (size_t c = 0; c < k; c++) {
		double pairs = 0, size = (double)sizes[c];
		for (size_t d = 0; d < k; d++) {
			double both = (double)together[c * k + d];
			pairs += both * (both - 1);
		}
		if (sizes[c] > 1)
			least = fmin(least, pairs / (size * (size - 1)));
	}
	return least;
}

/* One cut of the rows. */
struct cut {
	struct matrix halves[2];
	int32_t *predicted; /* rows numbers */
	size_t *counts;     /* for the greatest k */
	uint64_t seed;      /* of k-means */
};

static void cut_free(struct cut *cut)
{
	matrix_free(&cut->halves[0]);
	matrix_free(&cut->halves[1]);
	free(cut->predicted);
	free(cut->counts);
}

static bool cut_create(struct cut *cut, const struct matrix *x, size_t most_k,
                       struct random *random, struct failure *why)
{
	size_t first = x->rows / 2, second = x->rows - first;
	*cut = (struct cut){
		.predicted = calloc(x->rows, sizeof *cut->predicted),
		.counts = calloc(most_k + 1, most_k * sizeof *cut->counts),
	};
	size_t *order = malloc(x->rows * sizeof *order);
	bool created = (cut->predicted != NULL && cut->counts != NULL && order != NULL)
	               || fail_memory(why);
	created = created && matrix_create(&cut->halves[0], first, x->cols, why)
	          && matrix_create(&cut->halves[1], second, x->cols, why);
	if (created) {
		for (size_t i = 0; i < x->rows; i++)
			order[i] = i;
		random_shuffle(random, order, x->rows);
		cut->seed = random_next(random);
		for (size_t j = 0; j < x->cols; j++)
			for (size_t i = 0; i < x->rows; i++)
				matrix_column(&cut->halves[i >= first], j)[i < first ? i : i - first] =
				    matrix_column(x, j)[order[i]];
	}
	free(order);
	return created;
}

/* Whether the table has at least k different rows. */
static bool has_distinct_rows(const struct matrix *x, size_t k, size_t *found)
{
	size_t count = 0;
	for (size_t i = 0; i < x->rows && count < k; i++) {
		bool known = false;
		for (size_t f = 0; f < count && !known; f++) {
			size_t j = 0;
			while (j < x->cols
			       && matrix_column(x, j)[i] == matrix_column(x, j)[found[f]])
				j++;
			known = j == x->cols;
		}
		if (!known)
			found[count++] = i;
	}
	return count >= k;
}

/* The value of the cut; NaN where a half cannot make k clusters. */
static bool strength_of_cut(const struct cut *cut, size_t k, int n_init, double *value,
                            struct failure *why)
{
	struct kmeans_options how = kmeans_defaults;
	struct kmeans_result fits[2] = { { 0 } };
	how.k = k;
	how.n_init = n_init;
	how.refine = false;
	how.seed = cut->seed;
	bool fitted = true, enough = k <= cut->halves[0].rows;
	for (int h = 0; fitted && enough && h < 2; h++) {
		fitted = kmeans_fit(&cut->halves[h], &how, &fits[h], why);
		if (!fitted && !has_distinct_rows(&cut->halves[h], k, cut->counts)) {
			enough = false;
			fitted = true;
		}
	}
	*value = enough ? 0 : NAN;
	for (int h = 0; fitted && enough && h < 2; h++) {
		const struct matrix *half = &cut->halves[h];
		kmeans_assign(fits[1 - h].centroids, k, half, 1, cut->predicted, NULL);
		*value += prediction_strength_of(fits[h].labels, cut->predicted, half->rows, k,
		                                 cut->counts) / 2;
	}
	kmeans_free(&fits[0]);
	kmeans_free(&fits[1]);
	return fitted;
}

/* Writes values[i * splits + split] for every k. */
static bool measure_split(const struct matrix *x, const size_t *k, size_t count,
                          const struct prediction_strength_options *options, size_t split,
                          double *values, struct failure *why)
{
	struct random random;
	struct cut cut;
	random_seed(&random, options->seed, split);
	bool done = cut_create(&cut, x, k[count - 1], &random, why);
	for (size_t i = 0; done && i < count; i++) {
		double *value = &values[i * options->splits + split];
		if (k[i] == 1)
			*value = 1;
		else
			done = strength_of_cut(&cut, k[i], options->n_init, value, why);
	}
	cut_free(&cut);
	return done;
}

bool prediction_strength(const struct matrix *x, const size_t *k, size_t count,
                         const struct prediction_strength_options *options,
                         struct spread *strength, struct failure *why)
{
	size_t splits = options->splits, done = 0;
	bool failed = false;
	double *values = calloc(count, splits * sizeof *values);
	if (values == NULL)
		return fail_memory(why);
	team_gather(options->threads);
#pragma omp parallel for num_threads(options->threads) schedule(dynamic)
	for (size_t split = 0; split < splits; split++) {
		struct failure reason;
		bool measured = measure_split(x, k, count, options, split, values, &reason);
#pragma omp critical(prediction_strength)
		{
			if (!measured && !failed)
				*why = reason;
			failed = failed || !measured;
			progress_report(options->progress, "prediction strength", ++done, splits);
		}
	}
	for (size_t i = 0; !failed && i < count; i++)
		strength[i] = spread_of(values + i * splits, splits);
	free(values);
	return !failed;
}

size_t prediction_strength_choice(const struct spread *strength, size_t count)
{
	size_t at = count;
	for (size_t i = 0; i < count; i++)
		if (strength[i].mean > PREDICTION_STRENGTH_LIMIT)
			at = i;
	return at;
}
