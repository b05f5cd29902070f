/* Whether a segment is high, mid or low in a feature, beside the whole
 * population.  What counts is the relative deviation
 *
 *     (value - mean) / |mean|
 *
 * with the mean of the whole population, so that a file in $ and one in k$ get
 * the same levels.  Where that mean is 0 the sign of the value decides. */
#ifndef PERSONA_LEVELS_H
#define PERSONA_LEVELS_H

#include "persona/segments.h"

enum { LEVEL_LOW = 1 << 0, LEVEL_MID = 1 << 1, LEVEL_HIGH = 1 << 2 };

/* As ratios to the mean: low up to 0.8 of it, high from 1.2 of it on. */
struct thresholds {
	double low, high; /* low < 1 < high */
};

/* The deviation in the unit of the formula (population->scale where the mean
 * is 0); 0 where every value is 0. */
double level_deviation(const struct population *population, double value);

/* One of the levels.  A deviation that misses a threshold by a billionth is
 * on it: which side a rounding falls on must not depend on the unit. */
int level_of(const struct thresholds *thresholds, const struct population *population,
             double value);

/* "low", "mid", "high". */
const char *level_name(int level);

#endif
