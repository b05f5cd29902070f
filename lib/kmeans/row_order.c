#include "kmeans/row_order.h"

enum {
	CELL_ROWS = 64,  /* about so many rows a cell, unless that takes too many levels */
	SAMPLE_ROWS = 4, /* rows of the sample for each cell */
};

/* The column whose values vary most within the sampled rows, and their mean. */
static void choose_cut(const struct matrix *x, const uint32_t *sample, size_t count,
                       size_t *column, double *at)
{
	double widest = -1;
	*column = 0;
	*at = 0;
	for (size_t j = 0; j < x->cols; j++) {
		const double *values = matrix_column(x, j);
		double sum = 0, squares = 0;
		for (size_t s = 0; s < count; s++)
			sum += values[sample[s]];
		double mean = count > 0 ? sum / (double)count : 0;
		for (size_t s = 0; s < count; s++)
			squares += (values[sample[s]] - mean) * (values[sample[s]] - mean);
		if (squares > widest) {
			widest = squares;
			*column = j;
			*at = mean;
		}
	}
}

static void cut_node(const struct matrix *x, struct row_order *order, size_t node, uint32_t *sample,
                     size_t count)
{
	if (node >> order->levels != 0)
		return;
	choose_cut(x, sample, count, &order->column[node], &order->at[node]);
	const double *values = matrix_column(x, order->column[node]);
	size_t low = 0;
	for (size_t s = 0; s < count; s++) {
		if (!(values[sample[s]] > order->at[node])) {
			uint32_t row = sample[s];
			sample[s] = sample[low];
			sample[low++] = row;
		}
	}
	cut_node(x, order, 2 * node, sample, low);
	cut_node(x, order, 2 * node + 1, sample + low, count - low);
}

void row_order_choose(struct row_order *order, const struct matrix *x)
{
	uint32_t sample[SAMPLE_ROWS << ROW_ORDER_LEVELS];
	order->levels = 0;
	while (order->levels < ROW_ORDER_LEVELS && x->rows >> order->levels > CELL_ROWS)
		order->levels++;
	size_t count = (size_t)SAMPLE_ROWS << order->levels;
	count = count < x->rows ? count : x->rows;
	for (size_t s = 0; s < count; s++)
		sample[s] = (uint32_t)(s * (x->rows / count));
	cut_node(x, order, 1, sample, count);
}

/* Finds the cells of a run of rows level by level, so that the processor need
 * not wait for one row's way down. */
enum { RUN = 1024 };
static void find_cells(const struct row_order *order, const struct matrix *x, size_t first,
                       size_t rows, uint16_t *cell)
{
	for (size_t i = 0; i < rows; i++)
		cell[i] = 1;
	for (size_t level = 0; level < order->levels; level++) {
		for (size_t i = 0; i < rows; i++) {
			size_t node = cell[i];
			double value = x->data[order->column[node] * x->stride + first + i];
			cell[i] = (uint16_t)(2 * node + (value > order->at[node]));
		}
	}
	for (size_t i = 0; i < rows; i++)
		cell[i] = (uint16_t)(cell[i] - (1 << order->levels));
}

void row_order_stretch(const struct row_order *order, const struct matrix *x, size_t first,
                       size_t rows, struct row_order_stretch *stretch)
{
	uint32_t next[(1 << ROW_ORDER_LEVELS) + 1] = { 0 };
	for (size_t i = 0; i < rows; i += RUN)
		find_cells(order, x, first + i, rows - i < RUN ? rows - i : RUN, stretch->cell + i);
	for (size_t i = 0; i < rows; i++)
		next[stretch->cell[i] + 1]++;
	for (size_t c = 0; c < 1 << ROW_ORDER_LEVELS; c++)
		next[c + 1] += next[c];
	for (size_t i = 0; i < rows; i++)
		stretch->source[next[stretch->cell[i]]++] = (uint16_t)i;
}
