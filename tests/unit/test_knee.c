#include "quality/knee.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { LONGEST = 15, NONE = 0 };

/* The knee for x = 1, 2, 3, ...; NONE where there is none. */
static size_t knee_of(const double *y, size_t n)
{
	double x[LONGEST];
	size_t at;
	for (size_t i = 0; i < n; i++)
		x[i] = (double)(i + 1);
	return knee_of_falling_curve(x, y, n, &at) ? at + 1 : NONE;
}

/* kneed 0.9.0, KneeLocator(curve="convex", direction="decreasing") */
static void test_kneed(void **unused)
{
	(void)unused;
	const struct { size_t n; double y[LONGEST]; size_t knee; } curves[] = {
		{ 5, { 64.5, 49.8, 18.5, 2.4, 0.5 }, NONE },
		{ 5, { 64.2, 46.1, 16.4, 15.3, 0.2 }, NONE },
		{ 5, { 86.2, 16.1, 7.3, 4.5, 4.0 }, 2 },
		{ 6, { 16.4, 6.9, 6.4, 2.7, 9.0, 6.9 }, 4 },
		{ 6, { 88.8, 42.9, 38.4, 12.2, 10.7, 6.9 }, 4 },
		{ 7, { 52.8, 22.0, 17.9, 14.9, 7.4, 4.0, 7.9 }, 2 },
		{ 7, { 90.1, 65.8, 50.1, 26.9, 15.8, 19.8, 7.8 }, 4 },
		{ 8, { 31.1, 29.4, 26.3, 22.1, 11.7, 7.9, 5.9, 0.7 }, NONE },
		{ 8, { 44.4, 28.6, 5.4, 3.7, 5.8, 3.7, 2.6, 3.8 }, 3 },
		{ 9, { 97.5, 53.4, 36.2, 27.7, 18.6, 21.5, 13.2, 3.6, 7.9 }, 3 },
		{ 9, { 90.6, 72.4, 56.4, 48.1, 15.0, 8.6, 5.7, 3.0, 2.8 }, 5 },
		{ 10, { 80.1, 77.8, 57.0, 50.7, 38.0, 21.4, 10.5, 3.5, 2.0, 6.0 }, 7 },
		{ 9, { 8, 4, 3, 2, 1, 0, 0, 0, 0 }, 6 }, /* a level top: its end */
		{ 12, { 99.2, 77.9, 79.9, 31.3, 13.4, 5.9, 9.8, 9.4, 7.9, 1.0, 1.7, 4.9 }, 2 },
		{ 15, { 57.0, 31.2, 27.0, 23.8, 10.7, 11.9, 12.1, 6.4, 5.7, 5.5, 3.1, 3.6, 4.7, 7.3,
		        7.3 }, 5 },
	};
	for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
		assert_int_equal(knee_of(curves[i].y, curves[i].n), curves[i].knee);
}

/* The inertias of the mall customers, k = 1 .. 12 (scikit-learn 1.2.1). */
static const double mall_inertia[] = {
	799.9999999999998,  544.0117647642655,  376.06314334999047, 275.20657718653763,
	209.27277498709577, 172.94419149129592, 148.6122166703076,  131.86661305634144,
	118.21389876298511, 107.00498197244707, 96.7712535394802,   86.83169694567992,
};

/* kneed 0.9.0 */
static void test_mall(void **unused)
{
	(void)unused;
	assert_int_equal(knee_of(mall_inertia, 12), 5);
	assert_int_equal(knee_of(mall_inertia, 10), 4);
	assert_int_equal(knee_of(mall_inertia + 1, 9) + 1, 5);
}

/* 1/x over 1 .. 10 stands farthest below its chord where its slope is the
 * chord's: 1/x^2 = 1/10, so x = 3.16, of which 3 is the nearest. */
static void test_hyperbola(void **unused)
{
	(void)unused;
	double y[10];
	for (int i = 0; i < 10; i++)
		y[i] = 1.0 / (i + 1);
	assert_int_equal(knee_of(y, 10), 3);
}

static void test_uneven_steps(void **unused)
{
	(void)unused;
	const double x[] = { 2, 3, 5, 10, 30 }, y[] = { 100, 40, 12, 8, 0 };
	size_t at;
	assert_true(knee_of_falling_curve(x, y, 5, &at));
	assert_int_equal(at, 2);
}

static void test_none(void **unused)
{
	(void)unused;
	const double straight[] = { 6, 5, 4, 3, 2, 1 }, level[] = { 4, 4, 4, 4 };
	const double concave[] = { 10, 9.5, 8, 5, 0 };
	assert_int_equal(knee_of(straight, 6), NONE);
	assert_int_equal(knee_of(level, 4), NONE);
	assert_int_equal(knee_of(concave, 5), NONE);
	assert_int_equal(knee_of(mall_inertia, 0), NONE);
	assert_int_equal(knee_of(mall_inertia, 2), NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kneed),
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_hyperbola),
		cmocka_unit_test(test_uneven_steps),
		cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
