#include "kmeans/kmeans_exchange.h"

#include "base/vector.h"

#include <math.h>

/* Less than this part of the distance is rounding, not gain. */
static const double WORTH = 1 - 1e-9;

/* So many rounds are far more than rows need, but where a value is 1e16 times the
 * others, or all are tiny, rounding alone may move them round and round. */
enum { MOST_ROUNDS = 200 };

/* For the rows of a block the squared distance to their own centroid, `own`,
 * and the `least` of all others, each times W / (W + heaviest). */
VECTOR_CLONES
static void measure(const struct kmeans_rows *rows, const double *centroids, const double *mass,
                    size_t k, double heaviest, const double *restrict label,
                    double *restrict own, double *restrict least)
{
	double distances[KMEANS_BLOCK];
	for (size_t i = 0; i < rows->count; i++)
		least[i] = INFINITY;
	for (size_t c = 0; c < k; c++) {
		kmeans_rows_distances(rows, centroids + c * rows->cols, distances);
		double number = (double)c, factor = mass[c] / (mass[c] + heaviest);
		for (size_t i = 0; i < rows->count; i++) {
			double other = label[i] == number ? INFINITY : factor * distances[i];
			own[i] = label[i] == number ? distances[i] : own[i];
			least[i] = other < least[i] ? other : least[i];
		}
	}
}

/* The cluster to which row `i` should go, or its own. */
static size_t destination(const struct kmeans_lloyd *lloyd, size_t i)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	size_t cols = blocks->cols, own = (size_t)lloyd->labels[i], best = own;
	const double *mass = lloyd->totals.mass;
	double weight = blocks->weights != NULL ? blocks->weights[i] : 1;
	struct kmeans_rows rows = kmeans_block(blocks, i / KMEANS_BLOCK);
	double least = INFINITY, at_home = 0;
	for (size_t c = 0; c < lloyd->k; c++) {
		double distance = kmeans_rows_distance(&rows, i % KMEANS_BLOCK,
		                                       lloyd->centroids + c * cols);
		if (c == own) {
			at_home = distance * (mass[c] / (mass[c] - weight));
		} else if (distance * (mass[c] / (mass[c] + weight)) < least) {
			least = distance * (mass[c] / (mass[c] + weight));
			best = c;
		}
	}
	return least < at_home * WORTH ? best : own;
}

static bool can_leave(const struct kmeans_lloyd *lloyd, size_t i)
{
	const double *weights = lloyd->blocks->weights;
	return lloyd->totals.members[lloyd->labels[i]] > 1 && (weights == NULL || weights[i] > 0);
}

/* Whether a row that is as heavy as any would gain, so that one may. */
static bool may_gain(double own, double least, double mass, double heaviest)
{
	return mass <= heaviest || least < own * (mass / (mass - heaviest));
}

static size_t exchange_block(struct kmeans_lloyd *lloyd, size_t block)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	const double *mass = lloyd->totals.mass;
	struct kmeans_rows rows = kmeans_block(blocks, block);
	size_t moves = 0;
	double label[KMEANS_BLOCK] = { 0 }, own[KMEANS_BLOCK] = { 0 }, least[KMEANS_BLOCK];
	for (size_t i = 0; i < rows.count; i++)
		label[i] = lloyd->labels[block * KMEANS_BLOCK + i];
	measure(&rows, lloyd->centroids, mass, lloyd->k, blocks->heaviest, label, own, least);
	for (size_t i = 0; i < rows.count; i++) {
		size_t row = block * KMEANS_BLOCK + i, from = (size_t)lloyd->labels[row];
		if (!may_gain(own[i], least[i], mass[from], blocks->heaviest)
		    || !can_leave(lloyd, row))
			continue;
		size_t to = destination(lloyd, row);
		if (to == from)
			continue;
		kmeans_lloyd_give(lloyd, row, to);
		kmeans_lloyd_update(lloyd, from);
		kmeans_lloyd_update(lloyd, to);
		moves++;
	}
	return moves;
}

void kmeans_exchange(struct kmeans_lloyd *lloyd)
{
	size_t moves = 1;
	for (int round = 0; moves > 0 && round < MOST_ROUNDS; round++) {
		moves = 0;
		for (size_t b = 0; b < lloyd->blocks->count; b++)
			moves += exchange_block(lloyd, b);
		lloyd->work += (double)lloyd->blocks->rows * (double)lloyd->blocks->cols
		               * (double)lloyd->k;
	}
}
