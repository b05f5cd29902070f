#include "kmeans/row_order.h"

#include "kmeans/kmeans_parallel.h"

#include <stdlib.h>

enum {
	CELL_ROWS = 64,   /* about so many rows a cell, */
	MAX_LEVELS = 12,  /* unless that would take more cuts than these; */
	SAMPLE_ROWS = 4,  /* rows of the sample for each cell */
	HALFWAY_LEVELS = 6, /* the levels that decide where a row goes first */
};

struct cuts {
	size_t levels;
	size_t column[1 << MAX_LEVELS]; /* of inner node 1, 2, ...; its halves are 2n and 2n + 1 */
	double at[1 << MAX_LEVELS];
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

static void cut_node(const struct matrix *x, struct cuts *cuts, size_t node, uint32_t *sample,
                     size_t count)
{
	if (node >> cuts->levels != 0)
		return;
	choose_cut(x, sample, count, &cuts->column[node], &cuts->at[node]);
	const double *values = matrix_column(x, cuts->column[node]);
	size_t low = 0;
	for (size_t s = 0; s < count; s++) {
		if (!(values[sample[s]] > cuts->at[node])) {
			uint32_t row = sample[s];
			sample[s] = sample[low];
			sample[low++] = row;
		}
	}
	cut_node(x, cuts, 2 * node, sample, low);
	cut_node(x, cuts, 2 * node + 1, sample + low, count - low);
}

static bool make_cuts(const struct matrix *x, struct cuts *cuts, struct failure *why)
{
	cuts->levels = 0;
	while (cuts->levels < MAX_LEVELS && x->rows >> cuts->levels > CELL_ROWS)
		cuts->levels++;
	size_t count = (size_t)SAMPLE_ROWS << cuts->levels;
	if (count > x->rows)
		count = x->rows;
	uint32_t *sample = calloc(count + 1, sizeof *sample);
	if (sample == NULL)
		return fail_memory(why);
	size_t step = x->rows / (count > 0 ? count : 1);
	for (size_t s = 0; s < count; s++)
		sample[s] = (uint32_t)(s * step);
	cut_node(x, cuts, 1, sample, count);
	free(sample);
	return true;
}

struct search {
	const struct matrix *x;
	const struct cuts *cuts;
	uint16_t *cells;
	struct row_order *order;
};

/* The cells of a run of rows, level by level, so that the processor need not
 * wait for one row's way down. */
enum { RUN = 1024 };
static void find_cells(void *context, size_t run)
{
	const struct search *search = context;
	const struct matrix *x = search->x;
	const struct cuts *cuts = search->cuts;
	size_t first = run * RUN, rows = x->rows - first < RUN ? x->rows - first : RUN;
	uint16_t *cells = search->cells + first, root = 1;
	for (size_t i = 0; i < rows; i++)
		cells[i] = root;
	for (size_t level = 0; level < cuts->levels; level++) {
		for (size_t i = 0; i < rows; i++) {
			size_t node = cells[i];
			double value = x->data[cuts->column[node] * x->stride + first + i];
			cells[i] = (uint16_t)(2 * node + (value > cuts->at[node]));
		}
	}
	for (size_t i = 0; i < rows; i++)
		cells[i] = (uint16_t)(cells[i] - (1 << cuts->levels));
}

static size_t stretch_rows(const struct row_order *order, size_t stretch)
{
	size_t left = order->rows - stretch * ROW_ORDER_STRETCH;
	return left < ROW_ORDER_STRETCH ? left : ROW_ORDER_STRETCH;
}

/* Turns counts, each at the place after its own, into starts. */
static void add_up(uint32_t *starts, size_t count)
{
	for (size_t c = 0; c < count; c++)
		starts[c + 1] += starts[c];
}

/* Sorts the rows of a stretch by cell, by counting. */
static void sort_stretch(void *context, size_t stretch)
{
	const struct search *search = context;
	size_t levels = search->cuts->levels, first = stretch * ROW_ORDER_STRETCH;
	size_t rest = levels > HALFWAY_LEVELS ? levels - HALFWAY_LEVELS : 0;
	size_t rows = stretch_rows(search->order, stretch);
	const uint16_t *cells = search->cells + first;
	uint32_t *halfway = search->order->halfway + first, *source = search->order->source + first;
	uint32_t coarse[(1 << HALFWAY_LEVELS) + 1] = { 0 }, fine[(1 << MAX_LEVELS) + 1] = { 0 };
	for (size_t i = 0; i < rows; i++) {
		coarse[(cells[i] >> rest) + 1]++;
		fine[cells[i] + 1]++;
	}
	add_up(coarse, 1 << HALFWAY_LEVELS);
	add_up(fine, 1 << MAX_LEVELS);
	for (size_t i = 0; i < rows; i++) {
		halfway[i] = coarse[cells[i] >> rest]++;
		source[fine[cells[i]]++] = halfway[i];
	}
}

static bool sort_rows(struct row_order *order, const struct matrix *x, int threads,
                      struct cuts *cuts, uint16_t *cells, struct failure *why)
{
	struct search search = { x, cuts, cells, order };
	if (!make_cuts(x, cuts, why))
		return false;
	kmeans_parallel((x->rows + RUN - 1) / RUN, threads, (double)x->rows * (double)cuts->levels,
	                find_cells, &search);
	kmeans_parallel((x->rows + ROW_ORDER_STRETCH - 1) / ROW_ORDER_STRETCH, threads,
	                (double)x->rows, sort_stretch, &search);
	return true;
}

bool row_order_create(struct row_order *order, const struct matrix *x, int threads,
                      struct failure *why)
{
	*order = (struct row_order){
		.rows = x->rows,
		.halfway = malloc((x->rows + 1) * sizeof(uint32_t)),
		.source = malloc((x->rows + 1) * sizeof(uint32_t)),
	};
	struct cuts *cuts = malloc(sizeof *cuts);
	uint16_t *cells = malloc((x->rows + 1) * sizeof *cells);
	bool done = order->halfway != NULL && order->source != NULL && cuts != NULL && cells != NULL
	            ? sort_rows(order, x, threads, cuts, cells, why) : fail_memory(why);
	free(cuts);
	free(cells);
	return done;
}

void row_order_free(struct row_order *order)
{
	free(order->halfway);
	free(order->source);
	*order = (struct row_order){ 0 };
}

void row_order_apply(const struct row_order *order, size_t stretch, const double *column,
                     double *halfway)
{
	size_t first = stretch * ROW_ORDER_STRETCH, rows = stretch_rows(order, stretch);
	for (size_t i = 0; i < rows; i++)
		halfway[order->halfway[first + i]] = column[first + i];
}
