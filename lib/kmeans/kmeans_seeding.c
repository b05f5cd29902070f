#include "kmeans/kmeans_seeding.h"

#include "kmeans/kmeans_parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t kmeans_seeding_candidates(size_t k)
{
	/* e, e^2, ..., rounded up: ln k >= m exactly when k >= the m-th of them. */
	static const uint32_t powers[] = {
		3, 8, 21, 55, 149, 404, 1097, 2981, 8104, 22027, 59875, 162755, 442414, 1202605,
		3269018, 8886111, 24154953, 65659970, 178482301, 485165196, 1318815735, 3584912847,
	};
	size_t floor_ln = 0;
	while (floor_ln < sizeof powers / sizeof *powers && k >= powers[floor_ln])
		floor_ln++;
	return 2 + floor_ln;
}

bool kmeans_seeding_create(struct kmeans_seeding *seeding, const struct kmeans_blocks *blocks,
                           size_t k, struct failure *why)
{
	size_t candidates = kmeans_seeding_candidates(k);
	*seeding = (struct kmeans_seeding){
		.blocks = blocks,
		.every = 1,
		.candidates = candidates,
		.closest = calloc(blocks->count * KMEANS_BLOCK, sizeof(double)),
		.reach = malloc((blocks->count + 1) * sizeof(double)),
		.potential = malloc((blocks->count + 1) * sizeof(double)),
		.trials = malloc((blocks->count * candidates + 1) * sizeof(double)),
		.drawn = malloc((blocks->cols * candidates + 1) * sizeof(double)),
		.changed = calloc(blocks->count + 1, sizeof(bool)),
		.near = calloc(blocks->count + 1, sizeof(bool)),
	};
	if (seeding->closest == NULL || seeding->reach == NULL || seeding->potential == NULL
	    || seeding->trials == NULL || seeding->drawn == NULL
	    || seeding->changed == NULL || seeding->near == NULL)
		return fail_memory(why);
	return true;
}

void kmeans_seeding_free(struct kmeans_seeding *seeding)
{
	free(seeding->closest);
	free(seeding->reach);
	free(seeding->potential);
	free(seeding->trials);
	free(seeding->drawn);
	free(seeding->changed);
	free(seeding->near);
	*seeding = (struct kmeans_seeding){ 0 };
}

/* The multiplications that the chosen blocks take. */
static double work(const struct kmeans_blocks *blocks, const bool *chosen)
{
	size_t count = 0;
	for (size_t b = 0; b < blocks->count; b++)
		count += chosen[b];
	return (double)count * KMEANS_BLOCK * (double)blocks->cols;
}

static void try_candidates(void *context, size_t block)
{
	struct kmeans_seeding *seeding = context;
	const struct kmeans_blocks *blocks = seeding->blocks;
	struct kmeans_rows rows = kmeans_block(blocks, block);
	const double *weights = kmeans_block_weights(blocks, block);
	const double *closest = seeding->closest + block * KMEANS_BLOCK;
	for (size_t m = 0; m < seeding->candidates; m++) {
		const double *point = seeding->drawn + m * blocks->cols;
		double *potential = &seeding->trials[m * blocks->count + block];
		*potential = kmeans_block_within(blocks, block, point, seeding->reach[block])
			? kmeans_rows_potential(&rows, point, closest, weights)
			: seeding->potential[block];
	}
}

/* Sums up a block whose distances are new. */
static void sum_block(struct kmeans_seeding *seeding, size_t block)
{
	const double *weights = kmeans_block_weights(seeding->blocks, block);
	const double *closest = seeding->closest + block * KMEANS_BLOCK;
	double terms[KMEANS_BLOCK];
	for (size_t i = 0; i < KMEANS_BLOCK; i++)
		terms[i] = weights[i] * closest[i];
	seeding->reach[block] = kmeans_block_greatest(closest);
	seeding->potential[block] = kmeans_block_sum(terms, KMEANS_BLOCK);
}

struct addition {
	struct kmeans_seeding *seeding;
	const double *point;
};

static void add_to_block(void *context, size_t block)
{
	const struct addition *addition = context;
	struct kmeans_seeding *seeding = addition->seeding;
	struct kmeans_rows rows = kmeans_block(seeding->blocks, block);
	seeding->near[block] = kmeans_block_within(seeding->blocks, block, addition->point,
	                                           seeding->reach[block]);
	if (!seeding->near[block])
		return;
	kmeans_rows_come_closer(&rows, addition->point, seeding->closest + block * KMEANS_BLOCK);
	sum_block(seeding, block);
	seeding->changed[block] = true;
}

void kmeans_seeding_add(struct kmeans_seeding *seeding, const double *point)
{
	struct addition addition = { seeding, point };
	const struct kmeans_blocks *blocks = seeding->blocks;
	kmeans_parallel(blocks->count, blocks->threads, work(blocks, seeding->near), add_to_block,
	                &addition);
}

