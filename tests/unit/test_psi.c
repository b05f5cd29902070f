#include "drift/psi.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define assert_near(a, b) assert_true(fabs((a) - (b)) <= 1e-8 * fabs(b))

/* NumPy 2: ((q - p) * np.log(q / p)).sum() with half a row for an empty category; SciPy 1.17:
 * (1/N + 1/M) * chi2.ppf([.95, .99, 1 - .01/3], categories - 1) */
static void test_numpy(void **unused)
{
	(void)unused;
	static const struct {
		size_t count, reference[10], now[10], categories;
		double psi, noise_95, noise_99, noise_refit;
		enum drift_verdict verdict;
	} cases[] = {
		{ 10, { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 }, { 7, 9, 12, 10, 8, 14, 10, 11, 9, 10 },
		  10, 0.03532875205637355, 0.33837955, 0.43331989, 0.4938097, DRIFT_STABLE },
		{ 3, { 30, 50, 20 }, { 45, 35, 40 },
		  3, 0.19713678717000754, 0.10984352, 0.16885624, 0.20913869, DRIFT_WATCH },
		{ 3, { 5, 0, 7 }, { 0, 3, 9 },
		  3, 1.2786383706754296, 0.99857742, 1.53505673, 1.90126082, DRIFT_WATCH },
		{ 2, { 1000, 1 }, { 997, 4 },
		  2, 0.004163732877543025, 0.00767524, 0.01325654, 0.01721358, DRIFT_STABLE },
		{ 3, { 12, 0, 8 }, { 3, 0, 17 },
		  2, 0.9630297735733218, 0.38414588, 0.66348966, 0.86153959, DRIFT_REFIT },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct psi psi = psi_of_counts(cases[i].reference, cases[i].now, cases[i].count, 3);
		assert_int_equal(psi.categories, cases[i].categories);
		assert_true(fabs(psi.value - cases[i].psi) < 1e-14);
		assert_true(fabs(psi.noise_95 - cases[i].noise_95) < 1e-8);
		assert_true(fabs(psi.noise_99 - cases[i].noise_99) < 1e-8);
		assert_true(fabs(psi.noise_refit - cases[i].noise_refit) < 1e-8);
		assert_int_equal(psi.verdict, cases[i].verdict);
	}
}

/* The same either way round, and 0 for the same shares. */
static void test_symmetry(void **unused)
{
	(void)unused;
	const size_t a[] = { 3, 0, 9, 20 }, b[] = { 1, 4, 9, 3 }, c[] = { 6, 0, 18, 40 };
	assert_near(psi_of_counts(a, b, 4, 1).value, psi_of_counts(b, a, 4, 1).value);
	assert_true(psi_of_counts(a, c, 4, 1).value == 0);
	assert_int_equal(psi_of_counts(a, c, 4, 1).verdict, DRIFT_STABLE);
	/* One category has nothing to compare. */
	struct psi one = psi_of_counts((size_t[]){ 7 }, (size_t[]){ 3 }, 1, 1);
	assert_true(one.value == 0 && one.noise_95 == 0 && one.noise_refit == 0);
}

/* The same shares of more rows: noise shrinks as 1/N + 1/M, the index does not; with one
 * comparison noise_refit is noise_99, and it grows with their number. */
static void test_size(void **unused)
{
	(void)unused;
	const size_t a[] = { 5, 5 }, b[] = { 9, 1 }, a_100[] = { 500, 500 }, b_100[] = { 900, 100 };
	struct psi few = psi_of_counts(a, b, 2, 1), many = psi_of_counts(a_100, b_100, 2, 1);
	assert_near(few.value, many.value);
	assert_near(few.noise_95, 100 * many.noise_95);
	assert_true(few.noise_refit == few.noise_99);
	assert_true(psi_of_counts(a, b, 2, 2).noise_refit > few.noise_99);
	/* 0.88 is large, but not for ten rows. */
	assert_true(few.value > 0.8 && few.value < few.noise_99);
	assert_int_equal(few.verdict, DRIFT_WATCH);
	assert_int_equal(many.verdict, DRIFT_REFIT);
	/* And a difference that no chance explains is no drift while it is small. */
	struct psi sure = psi_of_counts((size_t[]){ 500000, 500000 }, (size_t[]){ 510000, 490000 },
	                                2, 1);
	assert_true(sure.value > sure.noise_refit);
	assert_int_equal(sure.verdict, DRIFT_STABLE);
}

static void test_names(void **unused)
{
	(void)unused;
	assert_string_equal(drift_verdict_name(DRIFT_STABLE), "stable");
	assert_string_equal(drift_verdict_name(DRIFT_WATCH), "watch");
	assert_string_equal(drift_verdict_name(DRIFT_REFIT), "refit");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numpy),
		cmocka_unit_test(test_symmetry),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
