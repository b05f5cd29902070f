#include "cluster/kmeans_refine.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* The clusters in the order of what it costs to do without them. */
struct removal {
	size_t cluster, partner;
	double cost;
};

static int compare(const void *left, const void *right)
{
	const struct removal *a = left, *b = right;
	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static double merge_cost(const struct kmeans_lloyd *lloyd, size_t a, size_t b)
{
	size_t cols = lloyd->blocks->x.cols;
	double distance = 0;
	for (size_t j = 0; j < cols; j++) {
		double apart = lloyd->centroids[a * cols + j] - lloyd->centroids[b * cols + j];
		distance += apart * apart;
	}
	return lloyd->mass[a] / (lloyd->mass[a] + lloyd->mass[b]) * lloyd->mass[b] * distance;
}

static void rank_removals(const struct kmeans_lloyd *lloyd, struct removal *removals)
{
	for (size_t a = 0; a < lloyd->k; a++) {
		removals[a] = (struct removal){ .cluster = a, .partner = a, .cost = INFINITY };
		for (size_t b = 0; b < lloyd->k; b++) {
			double cost = a == b ? INFINITY : merge_cost(lloyd, a, b);
			if (cost < removals[a].cost) {
				removals[a].cost = cost;
				removals[a].partner = b;
			}
		}
	}
	qsort(removals, lloyd->k, sizeof *removals, compare);
}

/* What a cluster takes off the sum of w * |x|^2 to leave its inertia. */
static double explained(const struct kmeans_lloyd *lloyd, size_t c)
{
	size_t cols = lloyd->blocks->x.cols;
	double squares = 0;
	for (size_t j = 0; j < cols; j++)
		squares += lloyd->sums[c * cols + j] * lloyd->sums[c * cols + j];
	return lloyd->members[c] > 0 ? squares / lloyd->mass[c] : 0;
}

/* By how much the inertia of `other` is surely lower than that of `best`. */
static bool better(const struct kmeans_lloyd *other, const struct kmeans_lloyd *best)
{
	double gain = 0, size = 0;
	for (size_t c = 0; c < best->k; c++) {
		double now = explained(other, c), before = explained(best, c);
		gain += now - before;
		size += now == before ? 0 : now + before;
	}
	return gain > 1e-12 * size;
}

static int hartigan(struct kmeans_lloyd *l)
{
	const struct kmeans_blocks *blocks = l->blocks;
	size_t cols = blocks->x.cols, n = blocks->x.rows;
	int moves = 0, since = 0;
	if (n > 5000) return 0;
	for (size_t i = 0; since < (int)n; i = (i + 1) % n, since++) {
		size_t a = l->labels[i];
		double w = blocks->weights ? blocks->weights[i] : 1;
		if (l->members[a] < 2 || w <= 0) continue;
		double own = 0, bestd = 0; size_t bb = a;
		for (size_t c = 0; c < l->k; c++) {
			double d = 0;
			for (size_t j = 0; j < cols; j++) { double t = blocks->x.data[j * blocks->x.stride + i] - l->centroids[c * cols + j]; d += t * t; }
			if (c == a) own = d * (l->mass[a] / (l->mass[a] - w));
			else { d *= l->mass[c] / (l->mass[c] + w); if (bb == a || d < bestd) { bestd = d; bb = c; } }
		}
		if (bb != a && bestd < own * (1 - 1e-9)) {
			size_t b = bb;
			for (size_t j = 0; j < cols; j++) {
				double v = w * blocks->x.data[j * blocks->x.stride + i];
				l->sums[a * cols + j] -= v; l->sums[b * cols + j] += v;
			}
			l->mass[a] -= w; l->mass[b] += w; l->members[a]--; l->members[b]++;
			for (size_t j = 0; j < cols; j++) {
				l->centroids[a * cols + j] = l->sums[a * cols + j] / l->mass[a];
				l->centroids[b * cols + j] = l->sums[b * cols + j] / l->mass[b];
			}
			l->labels[i] = (int32_t)b;
			kmeans_lloyd_moved(l, a); kmeans_lloyd_moved(l, b);
			moves++; since = 0;
		}
	}
	return moves;
}

bool kmeans_refine(struct kmeans_lloyd *best, struct kmeans_lloyd *other,
                   struct kmeans_seeding *seeding, struct random *random, struct failure *why)
{
	size_t k = best->k, cols = best->blocks->x.cols;
	struct removal *removals = malloc(k * sizeof *removals);
	bool fresh = true, converged;
	int trials = 0, fails = 0, ok = 0, iters=0, hmoves = 0;
	double pw = getenv("PW") ? atof(getenv("PW")) : 2;
	int patience = getenv("PAT") ? atoi(getenv("PAT")) : 100;
	int maxit = getenv("MI") ? atoi(getenv("MI")) : 10;
	if (removals == NULL)
		return fail_memory(why);
	kmeans_lloyd_run(best, 300, 0, &converged);
	if (getenv("H")) hmoves += hartigan(best);
	kmeans_lloyd_copy(other, best);
	int rmax = getenv("RM") ? atoi(getenv("RM")) : 2;
	while (fails < patience) {
		if (fresh) {
			rank_removals(best, removals);
			fresh = false;
		}
		size_t r = 1 + random_below(random, rmax);
		if (r >= k) r = k - 1;
		double *tmp = malloc(k * cols * 8);
		char *gone = calloc(k, 1);
		size_t freed[64];
		for (size_t q = 0; q < r; q++) {
			size_t a;
			do {
				double u = random_unit(random);
				a = removals[(size_t)((double)k * pow(u, pw))].cluster;
			} while (gone[a]);
			gone[a] = 1; freed[q] = a;
		}
		/* closest to the remaining */
		int32_t *lab = malloc(seeding->blocks->x.rows * 4);
		size_t m = 0;
		for (size_t c = 0; c < k; c++) if (!gone[c]) memcpy(tmp + m++ * cols, best->centroids + c * cols, cols * 8);
		kmeans_assign(tmp, m, &seeding->blocks->x, 1, lab, NULL);
		kmeans_seeding_continue(seeding, tmp, lab);
		for (size_t q = 0; q < r; q++) {
			const double *point = kmeans_seeding_next(seeding, random);
			memcpy(other->centroids + freed[q] * cols, point, cols * 8);
			kmeans_lloyd_moved(other, freed[q]);
			kmeans_seeding_add(seeding, point);
		}
		free(tmp); free(gone); free(lab);
		iters += kmeans_lloyd_run(other, maxit, 0, &converged);
		if (getenv("H")) hmoves += hartigan(other);
		trials++;
		if (better(other, best)) {
			iters += kmeans_lloyd_run(other, 300, 0, &converged);
			if (getenv("H")) hmoves += hartigan(other);
			kmeans_lloyd_copy(best, other);
			fresh = true;
			fails = 0;
			ok++;
		} else {
			kmeans_lloyd_copy(other, best);
			fails++;
		}
	}
	if (getenv("V")) fprintf(stderr, "trials %d ok %d iters %d\n", trials, ok, iters);
	free(removals);
	return true;
}
