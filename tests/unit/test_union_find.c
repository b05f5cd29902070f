#include "density/union_find.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_the_smallest_is_the_root(void **unused)
{
	(void)unused;
	struct union_find sets;
	assert_true(union_find_create(&sets, 10));
	union_find_unite(&sets, 9, 7);
	union_find_unite(&sets, 3, 4);
	union_find_unite(&sets, 7, 4);
	union_find_unite(&sets, 8, 8);
	static const uint32_t roots[] = { 0, 1, 2, 3, 3, 5, 6, 3, 8, 3 };
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(union_find_root(&sets, i), roots[i]);
	union_find_free(&sets);
}

/* Threads that unite the same members at once: i with i + 6 and with i + 10,
 * from the far end, so that roots move all the time. */
static void test_many_threads(void **unused)
{
	(void)unused;
	enum { COUNT = 100000 };
	for (int threads = 1; threads <= 7; threads += 2) {
		struct union_find sets;
		assert_true(union_find_create(&sets, COUNT));
		#pragma omp parallel for num_threads(threads) schedule(dynamic, 16)
		for (uint32_t i = 0; i < COUNT - 10; i++) {
			union_find_unite(&sets, COUNT - 1 - i, COUNT - 11 - i);
			union_find_unite(&sets, COUNT - 11 - i + 6, COUNT - 11 - i);
		}
		for (uint32_t i = 0; i < COUNT; i++)
			assert_int_equal(union_find_root(&sets, i), i % 2);
		union_find_free(&sets);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_smallest_is_the_root),
		cmocka_unit_test(test_many_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
