#include "quality/common_refinement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { ROWS = 6 };

static void test_finer_than_each(void **unused)
{
	(void)unused;
	static const int32_t one[ROWS] = { 0, 0, 1, 1, -1, -1 }, two[ROWS] = { 1, 0, 0, 0, 1, 1 };
	static const int32_t expected[ROWS] = { 0, 1, 2, 2, 3, 3 };
	struct common_refinement refinement;
	struct failure why;
	bool refined;
	assert_true(common_refinement_create(&refinement, ROWS, &why));
	assert_int_equal(refinement.groups, 1);
	assert_true(common_refinement_add(&refinement, &(struct labelling){ one, 2 }, ROWS,
	                                  &refined, &why));
	assert_true(refined);
	assert_int_equal(refinement.groups, 3);
	assert_true(common_refinement_add(&refinement, &(struct labelling){ two, 5 }, ROWS,
	                                  &refined, &why));
	assert_true(refined);
	assert_int_equal(refinement.groups, 4);
	assert_memory_equal(refinement.group, expected, sizeof expected);
	common_refinement_free(&refinement);
}

static void test_too_many(void **unused)
{
	(void)unused;
	static const int32_t one[ROWS] = { 0, 0, 0, 1, 1, 1 }, two[ROWS] = { 0, 1, 2, 3, 4, 5 };
	static const int32_t kept[ROWS] = { 0, 0, 0, 1, 1, 1 };
	struct common_refinement refinement;
	struct failure why;
	bool refined;
	assert_true(common_refinement_create(&refinement, ROWS, &why));
	assert_true(common_refinement_add(&refinement, &(struct labelling){ one, 2 }, 5, &refined,
	                                  &why));
	assert_true(refined);
	assert_true(common_refinement_add(&refinement, &(struct labelling){ two, 6 }, 5, &refined,
	                                  &why));
	assert_false(refined);
	assert_int_equal(refinement.groups, 2);
	assert_memory_equal(refinement.group, kept, sizeof kept);
	common_refinement_free(&refinement);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finer_than_each),
		cmocka_unit_test(test_too_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
