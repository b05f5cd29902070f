#include "summary/mix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void add(struct mix *mix, size_t segment, const char *level)
{
	struct failure why;
	assert_true(mix_add(mix, segment, level, strlen(level), &why));
}

/* Every cell of the table counts its own rows, however it grows. */
static void test_counts(void **state)
{
	(void)state;
	enum { SEGMENTS = 100 };
	struct mix mix = { 0 };
	struct failure why;
	char name[32];
	for (size_t segment = SEGMENTS; segment-- > 0;)
		for (size_t level = MIX_LEVEL_LIMIT; level-- > 0;) {
			snprintf(name, sizeof name, "%02zu", level);
			for (size_t i = 0; i < 1 + (segment + 3 * level) % 5; i++)
				add(&mix, segment, name);
		}
	assert_false(mix_add(&mix, 0, "one more", 8, &why));
	assert_string_equal(why.text, "more than 50 levels");
	assert_true(mix_sort(&mix, &why));
	assert_int_equal(mix.levels.count, MIX_LEVEL_LIMIT);
	for (size_t segment = 0; segment < SEGMENTS; segment++)
		for (size_t level = 0; level < MIX_LEVEL_LIMIT; level++)
			assert_int_equal(mix_count(&mix, segment, level), 1 + (segment + 3 * level) % 5);
	assert_int_equal(mix_count(&mix, 100000, 0), 0);
	mix_free(&mix);
}

static void test_levels_by_bytes(void **state)
{
	(void)state;
	static const char *const sorted[] = { "", "10", "9", "F", "M", "f" };
	struct mix mix = { 0 };
	struct failure why;
	add(&mix, 1000, "M");
	add(&mix, 0, "f");
	add(&mix, 0, "");
	add(&mix, 0, "9");
	add(&mix, 0, "F");
	add(&mix, 0, "10");
	add(&mix, 0, "F");
	assert_true(mix_sort(&mix, &why));
	for (size_t i = 0; i < 6; i++) {
		size_t length;
		const char *level = mix_level(&mix, i, &length);
		assert_int_equal(length, strlen(sorted[i]));
		assert_memory_equal(level, sorted[i], length);
	}
	assert_int_equal(mix_count(&mix, 0, 3), 2);
	assert_int_equal(mix_count(&mix, 0, 4), 0);
	assert_int_equal(mix_count(&mix, 1000, 4), 1);
	mix_free(&mix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_levels_by_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
