#include "drift/chi_square.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* SciPy 1.17, scipy.stats.chi2.ppf */
static void test_scipy(void **unused)
{
	(void)unused;
	static const size_t freedom[] = { 1, 2, 3, 9, 10, 99, 999 };
	static const struct {
		double q, values[7];
	} rows[] = {
		{ 0.95, { 3.841458820694124, 5.991464547107979, 7.814727903251179, 16.918977604620448,
		          18.307038053275146, 123.2252214533618, 1073.6426506574246 } },
		{ 0.99, { 6.6348966010212145, 9.21034037197618, 11.344866730144373, 21.665994333461924,
		          23.209251158954356, 134.64161685578915, 1105.9169575045823 } },
		{ 0.998, { 9.549535706083237, 12.429216196844381, 14.795517054552388,
		           26.056433345164145, 27.721647227459638, 144.3729332181795,
		           1132.51479861611 } },
		{ 0.9999, { 15.136705226623606, 18.420680743952584, 21.107513466160444,
		            33.719948438964906, 35.564013941952396, 160.05573829663157,
		            1173.8503445158544 } },
		{ 0.999999, { 23.92812697687947, 27.631021115871036, 30.66484970615427,
		              44.81093787062026, 46.86304684671568, 180.79201532577878,
		              1226.0461890118645 } },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t j = 0; j < 7; j++) {
			double wanted = rows[i].values[j];
			double error = fabs(chi_square_quantile(freedom[j], rows[i].q) - wanted);
			/* Fewer digits far out, where 1 - q has fewer itself. */
			assert_true(error <= wanted * (i < 2 ? 1e-12 : 1e-8));
		}
}

/* With two degrees of freedom it is the exponential distribution: -2 ln(1 - q). */
static void test_closed_form(void **unused)
{
	(void)unused;
	for (double q = 0.005; q < 1; q += 0.005)
		assert_true(fabs(chi_square_quantile(2, q) + 2 * log1p(-q)) < 1e-12);
	assert_true(chi_square_quantile(0, 0.95) == 0);
}

/* It rises with the degrees of freedom and with q. */
static void test_rises(void **unused)
{
	(void)unused;
	for (size_t freedom = 1; freedom < 200; freedom++) {
		double before = chi_square_quantile(freedom, 0.001);
		assert_true(chi_square_quantile(freedom + 1, 0.001) > before);
		for (double q = 0.1; q < 1; q += 0.1) {
			double now = chi_square_quantile(freedom, q);
			assert_true(now > before);
			before = now;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scipy),
		cmocka_unit_test(test_closed_form),
		cmocka_unit_test(test_rises),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
