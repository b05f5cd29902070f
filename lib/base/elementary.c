#include "base/elementary.h"

#include <math.h>

/* ln(2) = LN2_HIGH + LN2_LOW; the first has 38 bits, so that its product with any double's binary
 * exponent is exact. */
#define LN2_HIGH 0x1.62e42fefap-1
#define LN2_LOW  0x1.cf79abc9e3b39p-40

/* ln(2^exponent * (1 + f) + rest), where 1 + f is in [sqrt(1/2), sqrt(2)) and rest is so small
 * that the logarithm is a line: `correction` is its rest / (2^exponent * (1 + f)).
 *
 * With s = f / (2 + f), ln(1 + f) = 2 atanh(s) = 2s + s * (2/3 s^2 + 2/5 s^4 + ...), and as
 * 2s = f - s * f, the first and greatest term can be the exact f. */
static double log_of(int exponent, double f, double correction)
{
	double s = f / (2 + f);
	double z = s * s;
	double series = 2.0 / 21;
	for (int odd = 19; odd >= 3; odd -= 2)
		series = series * z + 2.0 / odd;
	double half_square = 0.5 * f * f;
	...
}
