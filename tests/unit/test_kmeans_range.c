#include "kmeans/kmeans_range.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { LEAST = 2, COUNT = 5, COLS = 3 };

static void make(struct matrix *x, size_t rows)
{
	struct random random;
	struct failure why;
	random_seed(&random, 3, 0);
	assert_true(matrix_create(x, rows, COLS, &why));
	for (size_t j = 0; j < COLS; j++)
		for (size_t i = 0; i < rows; i++)
			matrix_column(x, j)[i] = random_unit(&random);
}

/* Whether they run side by side or not, each is what a fit of its own gives. */
static void same_as_one_by_one(void **state)
{
	(void)state;
	static const size_t sizes[] = { 300, 200000 };
	for (size_t s = 0; s < 2; s++) {
		struct matrix x;
		struct failure why;
		struct kmeans_options how = kmeans_defaults;
		struct kmeans_result results[COUNT];
		size_t failed;
		how.n_init = 2;
		how.threads = 2;
		make(&x, sizes[s]);
		assert_true(kmeans_fit_range(&x, &how, LEAST, COUNT, results, &failed, &why));
		for (size_t i = 0; i < COUNT; i++) {
			struct kmeans_result one;
			how.k = LEAST + i;
			assert_true(kmeans_fit(&x, &how, &one, &why));
			assert_int_equal(results[i].k, how.k);
			assert_true(results[i].inertia == one.inertia);
			assert_memory_equal(results[i].labels, one.labels,
			                    x.rows * sizeof *one.labels);
			kmeans_free(&one);
			kmeans_free(&results[i]);
		}
		matrix_free(&x);
	}
}

static void the_least_k_that_fails_is_named(void **state)
{
	(void)state;
	struct matrix x;
	struct failure why;
	struct kmeans_options how = kmeans_defaults;
	struct kmeans_result results[COUNT];
	size_t failed;
	how.threads = 2;
	make(&x, 3);
	assert_false(kmeans_fit_range(&x, &how, LEAST, COUNT, results, &failed, &why));
	assert_int_equal(failed, 4);
	assert_string_equal(why.text, "k is greater than the number of rows");
	for (size_t i = 0; i < COUNT; i++)
		kmeans_free(&results[i]);
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_one_by_one),
		cmocka_unit_test(the_least_k_that_fails_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
