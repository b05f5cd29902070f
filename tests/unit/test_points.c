#include "plot/palette.h"
#include "plot/points.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Machado, Oliveira and Fernandes (2009), table 1, severity 1; the first: as it is. */
static const double kinds[4][3][3] = {
	{ { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
	{ { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 },
	  { -0.003882, -0.048116, 1.051998 } },
	{ { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 },
	  { -0.011820, 0.042940, 0.968881 } },
	{ { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 },
	  { 0.004733, 0.691367, 0.303900 } },
};
static const double to_xyz[3][3] = { { 0.4124, 0.3576, 0.1805 }, { 0.2126, 0.7152, 0.0722 },
	                             { 0.0193, 0.1192, 0.9505 } };

static double linear(double c)
{
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static void multiply(const double matrix[3][3], const double in[3], double out[3])
{
	for (int i = 0; i < 3; i++)
		out[i] = matrix[i][0] * in[0] + matrix[i][1] * in[1] + matrix[i][2] * in[2];
}

/* CIE 1976 L*a*b*, of the white D65. */
static void to_lab(uint32_t rgb, const double kind[3][3], double lab[3])
{
	static const double white[3] = { 0.9505, 1, 1.089 };
	double light[3], seen[3], f[3];
	for (int i = 0; i < 3; i++)
		light[i] = linear((rgb >> (16 - 8 * i) & 0xFF) / 255.0);
	multiply(kind, light, seen);
	for (int i = 0; i < 3; i++)
		seen[i] = fmin(fmax(seen[i], 0), 1);
	multiply(to_xyz, seen, f);
	for (int i = 0; i < 3; i++) {
		double t = f[i] / white[i];
		f[i] = t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
	}
	lab[0] = 116 * f[1] - 16;
	lab[1] = 500 * (f[0] - f[1]);
	lab[2] = 200 * (f[1] - f[2]);
}

static double distance(uint32_t one, uint32_t other, const double kind[3][3])
{
	double a[3], b[3];
	to_lab(one, kind, a);
	to_lab(other, kind, b);
	return sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
	            + (a[2] - b[2]) * (a[2] - b[2]));
}

/* The least between two of so many segments, each at any of the strengths. */
static double least_distance(size_t segments, const double *strengths, size_t count,
                             const double kind[3][3])
{
	double least = INFINITY;
	for (size_t i = 0; i < segments * count; i++)
		for (size_t j = 0; j < i; j++)
			if (i / count != j / count)
				least = fmin(least, distance(palette_tint(i / count, strengths[i % count]),
				                             palette_tint(j / count, strengths[j % count]),
				                             kind));
	return least;
}

static void test_colours_of_segments(void **unused)
{
	(void)unused;
	static const double full[] = { 1 };
	for (int kind = 0; kind < 4; kind++)
		assert_true(least_distance(PALETTE_COLOURS, full, 1, kinds[kind]) > 16);
}

/* However many rows are in the cells. */
static void test_colours_of_densities(void **unused)
{
	(void)unused;
	assert_true(least_distance(PALETTE_COLOURS, points_strengths, POINTS_STRENGTHS, kinds[0])
	            > 8.9);
	for (int kind = 1; kind < 4; kind++)
		assert_true(least_distance(8, points_strengths, POINTS_STRENGTHS, kinds[kind]) > 4.4);
}

static void test_strengths(void **unused)
{
	(void)unused;
	assert_true(points_strengths[0] >= 0.45);
	assert_true(points_strength(1, 1) == points_strengths[POINTS_STRENGTHS - 1]);
	for (size_t most = 2; most < 5000; most = most * 3 / 2 + 1) {
		double last = 0;
		for (size_t count = 1; count <= most; count++) {
			double strength = points_strength(count, most);
			assert_true(strength >= last);
			last = strength;
		}
		assert_true(points_strength(1, most) == points_strengths[0]);
		assert_true(last == points_strengths[POINTS_STRENGTHS - 1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colours_of_segments),
		cmocka_unit_test(test_colours_of_densities),
		cmocka_unit_test(test_strengths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
