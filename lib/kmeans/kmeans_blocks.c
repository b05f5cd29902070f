#include "kmeans/kmeans_blocks.h"

#include "base/vector.h"
#include "kmeans/kmeans_parallel.h"
#include "kmeans/row_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double column_mean(const double *values, size_t rows)
{
	double sum = 0;
	for (size_t i = 0; i < rows; i += KMEANS_BLOCK)
		sum += kmeans_block_sum(values + i, rows - i < KMEANS_BLOCK ? rows - i : KMEANS_BLOCK);
	return sum / (double)rows;
}

/* The mean over the columns of their variance. */
static double mean_variance(const struct kmeans_blocks *blocks)
{
	size_t size = KMEANS_BLOCK * blocks->cols;
	double sum = 0;
	for (size_t b = 0; b < blocks->count; b++) {
		for (size_t s = 0; s < size; s += KMEANS_BLOCK) {
			const double *values = blocks->x + b * size + s;
			double squares[KMEANS_BLOCK];
			for (size_t i = 0; i < KMEANS_BLOCK; i++)
				squares[i] = values[i] * values[i];
			sum += kmeans_block_sum(squares, KMEANS_BLOCK);
		}
	}
	return sum / (double)blocks->rows / (double)blocks->cols;
}

/* What it takes to fill the blocks from the caller's rows. */
struct filling {
	struct kmeans_blocks *blocks;
	const struct matrix *x;
	const double *weights;
	struct row_order order;
	bool no_memory;
};

static void find_mean(void *context, size_t column)
{
	const struct filling *from = context;
	from->blocks->mean[column] = column_mean(matrix_column(from->x, column), from->x->rows);
}

/* Fills one column of a block from the values halfway, and finds its edge of
 * the box. */
static void fill_column(const struct filling *from, size_t block, size_t j, const double *halfway)
{
	struct kmeans_blocks *blocks = from->blocks;
	const uint32_t *source = from->order.source + block * KMEANS_BLOCK;
	double *to = blocks->x + block * KMEANS_BLOCK * blocks->cols + j * KMEANS_TILE;
	double mean = blocks->mean[j], low = INFINITY, high = -INFINITY;
	size_t rows = kmeans_block(blocks, block).count;
	for (size_t i = 0; i < KMEANS_BLOCK; i++) {
		double value = i < rows ? halfway[source[i]] - mean : 0;
		to[i / KMEANS_TILE * KMEANS_TILE * blocks->cols + i % KMEANS_TILE] = value;
		low = i < rows && value < low ? value : low;
		high = i < rows && value > high ? value : high;
	}
	blocks->low[block * blocks->cols + j] = low;
	blocks->high[block * blocks->cols + j] = high;
}

/* Fills one column of a stretch of the order; the column after the last is
 * that of the weights. */
static void fill_stretch(void *context, size_t i)
{
	struct filling *from = context;
	struct kmeans_blocks *blocks = from->blocks;
	size_t stretch = i / (blocks->cols + 1), column = i % (blocks->cols + 1);
	size_t first = stretch * ROW_ORDER_STRETCH, end = first + ROW_ORDER_STRETCH;
	const double *values = column < blocks->cols ? matrix_column(from->x, column) : from->weights;
	if (values == NULL)
		return;
	if (end > blocks->rows)
		end = blocks->rows;
	double *halfway = malloc((end - first) * sizeof *halfway);
	if (halfway == NULL) {
#pragma omp atomic write
		from->no_memory = true;
		return;
	}
	row_order_apply(&from->order, stretch, values, halfway);
	for (size_t r = first; r < end && column < blocks->cols; r += KMEANS_BLOCK)
		fill_column(from, r / KMEANS_BLOCK, column, halfway);
	for (size_t r = first; r < end && column == blocks->cols; r++)
		blocks->weights[r] = halfway[from->order.source[r]];
	free(halfway);
}

static bool allocate(struct kmeans_blocks *blocks, const struct matrix *x, bool weighted,
                     struct failure *why)
{
	if (blocks->count > SIZE_MAX / KMEANS_BLOCK / sizeof(double) / x->cols)
		return fail_memory(why);
	blocks->x = aligned_alloc(64, blocks->count * x->cols * KMEANS_BLOCK * sizeof(double));
	blocks->low = malloc((blocks->count * x->cols + 1) * sizeof(double));
	blocks->high = malloc((blocks->count * x->cols + 1) * sizeof(double));
	blocks->mean = malloc((x->cols + 1) * sizeof(double));
	blocks->weights = weighted ? malloc((x->rows + 1) * sizeof(double)) : NULL;
	if (blocks->x == NULL || blocks->low == NULL || blocks->high == NULL || blocks->mean == NULL
	    || (weighted && blocks->weights == NULL))
		return fail_memory(why);
	return true;
}

