/* fit WORK FILE [K] [SEED]: reads a table of numbers and does one piece of work
 * on its columns, timed without the reading.  Prints the seconds and a value by
 * which the result can be compared with a peer's. */
#include "base/quantile.h"
#include "density/dbscan.h"
#include "density/k_distance.h"
#include "kmeans/kmeans.h"
#include "quality/silhouette.h"
#include "stream/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef _OPENMP
#include <omp.h>
#endif

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int threads(void)
{
#ifdef _OPENMP
	return omp_get_num_procs();
#else
	return 1;
#endif
}

static struct failure why;

static void check(bool done)
{
	if (done)
		return;
	fprintf(stderr, "fit: %s\n", why.text);
	exit(1);
}

static void read_table(struct table *table, const char *path)
{
	static struct input input;
	struct columns columns;
	check(input_open(&input, &path, 1, &(struct input_options){ 0 }, &why));
	check(columns_select(&columns, &input.header, "*", &why));
	check(table_read(table, &input, &columns, &(struct table_options){ 0 }, &why));
}

/* Lloyd's algorithm from the first k rows, 20 iterations. */
static double lloyd(const struct matrix *x, size_t k, uint64_t seed)
{
	(void)seed;
	struct kmeans_options how = kmeans_defaults;
	how.k = k;
	how.max_iter = 20;
	how.tol = 0;
	how.threads = threads();
	double *start = malloc(k * x->cols * sizeof *start);
	for (size_t c = 0; c < k; c++)
		for (size_t j = 0; j < x->cols; j++)
			start[c * x->cols + j] = matrix_column(x, j)[c];
	struct kmeans_result result;
	check(kmeans_lloyd_fit(x, &how, start, &result, &why));
	return result.inertia;
}

static double kmeans(const struct matrix *x, size_t k, uint64_t seed)
{
	struct kmeans_options how = kmeans_defaults;
	how.k = k;
	how.seed = seed;
	how.threads = threads();
	struct kmeans_result result;
	check(kmeans_fit(x, &how, &result, &why));
	return result.inertia;
}

/* The last column holds the labels, 0 .. k - 1. */
static double mean_silhouette(const struct matrix *x, size_t k, uint64_t seed)
{
	(void)seed;
	struct matrix features = *x;
	int32_t *labels = malloc(x->rows * sizeof *labels);
	features.cols--;
	for (size_t i = 0; i < x->rows; i++)
		labels[i] = (int32_t)matrix_column(x, features.cols)[i];
	struct labelling labelling = { labels, k };
	struct silhouette score = { 0 };
	check(silhouette(&features, &labelling, 1, threads(), NULL, &score, &why));
	return score.mean;
}

/* k-distances, eps at their 90th percentile, and DBSCAN with it. */
static double density(const struct matrix *x, size_t min_samples, uint64_t seed)
{
	(void)seed;
	struct kd_tree tree;
	double *distances = malloc(x->rows * sizeof *distances);
	double *scratch = malloc(x->rows * sizeof *scratch);
	check(kd_tree_build(&tree, x, threads(), &why));
	check(k_distances(&tree, min_samples, threads(), distances, NULL, &why));
	memcpy(scratch, distances, x->rows * sizeof *scratch);
	struct dbscan_options how = { .eps = quantile(scratch, x->rows, 0.9),
		                      .min_samples = min_samples,
		                      .threads = threads(),
		                      .k_distances = distances };
	struct dbscan_result result;
	check(dbscan(&tree, &how, &result, &why));
	fprintf(stderr, "eps %.17g\n", how.eps);
	return (double)result.clusters;
}

static const struct {
	const char *name;
	double (*work)(const struct matrix *, size_t, uint64_t);
} works[] = {
	{ "lloyd", lloyd },
	{ "kmeans", kmeans },
	{ "silhouette", mean_silhouette },
	{ "density", density },
};

int main(int argc, char **argv)
{
	size_t k = argc > 3 ? strtoull(argv[3], NULL, 10) : 6;
	uint64_t seed = argc > 4 ? strtoull(argv[4], NULL, 10) : 42;
	for (size_t i = 0; argc > 2 && i < sizeof works / sizeof *works; i++) {
		if (strcmp(argv[1], works[i].name) != 0)
			continue;
		struct table table;
		read_table(&table, argv[2]);
		double start = seconds();
		double value = works[i].work(&table.x, k, seed);
		printf("%.6f %.17g\n", seconds() - start, value);
		return 0;
	}
	fputs("usage: fit lloyd|kmeans|silhouette|density FILE [K|MIN_SAMPLES] [SEED]\n", stderr);
	return 2;
}
