#include "quality/silhouette_sample.h"

#include "base/elementary.h"
#include "base/random.h"
#include "quality/distance_sums.h"
#include "quality/near_clusters.h"
#include "quality/row_kinds.h"
#include "quality/silhouette_row.h"
#include "quality/tile_distance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows whose sums are one partial result: at most BLOCKS of them in all. */
enum { BLOCKS = 64, MIN_BLOCK = 1024 };

struct work {
	const struct matrix *features;
	const int32_t *labels;
	size_t rows, cols, k, t;
	double delta;
	struct labelling_count count;
	size_t *sizes;
	struct random *random; /* a stream for each cluster */

	size_t *pilots;      /* rows, those of cluster c at first_pilot[c] .. first_pilot[c+1] */
	size_t *first_pilot;
	double *pilot_sums;  /* W of each */
	double *probability; /* of each row to be drawn */

	double *points, *weights; /* the rows that were drawn */
	size_t *first_point; /* of each cluster */
	uint32_t *order; /* of the rows, as they are measured */
	uint64_t *near;  /* the clusters near each row; NULL: there are too many to tell */
	double *values;  /* each row's silhouette */
};

const char *silhouette_sampling_check(const struct silhouette_sampling *options)
{
	if (!(options->delta > 0 && options->delta < 1))
		return "delta must lie between 0 and 1";
	if (options->t == 0 && !(options->epsilon > 0 && options->epsilon < 1))
		return "epsilon must lie between 0 and 1";
	return NULL;
}

static double log_of_risk(const struct work *work)
{
	return seg_log((double)work->count.rows * (double)work->count.clusters / work->delta);
}

static size_t sample_size(const struct work *work, double epsilon)
{
	double t = ceil(log_of_risk(work) / (epsilon * epsilon));
	/* More than all rows is no more than all rows. */
	return t < (double)work->rows ? (size_t)t : work->rows;
}

static void work_free(struct work *work)
{
	free(work->sizes);
	free(work->random);
	free(work->pilots);
	free(work->first_pilot);
	free(work->pilot_sums);
	free(work->probability);
	free(work->points);
	free(work->weights);
	free(work->first_point);
	free(work->values);
	free(work->order);
	free(work->near);
}

static bool work_create(struct work *work, const struct matrix *features,
                        const struct labelling *labelling,
                        const struct silhouette_sampling *options, struct failure *why)
{
	*work = (struct work){ .features = features, .labels = labelling->labels,
	                       .rows = features->rows, .cols = features->cols,
	                       .k = labelling->k, .delta = options->delta };
	work->sizes = malloc((work->k + 1) * sizeof *work->sizes);
	work->random = malloc((work->k + 1) * sizeof *work->random);
	work->first_pilot = malloc((work->k + 2) * sizeof *work->first_pilot);
	work->probability = malloc((work->rows + 1) * sizeof *work->probability);
	work->values = malloc((work->rows + 1) * sizeof *work->values);
	if (work->sizes == NULL || work->random == NULL || work->first_pilot == NULL
	    || work->probability == NULL || work->values == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < work->rows; i++)
		work->values[i] = NAN; /* noise */
	if (work->rows > UINT32_MAX)
		return fail(why, "more than %lu rows", (unsigned long)UINT32_MAX);
	if (!labelling_count(labelling, work->rows, work->sizes, &work->count, why))
		return false;
	const char *reason = labelling_incomparable(&work->count);
	if (reason != NULL)
		return fail(why, "no silhouette: %s", reason);
	work->t = options->t > 0 ? options->t : sample_size(work, options->epsilon);
	for (size_t c = 0; c < work->k; c++)
		random_seed(&work->random[c], options->seed, c);
	return true;
}

/* Draws each row with its probability, in the order of the rows, and returns
 * how many were drawn; the others' probability becomes 0. */
static size_t draw(struct work *work)
{
	size_t drawn = 0;
	for (size_t i = 0; i < work->rows; i++) {
		double p = work->probability[i];
		if (p > 0 && p < 1 && random_unit(&work->random[work->labels[i]]) >= p)
			work->probability[i] = 0;
		drawn += work->probability[i] > 0;
	}
	return drawn;
}

