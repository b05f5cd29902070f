#include "command/segment_numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool segment_numbers_check(const struct segment_model *earlier,
                           const struct segment_model *model, struct failure *why)
{
	const struct header *names = &model->features, *others = &earlier->features;
	for (size_t i = 0; i < others->count; i++)
		if (header_find(names, others->names[i]) == names->count)
			return fail(why, "%s: the features differ: '%s' is none of the features of this fit",
			            earlier->path, others->names[i]);
	for (size_t i = 0; i < names->count; i++)
		if (header_find(others, names->names[i]) == others->count)
			return fail(why, "%s: the features differ: '%s' is no feature of that model",
			            earlier->path, names->names[i]);
	if (names->count != others->count)
		return fail(why, "%s: the features differ: %zu of them there, %zu here", earlier->path,
		            others->count, names->count);
	return earlier->k <= SEGMENT_MATCH_LIMIT
	    || fail(why, "%s: --match is for at most %d segments", earlier->path,
	            SEGMENT_MATCH_LIMIT);
}

/* How feature i of the model stands to feature e of the earlier one: the same
 * numbers, or numbers to convert. */
static bool must_convert(const struct segment_model *earlier, size_t e,
                         const struct segment_model *model, size_t i)
{
	return earlier->scaling_known[e] && model->scaling_known[i]
	    && !scaling_same(&earlier->scaling[e], &model->scaling[i]);
}

const char *segment_numbers_scaling(const struct segment_model *earlier,
                                    const struct segment_model *model)
{
	const char *word = "same";
	for (size_t e = 0; e < earlier->features.count; e++) {
		const char *name = earlier->features.names[e];
		size_t i = header_find(&model->features, name);
		if (must_convert(earlier, e, model, i))
			return "converted";
		if (column_is_model(name) && !(earlier->scaling_known[e] && model->scaling_known[i]))
			word = "unknown";
	}
	return word;
}

/* Through the raw unit; where both or neither take logarithms, without them. */
static void convert(const struct scaler_column *from, const struct scaler_column *to,
                    const double *in, double *out, size_t n)
{
	struct scaler_column a = *from, b = *to;
	if (a.log == b.log)
		a.log = b.log = false;
	for (size_t i = 0; i < n; i++)
		out[i] = scaler_transform(&b, scaler_inverse(&a, in[i]));
}

static bool lay_out(const struct segment_model *earlier, const struct segment_model *model,
                    const struct matrix *x, struct matrix *moved, struct failure *why)
{
	if (!matrix_create(moved, x->rows, x->cols, why))
		return false;
	for (size_t e = 0; e < x->cols; e++) {
		const char *name = earlier->features.names[e];
		size_t i = header_find(&model->features, name);
		const double *in = matrix_column(x, i);
		double *out = matrix_column(moved, e);
		if (!must_convert(earlier, e, model, i)) {
			memcpy(out, in, x->rows * sizeof *out);
			continue;
		}
		convert(&model->scaling[i], &earlier->scaling[e], in, out, x->rows);
		for (size_t row = 0; row < x->rows; row++)
			if (!isfinite(out[row]))
				return fail(why, "%s: column '%s', row %zu: %.9g has no place in the scaling "
				            "of that model", earlier->path, name, row + 1, in[row]);
	}
	return true;
}

/* How far a segment reaches, squared: to its farthest row, and where that is
 * less, half the way to the next centroid (for a segment of one row, or of rows
 * all alike, has no extent of its own). */
static double squared_reach(const struct segment_model *model, size_t segment)
{
	size_t cols = model->features.count;
	const double *centre = model->centroids + segment * cols;
	double reach = model->farthest[segment] * model->farthest[segment], next = INFINITY;
	for (size_t c = 0; c < model->k; c++) {
		double squared = 0;
		for (size_t j = 0; j < cols; j++) {
			double apart = model->centroids[c * cols + j] - centre[j];
			squared += apart * apart;
		}
		if (c != segment)
			next = fmin(next, squared);
	}
	return isfinite(next) ? fmax(reach, next / 4) : reach;
}

static bool label_rows(const struct segment_model *earlier, const struct matrix *moved,
                       int threads, int32_t *labels, struct failure *why)
{
	double *squared = malloc((moved->rows + 1) * sizeof *squared);
	double *reach = calloc(earlier->k + 1, sizeof *reach);
	bool made = (squared != NULL && reach != NULL) || fail_memory(why);
	if (made)
		kmeans_assign(earlier->centroids, earlier->k, moved, threads, labels, squared);
	for (size_t c = 0; made && c < earlier->k; c++)
		reach[c] = squared_reach(earlier, c);
	/* The rounding of a root and its square must not put the farthest row outside. */
	for (size_t row = 0; made && row < moved->rows; row++)
		if (squared[row] > reach[labels[row]] * (1 + 1e-9))
			labels[row] = -1;
	free(squared);
	free(reach);
	return made;
}

bool segment_numbers_keep(struct run *run, const struct segment_model *earlier,
                          struct segment_model *model, const struct matrix *x,
                          const int32_t *labels, struct segment_match *match)
{
	struct matrix moved = { 0 };
	struct failure *why = &run->why;
	int32_t *earlier_labels = malloc((x->rows + 1) * sizeof *earlier_labels);
	bool kept = (earlier_labels != NULL || fail_memory(why))
	    && lay_out(earlier, model, x, &moved, why)
	    && label_rows(earlier, &moved, run_threads(run), earlier_labels, why);
	matrix_free(&moved);
	kept = kept && segment_match_find(match, earlier_labels, earlier->numbers, earlier->k,
	                                  earlier->next_number, labels, model->k, x->rows, why);
	free(earlier_labels);
	if (kept) {
		memcpy(model->numbers, match->numbers, model->k * sizeof *model->numbers);
		model->next_number = match->next_number;
	}
	return kept;
}
