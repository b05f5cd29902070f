#include "kmeans/kmeans_refine.h"

#include "kmeans/kmeans_exchange.h"

#include <math.h>
#include <stdlib.h>

enum {
	MOST_AWAY = 3,        /* centroids that a swap takes away at most */
	SETTLING = 20,        /* iterations after which a swap is judged at the latest */
	HOPE = 10,            /* times what the last one brought may still be to come */
	TO_THE_END = 300,     /* iterations that a swap worth keeping has */
	EXCHANGE_ROWS = 2048, /* rows up to which single ones are moved */
};

/* The work that a refinement does at least: some milliseconds. */
static const double LEAST_WORK = 4e6;

/* What it costs to do without a cluster. */
struct removal {
	size_t cluster;
	double cost;
};

/* Everything that a swap needs. */
struct refinement {
	struct kmeans_lloyd *best, *other;
	struct kmeans_seeding *seeding;
	struct random *random;
	struct removal *removals; /* the cheapest first */
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
	size_t cols = lloyd->blocks->cols;
	const double *mass = lloyd->totals.mass;
	double distance = 0;
	for (size_t j = 0; j < cols; j++) {
		double apart = lloyd->centroids[a * cols + j] - lloyd->centroids[b * cols + j];
		distance += apart * apart;
	}
	return mass[a] / (mass[a] + mass[b]) * mass[b] * distance;
}

static void rank_removals(const struct kmeans_lloyd *lloyd, struct removal *removals)
{
	for (size_t a = 0; a < lloyd->k; a++) {
		removals[a] = (struct removal){ a, INFINITY };
		for (size_t b = 0; b < lloyd->k; b++) {
			double cost = a == b ? INFINITY : merge_cost(lloyd, a, b);
			removals[a].cost = cost < removals[a].cost ? cost : removals[a].cost;
		}
	}
	qsort(removals, lloyd->k, sizeof *removals, compare);
}

/* How much of the sum of w * |x|^2 a cluster takes away to leave its inertia. */
static double explained(const struct kmeans_totals *totals, size_t c)
{
	const double *sums = totals->sums + c * totals->cols;
	double squares = 0;
	for (size_t j = 0; j < totals->cols; j++)
		squares += sums[j] * sums[j];
	return totals->members[c] > 0 ? squares / totals->mass[c] : 0;
}

/* By how much the inertia of `other` is lower, less what may be rounding. */
static double gain_over(const struct kmeans_lloyd *best, const struct kmeans_lloyd *other)
{
	double gain = 0, size = 0;
	for (size_t c = 0; c < best->k; c++) {
		double now = explained(&other->totals, c), before = explained(&best->totals, c);
		gain += now - before;
		size += now == before ? 0 : now + before;
	}
	return gain - 1e-12 * size;
}

static bool rows_move(const struct kmeans_lloyd *lloyd)
{
	return lloyd->blocks->rows <= EXCHANGE_ROWS;
}

/* Moves single rows of a small table, the centroids being the means of theirs. */
static void exchange(struct kmeans_lloyd *lloyd)
{
	if (!rows_move(lloyd))
		return;
	for (size_t c = 0; c < lloyd->k; c++)
		kmeans_lloyd_update(lloyd, c);
	kmeans_exchange(lloyd);
}

/* Runs Lloyd's algorithm on a swap, until it is settled or lacks so much more
 * than its last iteration brought that it is given up. */
static bool settles(const struct kmeans_lloyd *best, struct kmeans_lloyd *other)
{
	double gain = -INFINITY, shift = INFINITY;
	for (int i = 0; i < SETTLING && shift > 0; i++) {
		double before = gain;
		shift = kmeans_lloyd_iterate(other);
		gain = gain_over(best, other);
		if (gain + HOPE * (gain - before) < 0)
			return false;
	}
	return true;
}

/* Whether `other`, in which centroids were swapped, gets better than the best.
 * Where Lloyd's algorithm has no hope, single rows have. */
static bool gets_better(const struct kmeans_lloyd *best, struct kmeans_lloyd *other)
{
	if (!settles(best, other) && !rows_move(other))
		return false;
	exchange(other);
	return gain_over(best, other) > 0;
}

/* Marks the blocks that one of the centroids in `away` is near to. */
static void mark_blocks(const struct refinement *to, const size_t *away, size_t count)
{
	for (size_t b = 0; b < to->best->blocks->count; b++)
		for (size_t a = 0; a < count; a++)
			if (!kmeans_lloyd_far(to->best, b, away[a]))
				to->seeding->changed[b] = true;
}

/* Chooses `count` different clusters, cheap ones more often than dear ones. */
static void choose_away(const struct refinement *to, size_t *away, size_t count)
{
	for (size_t chosen = 0; chosen < count;) {
		double unit = random_unit(to->random);
		size_t rank = (size_t)(unit * unit * (double)to->best->k), a = 0;
		away[chosen] = to->removals[rank].cluster;
		while (away[a] != away[chosen])
			a++;
		chosen += a == chosen;
	}
}

/* Takes centroids out of `other` and draws new ones for them. */
static void swap_centroids(struct refinement *to)
{
	struct kmeans_lloyd *other = to->other;
	size_t k = other->k, away[MOST_AWAY];
	size_t count = 1 + (size_t)random_below(to->random, k > MOST_AWAY ? MOST_AWAY : 1);
	kmeans_seeding_measure(to->seeding, to->best->centroids, to->best->labels);
	choose_away(to, away, count);
	for (size_t a = 0; a < count; a++)
		kmeans_lloyd_banish(other, away[a]);
	kmeans_lloyd_label(other);
	mark_blocks(to, away, count);
	kmeans_seeding_measure(to->seeding, other->centroids, other->labels);
	mark_blocks(to, away, count);
	for (size_t a = 0; a < count; a++) {
		const double *point = kmeans_seeding_next(to->seeding, to->random);
		kmeans_lloyd_move(other, away[a], point);
		kmeans_seeding_add(to->seeding, point);
	}
}

/* Makes `other` the best there is. */
static void keep(struct refinement *to)
{
	bool converged;
	kmeans_lloyd_run(to->other, TO_THE_END, 0, &converged);
	exchange(to->other);
	kmeans_lloyd_copy(to->best, to->other);
	rank_removals(to->best, to->removals);
	for (size_t b = 0; b < to->best->blocks->count; b++)
		to->seeding->changed[b] = true;
}

bool kmeans_refine(struct kmeans_lloyd *best, struct kmeans_lloyd *other,
                   struct kmeans_seeding *seeding, struct random *random, double work,
                   struct failure *why)
{
	struct refinement to = { best, other, seeding, random, malloc(best->k * sizeof *to.removals) };
	if (to.removals == NULL)
		return fail_memory(why);
	kmeans_lloyd_copy(other, best);
	keep(&to);
	double limit = other->work + (work > LEAST_WORK ? work : LEAST_WORK);
	/* There are k * k ways to take from one place and give to another. */
	for (size_t in_vain = 0; in_vain / best->k < best->k && other->work < limit;) {
		swap_centroids(&to);
		if (gets_better(best, other)) {
			keep(&to);
			in_vain = 0;
		} else {
			kmeans_lloyd_copy(other, best);
			in_vain++;
		}
	}
	free(to.removals);
	/* Sum up anew: rows that came and went have left their rounding behind. */
	bool converged;
	kmeans_lloyd_begin(best);
	kmeans_lloyd_run(best, 1, 0, &converged);
	return true;
}
