#include "summary/scaler.h"

#include "base/quantile.h"
#include "base/team.h"
#include "base/vector.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	BLOCK = 4096, /* rows whose sum is one partial result */
	LANES = 8,    /* sums side by side within a block */
};

static const char *const method_names[] = {
	[SCALER_STANDARD] = "standard",
	[SCALER_MINMAX] = "minmax",
	[SCALER_ROBUST] = "robust",
	[SCALER_NONE] = "none",
};

bool scaler_method_named(const char *name, enum scaler_method *method)
{
	for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++)
		if (strcmp(name, method_names[i]) == 0) {
			*method = (enum scaler_method)i;
			return true;
		}
	return false;
}

const char *scaler_method_name(enum scaler_method method)
{
	return method_names[method];
}

size_t scaler_first_without_log(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(values[i] > -1))
			return i;
	return n;
}

size_t scaler_largest(const double *values, size_t n)
{
	size_t largest = 0;
	for (size_t i = 1; i < n; i++)
		if (fabs(values[i]) > fabs(values[largest]))
			largest = i;
	return largest;
}

/* The sum of the differences from `centre`, and of their squares. */
struct moments {
	double sum, squares;
};

VECTOR_CLONES
static struct moments block_moments(const double *values, size_t n, double centre)
{
	double sums[LANES] = { 0 }, squares[LANES] = { 0 };
	size_t whole = n / LANES * LANES;
	for (size_t i = 0; i < whole; i += LANES)
		for (size_t lane = 0; lane < LANES; lane++) {
			double difference = values[i + lane] - centre;
			sums[lane] += difference;
			squares[lane] += difference * difference;
		}
	for (size_t i = whole; i < n; i++) {
		double difference = values[i] - centre;
		sums[i - whole] += difference;
		squares[i - whole] += difference * difference;
	}
	struct moments total = { 0 };
	for (size_t lane = 0; lane < LANES; lane++) {
		total.sum += sums[lane];
		total.squares += squares[lane];
	}
	return total;
}

/* `parts` holds one place for each block.  They are added in order, whoever
 * worked them out. */
static struct moments column_moments(const double *values, size_t n, double centre,
                                     struct moments *parts, int threads)
{
	size_t blocks = (n + BLOCK - 1) / BLOCK;
	threads = team_size(threads, (double)n);
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t block = 0; block < blocks; block++) {
		size_t first = block * BLOCK;
		size_t rows = n - first < BLOCK ? n - first : BLOCK;
		parts[block] = block_moments(values + first, rows, centre);
	}
	struct moments total = { 0 };
	for (size_t block = 0; block < blocks; block++) {
		total.sum += parts[block].sum;
		total.squares += parts[block].squares;
	}
	return total;
}

static bool fit_standard(const double *values, size_t n, int threads,
                         struct scaler_column *column, struct failure *why)
{
	struct moments *parts = malloc((n / BLOCK + 1) * sizeof *parts);
	if (parts == NULL)
		return fail_memory(why);
	double count = (double)n;
	/* Differences from the first value keep the sums small. */
	double rough = values[0] + column_moments(values, n, values[0], parts, threads).sum / count;
	struct moments m = column_moments(values, n, rough, parts, threads);
	free(parts);
	double mean = rough + m.sum / count;
	double variance = (m.squares - m.sum * (m.sum / count)) / count;
	double rounding = count * mean * DBL_EPSILON;
	bool constant = isfinite(variance)
	    && variance <= count * DBL_EPSILON * variance + rounding * rounding;
	column->offset = mean;
	column->scale = constant ? 1 : sqrt(variance);
	return true;
}

static void fit_minmax(const double *values, size_t n, struct scaler_column *column)
{
	double low = values[0], high = values[0];
	for (size_t i = 1; i < n; i++) {
		low = values[i] < low ? values[i] : low;
		high = values[i] > high ? values[i] : high;
	}
	column->offset = low + 0.0; /* of -0 and 0 either may have come first */
	column->scale = high > low ? high - low : 1;
}