static double total(const double *potential, size_t count)
{
	double sum = 0;
	for (size_t b = 0; b < count; b++)
		sum += potential[b];
	return sum;
}

/* The row at which the running sum of w * d^2 passes `threshold`; where
 * rounding keeps the sum from passing it, the last row that adds to it. */
static size_t row_at(const struct kmeans_seeding *seeding, double threshold)
{
	const struct kmeans_blocks *blocks = seeding->blocks;
	double sum = 0;
	size_t block = 0, row = 0;
	for (size_t b = 0; b < blocks->count; b++) {
		if (!(seeding->potential[b] > 0))
			continue;
		block = b;
		if (sum + seeding->potential[b] > threshold)
			break;
		sum += seeding->potential[b];
	}
	const double *weights = kmeans_block_weights(blocks, block);
	for (size_t i = 0; i < kmeans_block(blocks, block).count; i++) {
		double term = weights[i] * seeding->closest[block * KMEANS_BLOCK + i];
		if (!(term > 0))
			continue;
		row = block * KMEANS_BLOCK + i;
		sum += term;
		if (sum > threshold)
			break;
	}
	return row;
}

static void draw(struct kmeans_seeding *seeding, struct random *random, double *point)
{
	const struct kmeans_blocks *blocks = seeding->blocks;
	double threshold = random_unit(random) * total(seeding->potential, blocks->count);
	size_t row = row_at(seeding, threshold);
	kmeans_blocks_row(blocks, row, point);
}

/* Draws the first centre by weight: as if every row were at distance 1. */
static void draw_first(struct kmeans_seeding *seeding, struct random *random, double *point)
{
	const struct kmeans_blocks *blocks = seeding->blocks;
	for (size_t i = 0; i < blocks->rows; i++)
		seeding->closest[i] = 1;
	for (size_t b = 0; b < blocks->count; b++)
		seeding->potential[b] = b % seeding->every != 0 ? 0
			: kmeans_block_sum(kmeans_block_weights(blocks, b), kmeans_block(blocks, b).count);
	draw(seeding, random, point);
	for (size_t i = 0; i < blocks->rows; i++)
		seeding->closest[i] = INFINITY;
	for (size_t b = 0; b < blocks->count; b++) {
		seeding->near[b] = b % seeding->every == 0;
		seeding->reach[b] = seeding->near[b] ? INFINITY : -1;
	}
}

const double *kmeans_seeding_next(struct kmeans_seeding *seeding, struct random *random)
{
	const struct kmeans_blocks *blocks = seeding->blocks;
	size_t cols = blocks->cols, best = 0;
	double least = INFINITY;
	for (size_t m = 0; m < seeding->candidates; m++)
		draw(seeding, random, seeding->drawn + m * cols);
	double trial = work(blocks, seeding->near) * (double)seeding->candidates;
	kmeans_parallel(blocks->count, blocks->threads, trial, try_candidates, seeding);
	for (size_t m = 0; m < seeding->candidates; m++) {
		double potential = total(seeding->trials + m * blocks->count, blocks->count);
		if (potential < least) {
			least = potential;
			best = m;
		}
	}
	return seeding->drawn + best * cols;
}

size_t kmeans_seed(struct kmeans_seeding *seeding, size_t k, struct random *random,
                   double *centroids)
{
	size_t cols = seeding->blocks->cols;
	draw_first(seeding, random, centroids);
	kmeans_seeding_add(seeding, centroids);
	for (size_t c = 1; c < k; c++) {
		if (!(total(seeding->potential, seeding->blocks->count) > 0))
			return c;
		const double *chosen = kmeans_seeding_next(seeding, random);
		memcpy(centroids + c * cols, chosen, cols * sizeof *centroids);
		kmeans_seeding_add(seeding, chosen);
	}
	return k;
}

/* A clustering from which distances are measured. */
struct measurement {
	struct kmeans_seeding *seeding;
	const double *centroids;
	const int32_t *labels;
};

static void measure_block(void *context, size_t block)
{
	const struct measurement *from = context;
	struct kmeans_seeding *seeding = from->seeding;
	struct kmeans_rows rows = kmeans_block(seeding->blocks, block);
	size_t first = block * KMEANS_BLOCK;
	if (!seeding->changed[block] || block % seeding->every != 0)
		return;
	kmeans_rows_label_distances(&rows, from->centroids, from->labels + first,
	                            seeding->closest + first);
	sum_block(seeding, block);
	seeding->changed[block] = false;
}

void kmeans_seeding_measure(struct kmeans_seeding *seeding, const double *centroids,
                            const int32_t *labels)
{
	struct measurement from = { seeding, centroids, labels };
	const struct kmeans_blocks *blocks = seeding->blocks;
	kmeans_parallel(blocks->count, blocks->threads, work(blocks, seeding->changed), measure_block,
	                &from);
}
