#include "quality/knee.h"

struct curve {
	const double *x, *y;
	size_t n;
	double low, high; /* of y */
};

/* How far the turned curve stands above the diagonal. */
static double difference(const struct curve *curve, size_t i)
{
	double x = (curve->x[i] - curve->x[0]) / (curve->x[curve->n - 1] - curve->x[0]);
	double y = (curve->y[i] - curve->low) / (curve->high - curve->low);
	return (1 - y) - x;
}

static bool is_maximum(const struct curve *curve, size_t i)
{
	double here = difference(curve, i);
	return i > 0 && i + 1 < curve->n && here >= difference(curve, i - 1)
	       && here >= difference(curve, i + 1);
}

/* Whether the difference falls below `threshold` between the maximum at i and
 * the next one. */
static bool falls_below(const struct curve *curve, size_t i, double threshold)
{
	for (size_t j = i + 1; j < curve->n && !is_maximum(curve, j); j++)
		if (difference(curve, j) < threshold)
			return true;
	return false;
}

bool knee_of_falling_curve(const double *x, const double *y, size_t n, size_t *knee)
{
	if (n < 3)
		return false;
	struct curve curve = { .x = x, .y = y, .n = n, .low = y[0], .high = y[0] };
	for (size_t i = 1; i < n; i++) {
		curve.low = y[i] < curve.low ? y[i] : curve.low;
		curve.high = y[i] > curve.high ? y[i] : curve.high;
	}
	if (!(curve.high > curve.low))
		return false;
	/* The steps of the scaled x add up to 1, whatever their lengths. */
	double mean_step = 1.0 / (double)(n - 1);
	for (size_t i = 1; i + 1 < n; i++)
		if (is_maximum(&curve, i)
		    && falls_below(&curve, i, difference(&curve, i) - mean_step)) {
			*knee = i;
			return true;
		}
	return false;
}
