#include "summary/pca.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static struct matrix table(size_t rows, size_t cols, double (*at)(size_t row, size_t col))
{
	struct matrix x;
	struct failure why;
	assert_true(matrix_create(&x, rows, cols, &why));
	for (size_t j = 0; j < cols; j++)
		for (size_t i = 0; i < rows; i++)
			matrix_column(&x, j)[i] = at(i, j);
	return x;
}

static double made_up(size_t i, size_t j)
{
	double first = (double)((7 * i * i + 3 * i) % 11);
	return j == 0 ? first : j == 1 ? (double)((5 * i + 2) % 7) - 0.5 * first
	                               : (double)(i * i % 13) * 0.25 + (double)i * 0.1;
}

/* scikit-learn 1.9.1, PCA().fit: explained_variance_ * 11 / 12, components_,
 * explained_variance_ratio_, and transform of the first row. */
static void test_scikit_learn(void **unused)
{
	(void)unused;
	struct matrix x = table(12, 3, made_up);
	struct pca pca;
	struct failure why;
	assert_true(pca_fit(&x, 1, &pca, &why));
	const double variances[] = { 20.14495157, 2.31392765, 0.98033953 };
	const double shares[] = { 0.85945491, 0.09872034, 0.04182475 };
	const double components[] = { 0.75421244, -0.65535159, 0.04096208, 0.50518959, 0.61898596,
		                      0.60136499, -0.41946046, -0.43286334, 0.79792371 };
	const double first[] = { -3.61826162, -2.42565196, -0.68584621 };
	for (size_t i = 0; i < 3; i++) {
		double scores[12];
		assert_near(pca.variances[i], variances[i], 1e-8);
		assert_near(pca_share(&pca, i), shares[i], 1e-8);
		pca_project(&pca, &x, i, scores);
		assert_near(scores[0], first[i], 1e-8);
	}
	for (size_t i = 0; i < 9; i++)
		assert_near(pca.components[i], components[i], 1e-8);
	pca_free(&pca);
	matrix_free(&x);
}

static double noisy(size_t i, size_t j)
{
	uint32_t state = (uint32_t)(i * 40503u + j * 977u + 1) * 2654435761u;
	state ^= state >> 15;
	return (double)(state * 2246822519u >> 8) / 16777216 * (double)(j + 1);
}

/* The scores of two components are uncorrelated, and their variance is what
 * the component says. */
static void test_scores(void **unused)
{
	(void)unused;
	enum { N = 5000 };
	static double a[N], b[N];
	struct matrix x = table(N, 4, noisy);
	struct pca pca;
	struct failure why;
	assert_true(pca_fit(&x, 2, &pca, &why));
	for (size_t c = 0; c + 1 < 4; c++) {
		double mean = 0, square = 0, product = 0;
		pca_project(&pca, &x, c, a);
		pca_project(&pca, &x, c + 1, b);
		for (size_t i = 0; i < N; i++) {
			mean += a[i] / N;
			square += a[i] * a[i] / N;
			product += a[i] * b[i] / N;
		}
		assert_near(mean, 0, 1e-12);
		assert_near(square, pca.variances[c], 1e-10);
		assert_near(product, 0, 1e-10);
		assert_true(pca.variances[c] >= pca.variances[c + 1]);
	}
	pca_free(&pca);
	matrix_free(&x);
}

static void test_threads(void **unused)
{
	(void)unused;
	struct matrix x = table(300000, 5, noisy);
	struct pca one, many;
	struct failure why;
	assert_true(pca_fit(&x, 1, &one, &why));
	for (int threads = 2; threads <= 7; threads += 5) {
		assert_true(pca_fit(&x, threads, &many, &why));
		assert_memory_equal(one.components, many.components, 25 * sizeof(double));
		assert_memory_equal(one.variances, many.variances, 5 * sizeof(double));
		pca_free(&many);
	}
	pca_free(&one);
	matrix_free(&x);
}

static double constant(size_t i, size_t j)
{
	(void)i;
	return 1e6 + (double)j;
}

static double offset(size_t i, size_t j)
{
	return 1e9 + (double)(j == 0 ? i % 2 : i / 2 % 2);
}

/* No variance is no reason to fail, and an offset costs no digits. */
static void test_edges(void **unused)
{
	(void)unused;
	struct pca pca;
	struct failure why;
	struct matrix x = table(7, 2, constant);
	assert_true(pca_fit(&x, 1, &pca, &why));
	assert_true(pca.total == 0 && pca_share(&pca, 0) == 0);
	pca_free(&pca);
	matrix_free(&x);
	x = table(1, 3, noisy);
	assert_true(pca_fit(&x, 1, &pca, &why));
	assert_true(pca.total == 0);
	pca_free(&pca);
	matrix_free(&x);
	x = table(8, 2, offset);
	assert_true(pca_fit(&x, 1, &pca, &why));
	assert_true(pca.variances[0] == 0.25 && pca.variances[1] == 0.25);
	pca_free(&pca);
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scikit_learn),
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
