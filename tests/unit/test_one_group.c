#include "trust/gap.h"
#include "trust/one_group_test.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static struct one_group group_of(const struct matrix *x)
{
	struct one_group group;
	struct failure why;
	assert_true(one_group_create(&group, x, &why));
	return group;
}

/* Rows along a line at 45 degrees: all that spreads is the first axis. */
static void test_line(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	assert_true(matrix_create(&x, 5, 2, &why));
	for (size_t i = 0; i < 5; i++)
		matrix_column(&x, 0)[i] = matrix_column(&x, 1)[i] = (double)i + 1e6;
	struct one_group group = group_of(&x);
	assert_near(group.widths[0], 4 * sqrt(2), 1e-9);
	assert_near(group.widths[1], 0, 1e-9);
	assert_near(group.deviations[0], 2, 1e-9); /* the variance of 0..4 is 2, twice */
	assert_near(group.deviations[1], 0, 1e-7);
	one_group_free(&group);
	matrix_free(&x);
}

/* numpy 2.4.6: svd of the centred rows, and their ranges along the axes. */
static void test_numpy(void **unused)
{
	(void)unused;
	static const double rows[6][3] = {
		{ 1, 2, 0.5 }, { 3, -1, 2 }, { 0, 4, 1 }, { -2, 0.5, 3 }, { 5, 1, -1 }, { 2, 2, 2 },
	};
	struct matrix x;
	struct failure why;
	assert_true(matrix_create(&x, 6, 3, &why));
	for (size_t i = 0; i < 6; i++)
		for (size_t j = 0; j < 3; j++)
			matrix_column(&x, j)[i] = rows[i][j];
	struct one_group group = group_of(&x);
	static const double widths[] = { 7.780001530612704, 4.946291164850424, 1.6372714837986422 };
	static const double deviations[] = { 2.4401902231773014, 1.6248492750441543, 0.5795619584254652 };
	for (size_t j = 0; j < 3; j++) {
		assert_near(group.widths[j], widths[j], 1e-13);
		assert_near(group.deviations[j], deviations[j], 1e-13);
	}
	one_group_free(&group);
	matrix_free(&x);
}

static void test_draws(void **unused)
{
	(void)unused;
	enum { ROWS = 20000 };
	double widths[] = { 6, 0 }, deviations[] = { 3, 0 };
	struct one_group group = { ROWS, 2, widths, deviations };
	for (enum one_group_kind kind = ONE_GROUP_BOX; kind <= ONE_GROUP_NORMAL; kind++) {
		struct matrix x;
		struct random random;
		struct failure why;
		double sum = 0, squares = 0, most = 0;
		random_seed(&random, 4, 0);
		assert_true(matrix_create(&x, ROWS, 2, &why));
		one_group_draw(&group, kind, &random, &x);
		for (size_t i = 0; i < ROWS; i++) {
			double value = matrix_column(&x, 0)[i];
			sum += value;
			squares += value * value;
			most = fmax(most, fabs(value));
			assert_true(matrix_column(&x, 1)[i] == 0);
		}
		assert_near(sum / ROWS, 0, 0.08);
		assert_near(squares / ROWS, kind == ONE_GROUP_BOX ? 3 : 9, 0.3);
		assert_true(kind == ONE_GROUP_BOX ? most <= 3 && most > 2.99 : most > 9);
		matrix_free(&x);
	}
}

static struct one_group_test test_of(const struct matrix *x, int threads)
{
	static const size_t k[] = { 1, 2, 3, 4 };
	struct failure why;
	struct one_group_test test;
	struct one_group group = group_of(x);
	struct reference_effort effort = { .references = 20, .n_init = 3, .threads = threads };
	double box[4 * 20];
	assert_true(reference_dispersions(&group, ONE_GROUP_BOX, k, 4, &effort, box, &why));
	assert_true(one_group_test(x, &group, k, 4, &effort, box, &test, &why));
	one_group_free(&group);
	return test;
}