static void fit_robust(double *scratch, size_t n, struct scaler_column *column)
{
	double spread = quantile(scratch, n, 0.75) - quantile(scratch, n, 0.25);
	column->offset = quantile(scratch, n, 0.5);
	column->scale = spread > 0 ? spread : 1;
}

/* A copy of f(values), to be freed by the caller; NULL when out of memory. */
static double *copy_in_model_unit(const double *values, size_t n, bool log, int threads)
{
	if (n > SIZE_MAX / sizeof(double))
		return NULL;
	double *copy = malloc(n * sizeof *copy);
	if (copy == NULL)
		return NULL;
	struct scaler_column unit = { .offset = 0, .scale = 1, .log = log };
	scaler_transform_column(&unit, values, copy, n, threads);
	return copy;
}

static bool fit_values(enum scaler_method method, const double *values, double *scratch,
                       size_t n, int threads, struct scaler_column *column, struct failure *why)
{
	column->offset = 0;
	column->scale = 1;
	if (method == SCALER_STANDARD && !fit_standard(values, n, threads, column, why))
		return false;
	if (method == SCALER_MINMAX)
		fit_minmax(values, n, column);
	if (method == SCALER_ROBUST)
		fit_robust(scratch, n, column);
	return true;
}

/* Fails where something overflowed: in the fit, or with a small distance
 * between the quartiles in what is far from them. */
static bool check_size(enum scaler_method method, const double *values, size_t n,
                       const struct scaler_column *column, size_t *row, struct failure *why)
{
	size_t bad = n;
	if (!isfinite(column->offset) || !isfinite(column->scale))
		bad = scaler_largest(values, n);
	for (size_t i = 0; method == SCALER_ROBUST && bad == n && i < n; i++)
		if (!isfinite(scaler_transform(column, values[i])))
			bad = i;
	*row = bad;
	return bad == n || fail(why, "too large to scale");
}

bool scaler_fit_column(enum scaler_method method, const double *values, size_t n,
                       int threads, struct scaler_column *column, size_t *row,
                       struct failure *why)
{
	*row = n;
	if (n == 0)
		return fail(why, "no rows to fit the scale on");
	*row = column->log ? scaler_first_without_log(values, n) : n;
	if (*row < n)
		return fail(why, "no logarithm of 1 + x");
	if (method == SCALER_NONE || (!column->log && method != SCALER_ROBUST))
		return fit_values(method, values, NULL, n, threads, column, why)
		    && check_size(method, values, n, column, row, why);
	double *scratch = copy_in_model_unit(values, n, column->log, threads);
	if (scratch == NULL)
		return fail_memory(why);
	bool ok = fit_values(method, scratch, scratch, n, threads, column, why);
	free(scratch);
	return ok && check_size(method, values, n, column, row, why);
}

bool scaler_fit(enum scaler_method method, const struct matrix *matrix, int threads,
                struct scaler_column *columns, size_t *col, size_t *row, struct failure *why)
{
	for (*col = 0; *col < matrix->cols; ++*col)
		if (!scaler_fit_column(method, matrix_column(matrix, *col), matrix->rows, threads,
		                       &columns[*col], row, why))
			return false;
	return true;
}

static void transform_block(const struct scaler_column *column, const double *in, double *out,
                            size_t n)
{
	struct scaler_column held = *column; /* which `out` cannot overlap */
	for (size_t i = 0; i < n; i++)
		out[i] = scaler_transform(&held, in[i]);
}

void scaler_transform_column(const struct scaler_column *column, const double *in, double *out,
                             size_t n, int threads)
{
	threads = team_size(threads, 10.0 * (double)n);
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t first = 0; first < n; first += BLOCK)
		transform_block(column, in + first, out + first, n - first < BLOCK ? n - first : BLOCK);
}
