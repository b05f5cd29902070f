#include "cluster/mix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Every cell of the table counts its own rows, however it grows. */
static void test_counts(void **state)
{
	(void)state;
	enum { SEGMENTS = 100 };
	struct mix mix = { 0 };
	struct failure why;
	for (size_t segment = SEGMENTS; segment-- > 0;)
		for (size_t level = 0; level < MIX_LEVEL_LIMIT; level++)
			for (size_t i = 0; i < (segment + 3 * level) % 5; i++)
				assert_true(mix_add(&mix, segment, level, &why));
	for (size_t segment = 0; segment < SEGMENTS; segment++)
		for (size_t level = 0; level < MIX_LEVEL_LIMIT; level++)
			assert_int_equal(mix_count(&mix, segment, level), (segment + 3 * level) % 5);
	assert_int_equal(mix_count(&mix, 100000, 0), 0);
	mix_free(&mix);
}

static void test_grows_from_small(void **state)
{
	(void)state;
	struct mix mix = { 0 };
	struct failure why;
	assert_int_equal(mix_count(&mix, 0, 0), 0);
	assert_true(mix_add(&mix, 0, 49, &why));
	assert_true(mix_add(&mix, 1000, 0, &why));
	assert_int_equal(mix_count(&mix, 0, 49), 1);
	assert_int_equal(mix_count(&mix, 999, 0), 0);
	assert_int_equal(mix_count(&mix, 1000, 0), 1);
	mix_free(&mix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_grows_from_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
