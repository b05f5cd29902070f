#include "base/elementary.h"

#include <math.h>

/* ln 2 in two parts.  The first has 37 bits: its product with the exponent of a double is exact. */
static const double ln2_high = 0x1.62e42fefap-1, ln2_low = 0x1.cf79abc9e3b3ap-40;

/* Below this x is ln(1 + x) and e^x - 1, to the last bit. */
static const double tiny = 0x1p-54;

/* ln(2^exponent * (1 + f)) + correction, for 1 + f within sqrt(1/2) and sqrt(2).
 *
 * With s = f / (2 + f), ln(1 + f) = 2 atanh(s) = 2s + s * (2/3 s^2 + 2/5 s^4 + ...).  As 2s is
 * f - f^2/2 + s * f^2/2, the greatest term is f itself, which is exact. */
static double sum_log(int exponent, double f, double correction)
{
	double s = f / (2 + f);
	double z = s * s, z2 = z * z;
	/* What is left out is below 2^-59 of the sum.  Odd and even powers of z run abreast. */
	double odd = 2. / 3 + z2 * (2. / 7 + z2 * (2. / 11 + z2 * (2. / 15 + z2 * (2. / 19))));
	double even = 2. / 5 + z2 * (2. / 9 + z2 * (2. / 13 + z2 * (2. / 17 + z2 * (2. / 21))));
	double series = z * (odd + z * even);
	double half_square = 0.5 * f * f;
	double low = s * (half_square + series) + (exponent * ln2_low + correction);
	return exponent * ln2_high - ((half_square - low) - f);
}

/* ln(x) + correction, for finite x > 0. */
static double reduce_log(double x, double correction)
{
	int exponent;
	double fraction = frexp(x, &exponent); /* in [1/2, 1) */
	if (fraction < 0x1.6a09e667f3bcdp-1) { /* sqrt(1/2) */
		fraction *= 2;
		exponent--;
	}
	return sum_log(exponent, fraction - 1, correction);
}

double seg_log(double x)
{
	if (!(x > 0))
		return x == 0 ? -INFINITY : NAN;
	return isinf(x) ? x : reduce_log(x, 0);
}

double seg_log1p(double x)
{
	if (!(x > -1))
		return x == -1 ? -INFINITY : NAN;
	if (isinf(x) || fabs(x) < tiny)
		return x;
	if (-0.29 < x && x < 0.41)
		return sum_log(0, x, 0);
	/* What 1 + x loses to rounding; the logarithm grows by it as a line. */
	double sum = 1 + x;
	double lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
	return reduce_log(sum, lost / sum);
}

/* e^x - `one`, which is 0 or 1, for x in the range of exponents of doubles. */
static double reduce_exp(double x, double one)
{
	/* x = exponent * ln 2 + r + lost, |r| <= 1/2, e^r = 1 + r + r^2 / 2 + r^3 * series.  (Where
	 * one is taken off, an exponent of 1 just below 1/2 would leave little of great sums.) */
	double exponent = fabs(x) < 0.5 ? 0 : floor(x * 0x1.71547652b82fep+0 + 0.5);
	double high = x - exponent * ln2_high, low = exponent * ln2_low;
	double r = high - low;
	double lost = (high - r) - low;
	double r2 = r * r;
	/* What is left out is below 2^-59 of the sum.  Odd and even powers of r run abreast. */
	double even = 1. / 6 + r2 * (1. / 120 + r2 * (1. / 5040 + r2 * (1. / 362880
	              + r2 * (1. / 39916800 + r2 * (1. / 6227020800
	              + r2 * (1. / 1307674368000))))));
	double odd = 1. / 24 + r2 * (1. / 720 + r2 * (1. / 40320 + r2 * (1. / 3628800
	             + r2 * (1. / 479001600 + r2 * (1. / 87178291200)))));
	double tail = 0.5 * r2 + (r * r2 * (even + r * odd) + lost);
	/* 2^exponent * (e^r - share); what the two great sums lose joins the tail. */
	double share = ldexp(one, (int)-exponent);
	double start = 1 - share;
	double sum = start + r;
	tail += ((1 - start) - share) + ((start - sum) + r);
	return ldexp(sum + tail, (int)exponent);
}

double seg_exp(double x)
{
	if (x > 710)
		return INFINITY;
	if (x < -746)
		return 0;
	return isnan(x) ? x : reduce_exp(x, 0);
}

double seg_expm1(double x)
{
	if (x > 710)
		return INFINITY;
	if (x < -40)
		return -1;
	return isnan(x) || fabs(x) < tiny ? x : reduce_exp(x, 1);
}