static bool draw_pilots(struct work *work, struct failure *why)
{
	double expected = 2 * seg_log(2 * (double)work->count.clusters / work->delta);
	for (size_t i = 0; i < work->rows; i++) {
		int32_t label = work->labels[i];
		bool sampled = label >= 0 && work->sizes[label] > work->t;
		work->probability[i] = sampled ? expected / (double)work->sizes[label] : 0;
	}
	size_t pilots = draw(work);
	work->pilots = malloc((pilots + 1) * sizeof *work->pilots);
	work->pilot_sums = calloc(pilots + 1, sizeof *work->pilot_sums);
	if (work->pilots == NULL || work->pilot_sums == NULL)
		return fail_memory(why);
	/* Counted two places ahead, so that filling leaves each start in place. */
	for (size_t c = 0; c < work->k + 2; c++)
		work->first_pilot[c] = 0;
	for (size_t i = 0; i < work->rows; i++)
		if (work->probability[i] > 0)
			work->first_pilot[work->labels[i] + 2]++;
	for (size_t c = 2; c <= work->k; c++)
		work->first_pilot[c] += work->first_pilot[c - 1];
	for (size_t i = 0; i < work->rows; i++)
		if (work->probability[i] > 0)
			work->pilots[work->first_pilot[work->labels[i] + 1]++] = i;
	return true;
}

static double distance(const struct matrix *matrix, size_t i, size_t j)
{
	double sum = 0;
	for (size_t col = 0; col < matrix->cols; col++) {
		const double *x = matrix_column(matrix, col);
		sum += (x[i] - x[j]) * (x[i] - x[j]);
	}
	return sqrt(sum);
}

/* Adds the distances of row i to the sums of its cluster's pilots. */
static void add_to_pilots(const struct work *work, size_t i, double *sums)
{
	int32_t label = work->labels[i];
	if (label < 0)
		return;
	for (size_t s = work->first_pilot[label]; s < work->first_pilot[label + 1]; s++)
		sums[s] += distance(work->features, i, work->pilots[s]);
}

/* W of every pilot; partial results by blocks of rows, added in order. */
static bool sum_to_pilots(struct work *work, int threads, struct failure *why)
{
	size_t pilots = work->first_pilot[work->k];
	size_t block = work->rows / BLOCKS + 1 > MIN_BLOCK ? work->rows / BLOCKS + 1 : MIN_BLOCK;
	size_t blocks = (work->rows + block - 1) / block;
	double *parts = calloc(blocks * pilots + 1, sizeof *parts);
	if (parts == NULL)
		return fail_memory(why);
	(void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t b = 0; b < blocks; b++)
		for (size_t i = b * block; i < work->rows && i < (b + 1) * block; i++)
			add_to_pilots(work, i, parts + b * pilots);
	for (size_t b = 0; b < blocks; b++)
		for (size_t s = 0; s < pilots; s++)
			work->pilot_sums[s] += parts[b * pilots + s];
	free(parts);
	return true;
}

static double probability_of_row(const struct work *work, size_t i)
{
	int32_t label = work->labels[i];
	if (label < 0)
		return 0;
	if (work->sizes[label] <= work->t)
		return 1;
	/* Without pilots, which is rare, all rows of the cluster are alike. */
	double share = 1 / (double)work->sizes[label];
	for (size_t s = work->first_pilot[label]; s < work->first_pilot[label + 1]; s++)
		if (work->pilot_sums[s] > 0) {
			double far = distance(work->features, i, work->pilots[s]);
			share = fmax(share, far / work->pilot_sums[s]);
		}
	double p = (double)work->t * share;
	return p < 1 ? p : 1;
}

/* Where the points of each cluster begin, and in the end how many there are. */
static void count_points(struct work *work)
{
	memset(work->first_point, 0, (work->k + 2) * sizeof *work->first_point);
	for (size_t i = 0; i < work->rows; i++)
		if (work->probability[i] > 0)
			work->first_point[work->labels[i] + 2]++;
	for (size_t c = 2; c < work->k + 2; c++)
		work->first_point[c] += work->first_point[c - 1];
}

