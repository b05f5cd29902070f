#include "trust/spread.h"

#include <math.h>

struct spread spread_of(const double *values, size_t n)
{
	double sum = 0, squares = 0, count = 0;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i])) {
			sum += values[i];
			count++;
		}
	struct spread spread = { .mean = count > 0 ? sum / count : NAN, .sd = NAN };
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			squares += (values[i] - spread.mean) * (values[i] - spread.mean);
	if (count > 1)
		spread.sd = sqrt(squares / (count - 1));
	return spread;
}
