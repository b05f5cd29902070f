#include "persona/naming.h"

#include "persona/traits.h"
#include "persona_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Names the segments of a profile, given their names by commas, and holds the
 * result against `expected`, by |. */
static void check(const char *profile, const char *names, const char *expected)
{
	struct segments segments;
	struct header list = { 0 };
	struct failure why;
	if (!segments_from(&segments, profile, "cluster", &why))
		fail_msg("%s", why.text);
	for (size_t i = 0; i < segments.count; i++) {
		size_t length = strcspn(names, ",");
		assert_true(header_add(&list, names, length, &why));
		names += length + (names[length] == ',');
	}
	assert_true(naming_distinct(&list, &segments, &why));
	char joined[1024] = "";
	for (size_t i = 0; i < list.count; i++) {
		strcat(joined, i > 0 ? "|" : "");
		strcat(joined, list.names[i]);
	}
	assert_string_equal(joined, expected);
	header_free(&list);
	segments_free(&segments);
}

static void test_two(void **state)
{
	(void)state;
	check("cluster,count,age,annual_income\n0,1,56,54\n1,1,27,56\n2,1,30,90\n", "B,B,C",
	      "B (older)|B (younger)|C");
	check("cluster,count,age,annual_income\n0,1,30,20\n1,1,30,56\n", "B,B",
	      "B (lower annual income)|B (higher annual income)");
	/* The spread counts beside the population, not by itself. */
	check("cluster,count,age,annual_income\n0,1,50,100200\n1,1,30,100000\n", "B,B",
	      "B (older)|B (younger)");
	/* A mean of 0, and a negative one. */
	check("cluster,count,gain\n0,1,-5\n1,1,5\n", "B,B", "B (lower gain)|B (higher gain)");
	check("cluster,count,gain\n0,1,-5\n1,1,-9\n", "B,B", "B (higher gain)|B (lower gain)");
}

static void test_many(void **state)
{
	(void)state;
	check("cluster,count,age\n0,1,26.92\n1,1,40.1\n2,1,60\n", "B,B,B",
	      "B (age 27)|B (age 40)|B (age 60)");
	check("cluster,count,age\n0,1,26.92\n1,1,27.1\n2,1,60\n", "B,B,B",
	      "B (age 26.9)|B (age 27.1)|B (age 60)");
	check("cluster,count,x\n0,1,0.001\n1,1,0.0012\n2,1,-0.0012\n", "B,B,B",
	      "B (x 0.001)|B (x 0.0012)|B (x -0.0012)");
	/* The widest feature would leave two alike; another tells all apart. */
	check("cluster,count,age,income\n0,1,20,50\n1,1,80,51\n2,1,80,52\n", "B,B,B",
	      "B (income 50)|B (income 51)|B (income 52)");
	/* None does. */
	check("cluster,count,age\n0,1,20\n1,1,80\n2,1,80\n", "B,B,B",
	      "B (age 20)|B (age 80, 1)|B (age 80, 2)");
}

static void test_equal(void **state)
{
	(void)state;
	check("cluster,count,age\n0,1,20\n1,4,20\n", "B,B", "B (1)|B (2)");
	check("cluster,count\n0,1\n1,4\n2,5\n", "B,C,B", "B (1)|C|B (2)");
	check("cluster,count,age_sd,age\n0,1,4,20\n1,4,9,20\n", "B,B", "B (1)|B (2)");
}

static void test_parenthesis(void **state)
{
	(void)state;
	check("cluster,count,age\n0,1,20\n1,1,60\n", "Unmatched (high milk),Unmatched (high milk)",
	      "Unmatched (high milk, younger)|Unmatched (high milk, older)");
}

/* A rule may have the very name that another group would get. */
static void test_no_name_twice(void **state)
{
	(void)state;
	check("cluster,count,age\n0,1,20\n1,1,60\n2,1,40\n", "B,B,B (older)",
	      "B (younger)|B (older, 1)|B (older, 2)");
	check("cluster,count\n0,1\n1,1\n2,1\n", "B,B,B (1)", "B (2)|B (3)|B (1)");
}

static void assert_traits(const char *profile, const char *expected, size_t most,
                          const char *expected_name)
{
	const struct thresholds thresholds = { .low = 0.8, .high = 1.2 };
	struct segments segments;
	struct buffer text = { 0 }, name = { 0 };
	struct failure why;
	if (!segments_from(&segments, profile, "cluster", &why))
		fail_msg("%s", why.text);
	assert_true(traits_text(&text, &segments, &thresholds, 0, &why));
	assert_true(traits_name(&name, &segments, &thresholds, 0, most, &why));
	assert_true(buffer_append_byte(&text, '\0') && buffer_append_byte(&name, '\0'));
	assert_string_equal(text.data, expected);
	assert_string_equal(name.data, expected_name);
	buffer_free(&text);
	buffer_free(&name);
	segments_free(&segments);
}

static void test_traits(void **state)
{
	(void)state;
	assert_traits("cluster,count,age,spending_score\n0,1,26,82.128\n1,1,54,17.872\n",
	              "high spending score 82.1 (164 % of average), low age 26 (65 % of average)", 1,
	              "high spending score");
	assert_traits("cluster,count,age\n0,1,40\n1,1,41\n", "near the average in everything", 2,
	              "near average");
	/* Names keep the order of the columns, so that they can be held against each other. */
	assert_traits("cluster,count,fresh,milk,frozen\n0,1,20,5,90\n1,1,10,5,10\n",
	              "high frozen 90 (180 % of average), high fresh 20 (133 % of average)", 2,
	              "high fresh, high frozen");
	assert_traits("cluster,count,gain\n0,1,-0.0123456\n1,3,-9.9\n",
	              "high gain -0.0123 (average -7.43)", 2, "high gain");
	assert_traits("cluster,count,gain\n0,1,7\n1,1,-7\n", "high gain 7 (average 0)", 2,
	              "high gain");
	/* Statistics of a feature are no traits. */
	assert_traits("cluster,count,age,age_sd,share_sex_F\n0,1,40,9,1\n1,1,41,1,0\n",
	              "near the average in everything", 2, "near average");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_parenthesis),
		cmocka_unit_test(test_no_name_twice),
		cmocka_unit_test(test_traits),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
