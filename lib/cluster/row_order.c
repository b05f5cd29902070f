#include "cluster/row_order.h"

#include "cluster/kmeans_parallel.h"

#include <stdlib.h>

enum {
	CELL_ROWS = 64,   /* about so many rows a cell, */
	MAX_LEVELS = 12,  /* unless that would take more cuts than these; */
	SAMPLE_ROWS = 16, /* rows of the sample for each cell */
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
	uint32_t *sample = malloc((count + 1) * sizeof *sample);
	if (sample == NULL)
		return fail_memory(why);
	size_t step = x->rows / (count > 0 ? count : 1);
	for (size_t s = 0; s < count; s++)
		sample[s] = (uint32_t)(s * step);
	cut_node(x, cuts, 1, sample, count);
	free(sample);
	return true;
}

/* What finds the cells of many rows, a run of them at a time. */
enum { RUN = 4096 };
struct search {
	const struct matrix *x;
	const struct cuts *cuts;
	uint16_t *cells;
};

static void find_cells(void *context, size_t run)
{
	const struct search *search = context;
	const struct cuts *cuts = search->cuts;
	size_t end = (run + 1) * RUN < search->x->rows ? (run + 1) * RUN : search->x->rows;
	for (size_t i = run * RUN; i < end; i++) {
		size_t node = 1;
		for (size_t level = 0; level < cuts->levels; level++) {
			double value = search->x->data[cuts->column[node] * search->x->stride + i];
			node = 2 * node + (value > cuts->at[node]);
		}
		search->cells[i] = (uint16_t)(node - ((size_t)1 << cuts->levels));
	}
}

bool row_order(const struct matrix *x, int threads, uint32_t *order, struct failure *why)
{
	struct cuts *cuts = malloc(sizeof *cuts);
	uint16_t *cells = malloc((x->rows + 1) * sizeof *cells);
	if (cuts == NULL || cells == NULL || !make_cuts(x, cuts, why)) {
		free(cuts);
		free(cells);
		return fail_memory(why);
	}
	struct search search = { x, cuts, cells };
	kmeans_parallel((x->rows + RUN - 1) / RUN, threads, (double)x->rows * (double)cuts->levels,
	                find_cells, &search);
	/* A counting sort by cell. */
	size_t cell_count = (size_t)1 << cuts->levels;
	size_t starts[(1 << MAX_LEVELS) + 1] = { 0 };
	for (size_t i = 0; i < x->rows; i++)
		starts[cells[i] + 1]++;
	for (size_t c = 0; c < cell_count; c++)
		starts[c + 1] += starts[c];
	for (size_t i = 0; i < x->rows; i++)
		order[starts[cells[i]]++] = (uint32_t)i;
	free(cuts);
	free(cells);
	return true;
}