/* Draws the sample and lays it out for distance_sums(). */
static bool draw_points(struct work *work, int threads, struct points *points,
                        struct failure *why)
{
	(void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t i = 0; i < work->rows; i++)
		work->probability[i] = probability_of_row(work, i);
	size_t n = draw(work);
	if (n > SIZE_MAX / sizeof(double) / (work->cols + 1))
		return fail_memory(why);
	work->points = malloc((n * work->cols + 1) * sizeof *work->points);
	work->weights = malloc((n + 1) * sizeof *work->weights);
	work->first_point = malloc((work->k + 2) * sizeof *work->first_point);
	if (work->points == NULL || work->weights == NULL || work->first_point == NULL)
		return fail_memory(why);
	count_points(work);
	for (size_t i = 0; i < work->rows; i++) {
		if (work->probability[i] == 0)
			continue;
		/* Counted two places ahead, so that filling leaves each start in place. */
		size_t at = work->first_point[work->labels[i] + 1]++;
		for (size_t col = 0; col < work->cols; col++)
			work->points[at * work->cols + col] = matrix_column(work->features, col)[i];
		work->weights[at] = 1 / work->probability[i];
	}
	*points = (struct points){ .n = n, .cols = work->cols, .groups = work->k,
	                           .values = work->points, .weights = work->weights,
	                           .first = work->first_point };
	return true;
}

/* The rows in clusters, those next to each other that have the same ones near. */
static bool order_rows(struct work *work, const struct labelling *labelling, int threads,
                       struct asking_rows *from, struct failure *why)
{
	size_t *start = calloc(work->k + 2, sizeof *start);
	uint32_t *scratch = malloc((work->rows + 1) * sizeof *scratch);
	work->order = malloc((work->rows + 1) * sizeof *work->order);
	work->near = work->k <= NEAR_CLUSTERS ? malloc((work->rows + 1) * sizeof *work->near) : NULL;
	bool done = start != NULL && scratch != NULL && work->order != NULL
	    && (work->near != NULL || work->k > NEAR_CLUSTERS) ? true : fail_memory(why);
	if (done)
		labelling_group_rows(labelling, work->rows, start, work->order);
	if (done && work->near != NULL)
		done = near_clusters(work->features, labelling, threads, work->near, why);
	for (size_t c = 0; done && work->near != NULL && c < work->k; c++)
		row_kinds_sort(work->order + start[c], start[c + 1] - start[c], work->near, scratch);
	*from = (struct asking_rows){ work->features, work->order, work->count.rows, work->near };
	free(start);
	free(scratch);
	return done;
}

static void keep_tile(void *context, const uint32_t *rows, size_t count, const double *sums)
{
	struct work *work = context;
	for (size_t lane = 0; lane < count; lane++)
		work->values[rows[lane]] = silhouette_of_row(sums + lane, work->sizes, work->k,
		                                             work->labels[rows[lane]]);
}

bool silhouette_sample(const struct matrix *features, const struct labelling *labelling,
                       const struct silhouette_sampling *options, int threads,
                       const struct progress *progress, struct silhouette_estimate *estimate,
                       struct failure *why)
{
	const char *reason = silhouette_sampling_check(options);
	if (reason != NULL)
		return fail(why, "%s", reason);
	struct work work;
	struct points points = { 0 };
	struct asking_rows from;
	bool ok = work_create(&work, features, labelling, options, why)
	          && draw_pilots(&work, why)
	          && sum_to_pilots(&work, threads, why)
	          && draw_points(&work, threads, &points, why)
	          && order_rows(&work, labelling, threads, &from, why)
	          && distance_sums(&from, &points, threads, progress, keep_tile, &work, why)
	          && silhouette_of_labelling(labelling, work.values, work.rows, &estimate->score,
	                                     why);
	if (ok) {
		bool exact = points.n == work.count.rows;
		estimate->t = work.t;
		estimate->epsilon = exact ? 0 : sqrt(log_of_risk(&work) / (double)work.t);
		estimate->points = points.n;
	}
	work_free(&work);
	return ok;
}
