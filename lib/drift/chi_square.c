#include "drift/chi_square.h"

#include "base/elementary.h"

/* ln gamma(freedom / 2 + 1), by gamma(a + 1) = a gamma(a) from gamma(1) = 1 and
 * gamma(1/2) = sqrt(pi). */
static double log_gamma_above(size_t freedom)
{
	const double pi = 3.141592653589793;
	double sum = freedom % 2 == 1 ? seg_log(pi) / 2 : 0;
	for (size_t twice = freedom; twice > 0; twice -= twice > 1 ? 2 : 1)
		sum += seg_log((double)twice / 2);
	return sum;
}

/* The probability of a value up to x > 0: h^a e^-h / gamma(a + 1) times the sum of
 * h^n / ((a + 1) ... (a + n)), with a = freedom / 2 and h = x / 2.  All its terms are positive. */
static double probability_up_to(size_t freedom, double log_gamma, double x)
{
	double a = (double)freedom / 2, h = x / 2;
	double term = seg_exp(a * seg_log(h) - h - log_gamma), sum = term;
	for (double n = 1; term > sum * 1e-18; n++) {
		term *= h / (a + n);
		sum += term;
	}
	return sum;
}

double chi_square_quantile(size_t freedom, double q)
{
	if (freedom == 0)
		return 0;
	double log_gamma = log_gamma_above(freedom), low = 0, high = (double)freedom + 1;
	while (probability_up_to(freedom, log_gamma, high) < q)
		high *= 2;
	for (;;) {
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			return high;
		if (probability_up_to(freedom, log_gamma, middle) < q)
			low = middle;
		else
			high = middle;
	}
}
