#include "persona/segments.h"

#include "persona_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static size_t column(const struct segments *segments, const char *name)
{
	size_t at = header_find(&segments->names, name);
	assert_true(at < segments->names.count);
	return at;
}

static void assert_uses(const char *header, const char *row, const char *name,
                        enum column_use use)
{
	char text[512];
	snprintf(text, sizeof text, "%s\n%s\n", header, row);
	struct segments segments;
	struct failure why;
	if (!segments_from(&segments, text, "cluster", &why))
		fail_msg("%s", why.text);
	assert_int_equal(segments.columns[column(&segments, name)].use, use);
	segments_free(&segments);
}

static void test_uses(void **state)
{
	(void)state;
	const char *header = "cluster,count,share,age,age_sd,age_p90,x_sd,share_gender_F,trust,"
	                     "stability,city,customer_id";
	const char *row = "0,2,1,40,,52,3,0.5,stable,0.9,Turin,17";
	const struct {
		const char *name;
		enum column_use use;
	} expected[] = {
		{ "count", COLUMN_NUMBER }, { "share", COLUMN_NUMBER }, { "age", COLUMN_FEATURE },
		{ "age_sd", COLUMN_OTHER }, { "age_p90", COLUMN_NUMBER },
		{ "x_sd", COLUMN_FEATURE }, /* there is no x: a name like any other */
		{ "share_gender_F", COLUMN_NUMBER }, { "trust", COLUMN_OTHER },
		{ "stability", COLUMN_NUMBER }, { "city", COLUMN_OTHER },
		{ "customer_id", COLUMN_OTHER },
	};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_uses(header, row, expected[i].name, expected[i].use);
}

static void test_population_is_weighted(void **state)
{
	(void)state;
	struct segments segments;
	struct failure why;
	assert_true(segments_from(&segments, "cluster,count,x,y,z\n0,3,10,-1,0\n1,1,50,3,0\n",
	                          "cluster", &why));
	const struct population *x = &segments.columns[column(&segments, "x")].population;
	const struct population *y = &segments.columns[column(&segments, "y")].population;
	const struct population *z = &segments.columns[column(&segments, "z")].population;
	assert_true(x->mean == 20 && x->scale == 20 && !x->zero);
	assert_true(y->mean == 0 && y->scale == 1.5 && y->zero);
	assert_true(z->mean == 0 && z->scale == 0 && z->zero);
	/* The share was not there. */
	assert_true(segments_value(&segments, 0, segments.share_at) == 0.75);
	assert_true(segments_value(&segments, 1, segments.share_at) == 0.25);
	segments_free(&segments);
}

static void test_refused(void **state)
{
	(void)state;
	const struct {
		const char *text, *reason;
	} refused[] = {
		{ "cluster,age\n0,1\n", "FILE:1: no column 'count'; the columns are: cluster, age; "
		                        "seg-profile writes it" },
		{ "segment,count\n0,1\n", "FILE:1: no column 'cluster'; the columns are: segment, "
		                          "count; --by names the column of the segments" },
		{ "cluster,count\n", "the profile has a header and no segments; did the stage before "
		                     "fail?" },
		{ "cluster,count,age\n0,1,3\n1,1,\n", "FILE:3: column 'age': missing value: ''" },
		{ "cluster,count,age\n0,1,\n1,1,\n", "FILE:2: column 'age': missing value: ''" },
		{ "cluster,count,age\n0,1,3\n1,1,x\n", "FILE:3: column 'age': not a number: 'x'" },
		{ "cluster,count\n0,0\n", "FILE:2: column 'count': not positive: '0'" },
		{ "cluster,count\n0,-2\n", "FILE:2: column 'count': not positive: '-2'" },
		{ "cluster,count\n0,many\n", "FILE:2: column 'count': not a number: 'many'" },
		{ "cluster,count,share\n0,1,\n", "FILE:2: column 'share': missing value: ''" },
		{ "cluster,count\n0,1\n0,2\n", "FILE:3: column 'cluster': this segment is there "
		                               "twice: '0'" },
		{ "cluster,count\n,1\n", "FILE:2: column 'cluster': no segment: ''" },
		{ "cluster,count,x\n0,2,1e308\n", "column 'x': the numbers are too large for their "
		                                  "mean" },
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct segments segments;
		struct failure why;
		assert_false(segments_from(&segments, refused[i].text, "cluster", &why));
		assert_string_equal(why.text, refused[i].reason);
		segments_free(&segments);
	}
}

static void test_other_name_and_noise(void **state)
{
	(void)state;
	struct segments segments;
	struct failure why;
	assert_true(segments_from(&segments, "{\"label\":-1,\"count\":1,\"cluster\":5}\n"
	                          "{\"label\":\"a\",\"count\":2,\"cluster\":6}\n", "label", &why));
	assert_int_equal(segments.count, 2);
	assert_true(segments_is_noise(&segments, 0) && !segments_is_noise(&segments, 1));
	/* A number of a segment is no feature. */
	assert_int_equal(segments.columns[column(&segments, "cluster")].use, COLUMN_NUMBER);
	segments_free(&segments);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uses),
		cmocka_unit_test(test_population_is_weighted),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_other_name_and_noise),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
