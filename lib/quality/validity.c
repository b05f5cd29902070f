#include "quality/validity.h"

#include "base/team.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Sums run over blocks of rows that depend on the table alone; their partial
 * results are added in order.  A block has at least as many rows as there are
 * clusters, so that the partial results never outgrow the table. */
enum { BLOCKS = 64, MIN_BLOCK = 4096 };

struct work {
	const struct matrix *features;
	const int32_t *labels;
	size_t k, cols;
	size_t block, blocks;
	struct labelling_count count;
	size_t *sizes;
	double *centroids; /* k rows of cols */
	double *middle;    /* the mean of all counted rows */
	double *spread;    /* S of every cluster */
	double *parts;     /* partial results: blocks of k rows of (cols or 2) */
};

static bool work_create(struct work *work, const struct matrix *features,
                        const struct labelling *labelling, struct failure *why)
{
	size_t k = labelling->k, cols = features->cols, rows = features->rows;
	*work = (struct work){ .features = features, .labels = labelling->labels,
	                       .k = k, .cols = cols };
	work->block = rows / BLOCKS + 1 > MIN_BLOCK ? rows / BLOCKS + 1 : MIN_BLOCK;
	work->block = work->block > k ? work->block : k;
	work->blocks = (rows + work->block - 1) / work->block;
	size_t width = cols > 2 ? cols : 2;
	if (k > SIZE_MAX / sizeof(double) / width / (work->blocks + 1))
		return fail_memory(why);
	work->sizes = malloc((k + 1) * sizeof *work->sizes);
	work->centroids = calloc(k * cols + 1, sizeof(double));
	work->middle = calloc(cols + 1, sizeof(double));
	work->spread = calloc(k + 1, sizeof(double));
	work->parts = malloc((work->blocks * k * width + 1) * sizeof(double));
	if (work->sizes == NULL || work->centroids == NULL || work->middle == NULL
	    || work->spread == NULL || work->parts == NULL)
		return fail_memory(why);
	return labelling_count(labelling, rows, work->sizes, &work->count, why);
}

static void work_free(struct work *work)
{
	free(work->sizes);
	free(work->centroids);
	free(work->middle);
	free(work->spread);
	free(work->parts);
}

static size_t block_end(const struct work *work, size_t first)
{
	size_t rows = work->features->rows;
	return rows - first < work->block ? rows : first + work->block;
}

/* Adds up the block's rows, cluster by cluster, as differences from the first
 * row: a large offset that they share then costs no digits. */
static void block_sums(const struct work *work, size_t block)
{
	double *part = work->parts + block * work->k * work->cols;
	size_t first = block * work->block, end = block_end(work, first);
	for (size_t i = 0; i < work->k * work->cols; i++)
		part[i] = 0;
	for (size_t col = 0; col < work->cols; col++) {
		const double *x = matrix_column(work->features, col);
		for (size_t row = first; row < end; row++)
			if (work->labels[row] >= 0)
				part[(size_t)work->labels[row] * work->cols + col] += x[row] - x[0];
	}
}

static void find_centroids(struct work *work, int threads)
{
	threads = team_size(threads, (double)work->blocks * (double)work->block * (double)work->cols);
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t block = 0; block < work->blocks; block++)
		block_sums(work, block);
	for (size_t block = 0; block < work->blocks; block++)
		for (size_t i = 0; i < work->k * work->cols; i++)
			work->centroids[i] += work->parts[block * work->k * work->cols + i];
	/* Still relative to the first row; distances do not mind. */
	for (size_t c = 0; c < work->k; c++)
		for (size_t col = 0; col < work->cols; col++) {
			double *sum = &work->centroids[c * work->cols + col];
			work->middle[col] += *sum / (double)work->count.rows;
			*sum = work->sizes[c] > 0 ? *sum / (double)work->sizes[c] : 0;
		}
}

static double squared_distance(const double *a, const double *b, size_t cols)
{
	double sum = 0;
	for (size_t col = 0; col < cols; col++)
		sum += (a[col] - b[col]) * (a[col] - b[col]);
	return sum;
}

