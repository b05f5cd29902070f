#include "base/eigen.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

enum { MOST = 30 };

/* numpy 2.4.6, linalg.eigh */
static void test_numpy(void **unused)
{
	(void)unused;
	double a[] = { 4, 1, -2, 0.5, 1, 2, 0, 1, -2, 0, 3, -2, 0.5, 1, -2, -1 };
	const double wanted_values[] = { 6.18971995097882, 2.2941653520957535, 1.6029285868466177,
		                         -2.0868138899211917 };
	const double wanted[] = {
		0.7175116396981586, 0.23115716039709255, -0.6072531642974578, 0.2509721270291525,
		0.3128743478692475, 0.7255743964652799, 0.6047842747352005, -0.09943550006137541,
		0.61532069665037, -0.6022225207947614, 0.3423237282123319, -0.3761953492856013,
		0.09309742003275961, -0.23965850253809273, 0.3850896526609763, 0.886342276977631,
	};
	double values[4], vectors[16];
	struct failure why;
	assert_true(symmetric_eigen(a, 4, values, vectors, &why));
	for (size_t j = 0; j < 4; j++)
		assert_near(values[j], wanted_values[j], 1e-14);
	for (size_t i = 0; i < 16; i++)
		assert_near(vectors[i], wanted[i], 1e-14);
}

/* What must hold for `a`: A v = lambda v, unit vectors at right angles, values
 * that fall, signs as promised. */
static void check(const double *a, size_t n, double size)
{
	double copy[MOST * MOST], values[MOST], vectors[MOST * MOST];
	struct failure why;
	memcpy(copy, a, n * n * sizeof *copy);
	assert_true(symmetric_eigen(copy, n, values, vectors, &why));
	for (size_t j = 0; j < n; j++) {
		const double *v = vectors + j * n;
		size_t greatest = 0;
		assert_true(j == 0 || values[j - 1] >= values[j]);
		for (size_t i = 0; i < n; i++) {
			double product = 0, dot = 0;
			for (size_t l = 0; l < n; l++) {
				product += a[i * n + l] * v[l];
				dot += vectors[i * n + l] * v[l];
			}
			assert_near(product, values[j] * v[i], 1e-13 * size * (double)n);
			assert_near(dot, i == j, 1e-13);
			greatest = fabs(v[i]) > fabs(v[greatest]) ? i : greatest;
		}
		assert_true(v[greatest] > 0);
	}
}

static void test_generated(void **unused)
{
	(void)unused;
	struct random random;
	double a[MOST * MOST];
	random_seed(&random, 1, 0);
	for (size_t n = 1; n <= MOST; n++)
		for (int power = -300; power <= 300; power += 150) {
			double size = pow(10, power);
			for (size_t i = 0; i < n; i++)
				for (size_t j = i; j < n; j++)
					a[i * n + j] = a[j * n + i] =
					    size * (2 * random_unit(&random) - 1);
			check(a, n, size);
		}
}

static void test_edges(void **unused)
{
	(void)unused;
	const double one[] = { -3 }, zeros[9] = { 0 };
	const double equal[] = { 2, 0, 0, 0, 2, 0, 0, 0, 2 };
	const double ones[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 }; /* rank 1 */
	const double sizes[] = { 1e-8, 1e-9, 1e-9, 1e8 };
	check(one, 1, 1);
	check(zeros, 3, 1);
	check(equal, 3, 1);
	check(ones, 3, 1);
	check(sizes, 2, 1);
	double values[3], vectors[9], copy[9];
	struct failure why;
	memcpy(copy, ones, sizeof copy);
	assert_true(symmetric_eigen(copy, 3, values, vectors, &why));
	assert_near(values[0], 3, 1e-15);
	assert_near(values[2], 0, 1e-15);
	/* What is below the diagonal is not looked at. */
	double half[] = { 2, 1, NAN, 2 };
	assert_true(symmetric_eigen(half, 2, values, vectors, &why));
	assert_near(values[0], 3, 1e-15);
	assert_near(vectors[0], sqrt(0.5), 1e-15);
}

static void test_refusal(void **unused)
{
	(void)unused;
	double values[2], vectors[4];
	struct failure why;
	double infinite[] = { 1, INFINITY, INFINITY, 1 }, undefined[] = { NAN, 0, 0, 1 };
	assert_false(symmetric_eigen(infinite, 2, values, vectors, &why));
	assert_string_equal(why.text, "no eigenvalues: a number of the matrix is not finite");
	assert_false(symmetric_eigen(undefined, 2, values, vectors, &why));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numpy),
		cmocka_unit_test(test_generated),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_refusal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
