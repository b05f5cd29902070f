#include "quality/silhouette.h"

#include "quality/distance_sums.h"
#include "quality/silhouette_row.h"

#include <math.h>
#include <stdlib.h>

struct work {
	size_t rows, cols, count;
	const struct labelling *labellings;
	size_t *first_group; /* of each labelling; its k clusters, then one for its noise */
	size_t groups;
	size_t *sizes;     /* one a group */
	double *points;    /* rows of cols */
	double *weights;   /* all 1 */
	uint32_t *members; /* rows of count */
	double *values;    /* count columns of rows: the result */
};

static bool work_create(struct work *work, const struct matrix *features,
                        const struct labelling *labellings, size_t count, struct failure *why)
{
	size_t rows = features->rows, cols = features->cols;
	*work = (struct work){ .rows = rows, .cols = cols, .count = count,
	                       .labellings = labellings };
	work->first_group = malloc((count + 1) * sizeof *work->first_group);
	if (work->first_group == NULL)
		return fail_memory(why);
	for (size_t l = 0; l < count; l++) {
		work->first_group[l] = work->groups;
		work->groups += labellings[l].k + 1;
	}
	if (work->groups > UINT32_MAX || rows > SIZE_MAX / sizeof(double) / (cols + count + 1))
		return fail_memory(why);
	work->sizes = malloc((work->groups + 1) * sizeof *work->sizes);
	work->points = malloc((rows * cols + 1) * sizeof *work->points);
	work->weights = malloc((rows + 1) * sizeof *work->weights);
	work->members = malloc((rows * count + 1) * sizeof *work->members);
	work->values = malloc((rows * count + 1) * sizeof *work->values);
	if (work->sizes == NULL || work->points == NULL || work->weights == NULL
	    || work->members == NULL || work->values == NULL)
		return fail_memory(why);
	return true;
}

static void work_free(struct work *work)
{
	free(work->first_group);
	free(work->sizes);
	free(work->points);
	free(work->weights);
	free(work->members);
	free(work->values);
}

static bool check_labellings(struct work *work, struct failure *why)
{
	for (size_t l = 0; l < work->count; l++) {
		struct labelling_count count;
		if (!labelling_count(&work->labellings[l], work->rows,
		                     work->sizes + work->first_group[l], &count, why))
			return false;
		const char *reason = labelling_incomparable(&count);
		if (reason != NULL)
			return fail(why, "no silhouette: %s", reason);
	}
	return true;
}

static struct points lay_out_points(struct work *work, const struct matrix *features)
{
	for (size_t col = 0; col < work->cols; col++)
		for (size_t i = 0; i < work->rows; i++)
			work->points[i * work->cols + col] = matrix_column(features, col)[i];
	for (size_t i = 0; i < work->rows; i++)
		work->weights[i] = 1;
	for (size_t l = 0; l < work->count; l++) {
		const struct labelling *labelling = &work->labellings[l];
		for (size_t i = 0; i < work->rows; i++) {
			int32_t label = labelling->labels[i];
			size_t group = label >= 0 ? (size_t)label : labelling->k;
			work->members[i * work->count + l] =
			    (uint32_t)(work->first_group[l] + group);
		}
	}
	return (struct points){ .n = work->rows, .cols = work->cols, .groupings = work->count,
	                        .groups = work->groups, .values = work->points,
	                        .weights = work->weights, .members = work->members };
}

static void keep_tile(void *context, size_t first, size_t rows, const double *sums)
{
	struct work *work = context;
	for (size_t l = 0; l < work->count; l++)
		for (size_t lane = 0; lane < rows; lane++)
			work->values[l * work->rows + first + lane] =
			    silhouette_of_row(sums + work->first_group[l] * TILE + lane,
			                      work->sizes + work->first_group[l],
			                      work->labellings[l].k,
			                      work->labellings[l].labels[first + lane]);
}

bool silhouette(const struct matrix *features, const struct labelling *labellings, size_t count,
                int threads, const struct progress *progress, struct silhouette *scores,
                struct failure *why)
{
	struct work work;
	bool ok = work_create(&work, features, labellings, count, why)
	          && check_labellings(&work, why);
	if (ok) {
		struct points points = lay_out_points(&work, features);
		ok = distance_sums(features, &points, threads, progress, keep_tile, &work, why);
	}
	for (size_t l = 0; ok && l < count; l++)
		ok = silhouette_of_labelling(&labellings[l], work.values + l * work.rows,
		                             work.rows, &scores[l], why);
	work_free(&work);
	return ok;
}