static double squared_distance_to_centroid(const struct work *work, size_t row)
{
	const double *centroid = work->centroids + (size_t)work->labels[row] * work->cols;
	double sum = 0;
	for (size_t col = 0; col < work->cols; col++) {
		const double *x = matrix_column(work->features, col);
		double difference = (x[row] - x[0]) - centroid[col];
		sum += difference * difference;
	}
	return sum;
}

/* The block's squared distances (first k places) and distances (next k). */
static void block_spread(const struct work *work, size_t block)
{
	double *part = work->parts + block * work->k * 2;
	size_t first = block * work->block, end = block_end(work, first);
	for (size_t i = 0; i < work->k * 2; i++)
		part[i] = 0;
	for (size_t row = first; row < end; row++) {
		if (work->labels[row] < 0)
			continue;
		double squared = squared_distance_to_centroid(work, row);
		part[work->labels[row]] += squared;
		part[work->k + (size_t)work->labels[row]] += sqrt(squared);
	}
}

/* Fills `spread` and returns the inertia. */
static double find_spread(struct work *work, int threads)
{
	threads = team_size(threads, (double)work->blocks * (double)work->block * (double)work->cols);
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t block = 0; block < work->blocks; block++)
		block_spread(work, block);
	double inertia = 0;
	for (size_t block = 0; block < work->blocks; block++)
		for (size_t c = 0; c < work->k; c++) {
			inertia += work->parts[block * work->k * 2 + c];
			work->spread[c] += work->parts[block * work->k * 2 + work->k + c];
		}
	for (size_t c = 0; c < work->k; c++)
		if (work->sizes[c] > 0)
			work->spread[c] /= (double)work->sizes[c];
	return inertia;
}

static double calinski_harabasz(const struct work *work, double within)
{
	double between = 0;
	for (size_t c = 0; c < work->k; c++)
		between += (double)work->sizes[c]
		           * squared_distance(work->centroids + c * work->cols, work->middle,
		                              work->cols);
	if (within == 0)
		return 1;
	double k = (double)work->count.clusters, n = (double)work->count.rows;
	return between / (k - 1) / (within / (n - k));
}

/* The greatest (S_i + S_j) / M_ij of cluster i; raises *farthest to its greatest M. */
static double worst_neighbour(const struct work *work, size_t i, double *farthest)
{
	double worst = 0;
	for (size_t j = 0; j < work->k; j++) {
		if (j == i || work->sizes[j] == 0)
			continue;
		double apart = sqrt(squared_distance(work->centroids + i * work->cols,
		                                     work->centroids + j * work->cols,
		                                     work->cols));
		*farthest = apart > *farthest ? apart : *farthest;
		double ratio = apart > 0 ? (work->spread[i] + work->spread[j]) / apart : 0;
		worst = ratio > worst ? ratio : worst;
	}
	return worst;
}

static double davies_bouldin(const struct work *work)
{
	const double nothing = 1e-8;
	double sum = 0, widest = 0, farthest = 0;
	for (size_t i = 0; i < work->k; i++)
		if (work->sizes[i] > 0) {
			sum += worst_neighbour(work, i, &farthest);
			widest = work->spread[i] > widest ? work->spread[i] : widest;
		}
	if (widest <= nothing || farthest <= nothing)
		return 0;
	return sum / (double)work->count.clusters;
}

static bool score(struct work *work, int threads, struct validity *scores, struct failure *why)
{
	if (work->count.rows == 0)
		return fail(why, "no row is in a cluster");
	find_centroids(work, threads);
	scores->inertia = find_spread(work, threads);
	bool comparable = labelling_incomparable(&work->count) == NULL;
	scores->calinski_harabasz = comparable ? calinski_harabasz(work, scores->inertia) : NAN;
	scores->davies_bouldin = comparable ? davies_bouldin(work) : NAN;
	return true;
}

bool validity(const struct matrix *features, const struct labelling *labelling, int threads,
              struct validity *scores, struct failure *why)
{
	struct work work;
	bool ok = work_create(&work, features, labelling, why)
	          && score(&work, threads, scores, why);
	work_free(&work);
	return ok;
}
