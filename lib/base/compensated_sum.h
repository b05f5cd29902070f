/* A sum that does not lose the small numbers beside the large ones: what each
 * addition rounds away is added up on its own.
 *
 * Source: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen" (1974). */
#ifndef BASE_COMPENSATED_SUM_H
#define BASE_COMPENSATED_SUM_H

#include <math.h>

struct compensated_sum {
	double sum, lost;
};

static inline void compensated_add(struct compensated_sum *total, double value)
{
	double next = total->sum + value;
	total->lost += fabs(total->sum) >= fabs(value) ? (total->sum - next) + value
	                                               : (value - next) + total->sum;
	total->sum = next;
}

static inline double compensated_total(const struct compensated_sum *total)
{
	return total->sum + total->lost;
}

#endif
