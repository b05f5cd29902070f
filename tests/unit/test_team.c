#ifdef __linux__
#define _GNU_SOURCE /* for sched_getaffinity */
#endif

#include "base/team.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_little_work_is_for_one(void **state)
{
	(void)state;
	assert_int_equal(team_size(8, 0), 1);
	assert_int_equal(team_size(8, 1e6), 1);
	assert_int_equal(team_size(1, 1e12), 1);
	assert_int_equal(team_size(2, 1e12), 2);
}

#if defined(__linux__) && defined(_OPENMP)
/* A gathered team may run wherever the process may. */
static void test_gathering_binds_nobody(void **state)
{
	(void)state;
	cpu_set_t before, after[4];
	assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
	for (int again = 0; again < 2; again++) {
		int known = 0;
		team_gather(4);
#pragma omp parallel for num_threads(4) schedule(static, 1) reduction(+ : known)
		for (int i = 0; i < 4; i++)
			known += sched_getaffinity(0, sizeof after[i], &after[i]) == 0;
		assert_int_equal(known, 4);
		for (int i = 0; i < 4; i++)
			assert_true(CPU_EQUAL(&before, &after[i]));
	}
}

static void test_inside_a_team_nothing_is_gathered(void **state)
{
	(void)state;
	int sum = 0;
#pragma omp parallel for num_threads(2) reduction(+ : sum)
	for (int i = 0; i < 100; i++) {
		team_gather(2);
		sum += i;
	}
	assert_int_equal(sum, 4950);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_little_work_is_for_one),
#if defined(__linux__) && defined(_OPENMP)
		cmocka_unit_test(test_gathering_binds_nobody),
		cmocka_unit_test(test_inside_a_team_nothing_is_gathered),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
