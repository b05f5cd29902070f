#include "kmeans/kmeans_race.h"

#include <math.h>

/* So many times what the last iteration brought may still be to come. */
static const double HOPE = 3;

/* How much of the sum of w * |x|^2 a cluster takes away to leave its inertia. */
static double explained(const struct kmeans_lloyd *lloyd, size_t c)
{
	size_t cols = lloyd->blocks->cols;
	double squares = 0;
	for (size_t j = 0; j < cols; j++)
		squares += lloyd->sums[c * cols + j] * lloyd->sums[c * cols + j];
	return lloyd->members[c] > 0 ? squares / lloyd->mass[c] : 0;
}

double kmeans_race_lead(const struct kmeans_lloyd *lloyd, const struct kmeans_lloyd *best)
{
	double lead = 0, size = 0;
	for (size_t c = 0; c < best->k; c++) {
		double now = explained(lloyd, c), before = explained(best, c);
		lead += now - before;
		size += now == before ? 0 : now + before;
	}
	return lead - 1e-12 * size;
}

bool kmeans_race(struct kmeans_lloyd *lloyd, const struct kmeans_lloyd *best, int max_iter,
                 double tolerance, int *iterations, bool *converged)
{
	double lead = -INFINITY;
	*converged = false;
	for (*iterations = 0; !*converged && *iterations < max_iter; ++*iterations) {
		double before = lead;
		*converged = kmeans_lloyd_iterate(lloyd) <= tolerance;
		lead = kmeans_race_lead(lloyd, best);
		if (lead + HOPE * (lead - before) < 0)
			return false;
	}
	return true;
}
