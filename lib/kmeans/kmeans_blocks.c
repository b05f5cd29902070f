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

/* What it takes to fill the blocks from the caller's rows. */
struct filling {
	struct kmeans_blocks *blocks;
	const struct matrix *x;
	const double *weights;
	const struct row_order *order;
	double *squares; /* of the centred values of each stretch, the sum */
	bool no_memory;
};

static void find_mean(void *context, size_t column)
{
	const struct filling *from = context;
	from->blocks->mean[column] = column_mean(matrix_column(from->x, column), from->x->rows);
}

/* Fills one column of a block from the column's stretch, and finds its edge of
 * the box.  Returns the sum of the squares. */
static double fill_column(struct kmeans_blocks *blocks, size_t block, size_t j,
                          const double *column, const uint16_t *source)
{
	struct kmeans_rows rows = kmeans_block(blocks, block);
	double *to = blocks->x + block * KMEANS_BLOCK * blocks->cols + j * KMEANS_TILE;
	double mean = blocks->mean[j];
	size_t edge = block * blocks->cols + j;
	for (size_t tile = 0; tile < KMEANS_BLOCK; tile += KMEANS_TILE, to += rows.tile)
		for (size_t lane = 0; lane < KMEANS_TILE; lane++)
			to[lane] = tile + lane < rows.count ? column[source[tile + lane]] - mean : 0;
	struct kmeans_extent extent = kmeans_rows_extent(&rows, j);
	blocks->low[edge] = extent.low;
	blocks->high[edge] = extent.high;
	return extent.squares;
}

static void fill_stretch(void *context, size_t i)
{
	struct filling *from = context;
	struct kmeans_blocks *blocks = from->blocks;
	struct row_order_stretch *stretch = malloc(sizeof *stretch);
	size_t first = i * ROW_ORDER_STRETCH, rows = blocks->rows - first;
	if (stretch == NULL) {
#pragma omp atomic write
		from->no_memory = true;
		return;
	}
	rows = rows < ROW_ORDER_STRETCH ? rows : ROW_ORDER_STRETCH;
	row_order_stretch(from->order, from->x, first, rows, stretch);
	for (size_t j = 0; j < blocks->cols; j++)
		for (size_t r = 0; r < rows; r += KMEANS_BLOCK)
			from->squares[i] += fill_column(blocks, (first + r) / KMEANS_BLOCK, j,
			                                matrix_column(from->x, j) + first,
			                                stretch->source + r);
	for (size_t r = 0; blocks->weights != NULL && r < rows; r++)
		blocks->weights[first + r] = from->weights[first + stretch->source[r]];
	free(stretch);
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
	blocks->weights = weighted ? calloc(blocks->count * KMEANS_BLOCK, sizeof(double)) : NULL;
	if (blocks->x == NULL || blocks->low == NULL || blocks->high == NULL || blocks->mean == NULL
	    || (weighted && blocks->weights == NULL))
		return fail_memory(why);
	return true;
}

/* Fills the blocks, which have their memory. */
static bool fill(struct filling *from, struct failure *why)
{
	struct kmeans_blocks *blocks = from->blocks;
	double cells = (double)blocks->rows * (double)blocks->cols, squares = 0;
	size_t stretches = (blocks->rows + ROW_ORDER_STRETCH - 1) / ROW_ORDER_STRETCH;
	from->squares = calloc(stretches + 1, sizeof *from->squares);
	if (from->squares == NULL)
		return fail_memory(why);
	kmeans_parallel(blocks->cols, blocks->threads, cells, find_mean, from);
	kmeans_parallel(stretches, blocks->threads, cells * ROW_ORDER_LEVELS, fill_stretch, from);
	for (size_t i = 0; i < stretches; i++)
		squares += from->squares[i];
	blocks->mean_variance = squares / (double)blocks->rows / (double)blocks->cols;
	free(from->squares);
	return from->no_memory ? fail_memory(why) : true;
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
	if (!allocate(blocks, x, weights != NULL, why))
		return false;
	struct row_order order;
	row_order_choose(&order, x);
	return fill(&(struct filling){ .blocks = blocks, .x = x, .weights = weights, .order = &order },
	            why);
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