enum shape { EVEN, NORMAL, TWO_GROUPS, TWO_POINTS };

static void make(struct matrix *x, enum shape shape)
{
	struct random random;
	struct failure why;
	random_seed(&random, 6, shape);
	assert_true(matrix_create(x, 300, 2, &why));
	for (size_t j = 0; j < 2; j++)
		for (size_t i = 0; i < 300; i++) {
			double apart = i % 3 == 0 ? 6 : 0;
			matrix_column(x, j)[i] = shape == TWO_POINTS ? (double)(i % 2 + i / 298)
			    : shape == EVEN ? random_unit(&random)
			    : random_normal(&random) + (shape == TWO_GROUPS ? apart : 0);
		}
}

static void test_verdicts(void **unused)
{
	(void)unused;
	for (enum shape shape = EVEN; shape <= TWO_GROUPS; shape++) {
		struct matrix x;
		make(&x, shape);
		struct one_group_test test = test_of(&x, 1), again = test_of(&x, 7);
		assert_true(test.structure == (shape == TWO_GROUPS));
		assert_true(test.box_z == again.box_z);
		if (shape == TWO_GROUPS) {
			assert_true(test.normal_z > ONE_GROUP_LIMIT && test.normal_z == again.normal_z);
			assert_int_equal(test.normal_k, 2);
			assert_int_equal(test.box_k, 2);
		} else {
			/* The box has settled it. */
			assert_true(test.box_z <= ONE_GROUP_LIMIT && isnan(test.normal_z));
			assert_int_equal(test.normal_k, 0);
		}
		matrix_free(&x);
	}
}

/* Three points and no more: their clusters have next to no spread. */
static void test_repeated_points(void **unused)
{
	(void)unused;
	static const size_t k[] = { 1, 2, 3 };
	struct matrix x;
	struct failure why;
	struct one_group_test test;
	make(&x, TWO_POINTS);
	struct one_group group = group_of(&x);
	struct reference_effort effort = { .references = 5, .n_init = 2, .threads = 1 };
	double box[3 * 5];
	assert_true(reference_dispersions(&group, ONE_GROUP_NORMAL, k, 3, &effort, box, &why));
	assert_true(one_group_test(&x, &group, k, 3, &effort, box, &test, &why));
	assert_true(test.structure && test.box_z > 100 && test.normal_z > 100);
	assert_int_equal(test.box_k, 3);
	one_group_free(&group);
	matrix_free(&x);
}

/* As many clusters as rows say nothing, and must not look like structure. */
static void test_as_many_as_rows(void **unused)
{
	(void)unused;
	static const size_t k[] = { 1, 2, 3, 4, 5, 6 };
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct matrix x;
		struct random random;
		struct failure why;
		struct one_group_test test;
		struct gap gap;
		double log_w[6];
		random_seed(&random, seed, 0);
		assert_true(matrix_create(&x, 6, 2, &why));
		for (size_t i = 0; i < 12; i++)
			matrix_column(&x, i / 6)[i % 6] = 1000 + random_unit(&random);
		struct one_group group = group_of(&x);
		struct reference_effort effort = reference_effort_for(6);
		assert_true(log_dispersions(&x, k, 6, 5, 1, log_w, &why));
		assert_true(gap_statistic(&group, k, log_w, 6, &effort, &gap, &why));
		assert_true(isnan(gap.value[5]) && isnan(gap.s[5]) && isfinite(gap.value[4]));
		assert_true(one_group_test(&x, &group, k, 6, &effort, gap.reference_log_w, &test, &why));
		assert_true(test.box_k < 6);
		assert_false(test.structure);
		gap_free(&gap);
		one_group_free(&group);
		matrix_free(&x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_numpy),
		cmocka_unit_test(test_draws),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_repeated_points),
		cmocka_unit_test(test_as_many_as_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
