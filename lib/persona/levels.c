#include "persona/levels.h"

#define TOLERANCE 1e-9

double level_deviation(const struct population *population, double value)
{
	if (population->scale == 0)
		return 0;
	double centre = population->zero ? 0 : population->mean;
	return value / population->scale - centre / population->scale;
}

int level_of(const struct thresholds *thresholds, const struct population *population,
             double value)
{
	double deviation = level_deviation(population, value);
	if (population->zero)
		return deviation > TOLERANCE ? LEVEL_HIGH : deviation < -TOLERANCE ? LEVEL_LOW : LEVEL_MID;
	if (deviation >= thresholds->high - 1 - TOLERANCE)
		return LEVEL_HIGH;
	return deviation <= thresholds->low - 1 + TOLERANCE ? LEVEL_LOW : LEVEL_MID;
}

const char *level_name(int level)
{
	return level == LEVEL_LOW ? "low" : level == LEVEL_HIGH ? "high" : "mid";
}