bool kmeans_blocks_create(struct kmeans_blocks *blocks, const struct matrix *x,
                          const double *weights, int threads, struct failure *why)
{
	*blocks = (struct kmeans_blocks){
		.rows = x->rows, .cols = x->cols, .threads = threads, .heaviest = weights == NULL,
	};
	for (size_t i = 0; weights != NULL && i < x->rows; i++)
		blocks->heaviest = weights[i] > blocks->heaviest ? weights[i] : blocks->heaviest;
	blocks->count = (x->rows + KMEANS_BLOCK - 1) / KMEANS_BLOCK;
	struct filling from = { .blocks = blocks, .x = x, .weights = weights };
	if (!allocate(blocks, x, weights != NULL, why)
	    || !row_order_create(&from.order, x, threads, why)) {
		row_order_free(&from.order);
		return false;
	}
	double cells = (double)x->rows * (double)x->cols;
	size_t stretches = (x->rows + ROW_ORDER_STRETCH - 1) / ROW_ORDER_STRETCH;
	kmeans_parallel(x->cols, threads, cells, find_mean, &from);
	kmeans_parallel(stretches * (x->cols + 1), threads, cells, fill_stretch, &from);
	row_order_free(&from.order);
	if (from.no_memory)
		return fail_memory(why);
	blocks->mean_variance = mean_variance(blocks);
	return true;
}

void kmeans_blocks_free(struct kmeans_blocks *blocks)
{
	free(blocks->x);
	free(blocks->weights);
	free(blocks->low);
	free(blocks->high);
	free(blocks->mean);
	*blocks = (struct kmeans_blocks){ 0 };
}

const double *kmeans_block_weights(const struct kmeans_blocks *blocks, size_t block)
{
	static const double ones[KMEANS_BLOCK] = {
#define ONES_8 1, 1, 1, 1, 1, 1, 1, 1
#define ONES_64 ONES_8, ONES_8, ONES_8, ONES_8, ONES_8, ONES_8, ONES_8, ONES_8
		ONES_64, ONES_64
	};
	return blocks->weights != NULL ? blocks->weights + block * KMEANS_BLOCK : ones;
}

/* Far more than the relative rounding of a squared distance, however many
 * columns there are; what it lets through costs next to nothing. */
static const double ROUNDING = 1e-9;

bool kmeans_block_within(const struct kmeans_blocks *blocks, size_t block, const double *point,
                         double reach)
{
	const double *low = blocks->low + block * blocks->cols;
	const double *high = blocks->high + block * blocks->cols;
	double distance = 0;
	for (size_t j = 0; j < blocks->cols; j++) {
		double below = low[j] - point[j], above = point[j] - high[j];
		double apart = below > above ? below : above;
		distance += apart > 0 ? apart * apart : 0;
	}
	return distance * (1 - ROUNDING) <= reach;
}

/* The least and the greatest squared distance from each centroid to the box. */
VECTOR_CLONES
static void box_distances(const double *low, const double *high, size_t cols,
                          const double *by_column, size_t k, double *restrict least,
                          double *restrict greatest)
{
	for (size_t c = 0; c < k; c++)
		least[c] = greatest[c] = 0;
	for (size_t j = 0; j < cols; j++) {
		const double *values = by_column + j * k;
		double from = low[j], to = high[j];
		for (size_t c = 0; c < k; c++) {
			double below = from - values[c], above = values[c] - to;
			double near = below > above ? below : above;
			near = near > 0 ? near : 0;
			double far = below < above ? below : above;
			least[c] += near * near;
			greatest[c] += far * far;
		}
	}
}

/* Whether every point of the box is nearer to centroid z than to c, by more
 * than the distances' rounding (`slack`).  The difference of the two squared
 * distances is linear, so its least value lies at the corner towards c. */
static bool loses(const double *low, const double *high, size_t cols, const double *by_column,
                  size_t k, size_t c, size_t z, double slack)
{
	double lead = 0;
	for (size_t j = 0; j < cols; j++) {
		double to_c = by_column[j * k + c], to_z = by_column[j * k + z];
		double corner = to_c > to_z ? high[j] : low[j];
		lead += (corner - to_c) * (corner - to_c) - (corner - to_z) * (corner - to_z);
	}
	return lead > slack;
}

size_t kmeans_block_candidates(const struct kmeans_blocks *blocks, size_t block,
                               const double *by_column, size_t k, double *scratch,
                               int32_t *candidates, double *reach)
{
	size_t cols = blocks->cols, count = 0, kept = 0, best = 0;
	const double *low = blocks->low + block * cols, *high = blocks->high + block * cols;
	double *least = scratch, *greatest = scratch + k;
	box_distances(low, high, cols, by_column, k, least, greatest);
	for (size_t c = 1; c < k; c++)
		if (greatest[c] < greatest[best])
			best = c;
	*reach = greatest[best];
	for (size_t c = 0; c < k; c++)
		if (least[c] * (1 - ROUNDING) <= greatest[best])
			candidates[count++] = (int32_t)c;
	for (size_t m = 0; m < count; m++) {
		size_t c = (size_t)candidates[m];
		double slack = ROUNDING * (greatest[c] + greatest[best]);
		if (c == best || !loses(low, high, cols, by_column, k, c, best, slack))
			candidates[kept++] = candidates[m];
	}
	return kept;
}
