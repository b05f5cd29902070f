#include "clean/feature_plan.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
static struct feature_plan plan;
static struct cell cells[8];

static void start(enum missing_mode mode)
{
	plan = (struct feature_plan){ .mode = mode, .epsilon = 1e-9 };
	missing_words_set(&plan.missing, MISSING_DEFAULT);
}

static struct row row_of(const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cells[i] = (struct cell){ .text = texts[i], .length = strlen(texts[i]) };
	return (struct row){ .cells = cells, .count = count };
}

static bool settle(const char *const *names, size_t count, const char *features)
{
	struct header header = { 0 };
	bool unnamed[8] = { false };
	for (size_t i = 0; i < count; i++) {
		unnamed[i] = names[i][0] == '\0';
		assert_true(header_add(&header, unnamed[i] ? "column_1" : names[i],
		                       strlen(unnamed[i] ? "column_1" : names[i]), &why));
	}
	bool settled = plan_settle(&plan, &header, unnamed, features, &why);
	assert_null(header.names); /* taken over */
	return settled;
}

/* Writes header and rows as they come out. */
static const char *written(const char *const (*rows)[3], size_t count)
{
	struct output output;
	int fd = open(scratch_path("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	output_open(&output, fd, "out", STREAM_CSV);
	bool made = plan_write_header(&plan, &output, &why);
	for (size_t i = 0; made && i < count; i++) {
		struct row row = row_of(rows[i], 3);
		made = plan_write_row(&plan, &row, &output, &why);
	}
	if (made)
		assert_true(output_flush(&output, &why));
	output_free(&output);
	close(fd);
	return made ? scratch_read("out") : NULL;
}

static const char *const mall[] = { "gender", "annual_income", "spending_score" };

static void test_usual_ratio(void **unused)
{
	(void)unused;
	start(MISSING_ERROR);
	assert_true(settle(mall, 3, NULL));
	assert_int_equal(plan.ratio_count, 1);
	assert_string_equal(plan.ratios[0].name, "spend_income_ratio");
	assert_false(plan_needs_two_passes(&plan));
	const char *const rows[][3] = { { "Male", "15", "39" }, { "x,y", "-4", "1" } };
	/* Python: 39 / (15 + 1e-9), 1 / (-4 + 1e-9) */
	assert_string_equal(written(rows, 2), "gender,annual_income,spending_score,spend_income_ratio\n"
	                                      "Male,15,39,2.5999999998266667\n"
	                                      "\"x,y\",-4,1,-0.2500000000625\n");
	plan_free(&plan);
}

static void test_no_ratio_without_its_sources(void **unused)
{
	(void)unused;
	const char *const there[] = { "annual_income", "spending_score", "spend_income_ratio" };
	const char *const away[] = { "age", "annual_income", "score" };
	start(MISSING_ERROR);
	assert_true(settle(there, 3, NULL));
	assert_int_equal(plan.ratio_count, 0);
	plan_free(&plan);
	start(MISSING_ERROR);
	assert_true(settle(away, 3, NULL));
	assert_int_equal(plan.ratio_count, 0);
	plan_free(&plan);
}

static void test_division_by_zero(void **unused)
{
	(void)unused;
	start(MISSING_ERROR);
	plan.epsilon = 0;
	assert_true(settle(mall, 3, NULL));
	const char *const rows[][3] = { { "Male", "0", "39" } };
	assert_null(written(rows, 1));
	assert_string_equal(why.text, "'spending_score' cannot be divided by 'annual_income' here; "
	                              "--epsilon X is added to it");
	const char *const text[][3] = { { "Male", "0x10", "39" } };
	assert_null(written(text, 1));
	assert_string_equal(why.text, "column 'annual_income': not a number: '0x10'");
	plan_free(&plan);
}

static void assert_missing(const char *one, const char *two, const char *three, size_t wanted)
{
	const char *const texts[] = { one, two, three };
	struct row row = row_of(texts, 3);
	assert_int_equal(plan_find_missing(&plan, &row), wanted);
}

static void test_what_may_be_missing(void **unused)
{
	(void)unused;
	const char *const names[] = { "", "age", "score" };
	start(MISSING_ERROR);
	assert_true(settle(names, 3, NULL));
	assert_missing("", "1", "2", 3); /* a column without a name does not count */
	assert_missing("", "NA", "?", 1);
	assert_missing("", "1", "", 2);
	plan_free(&plan);
	start(MISSING_ERROR);
	assert_true(settle(names, 3, "score"));
	assert_missing("", "", "2", 3);
	assert_missing("", "", "-", 2);
	plan_free(&plan);
	start(MISSING_ERROR);
	/* The sources of what is derived count, whatever the list says. */
	assert_true(ratio_parse(&plan.ratios[plan.ratio_count++], "r=age/score", &why));
	assert_true(settle(names, 3, "r"));
	assert_missing("", "", "2", 1);
	plan_free(&plan);
	start(MISSING_ERROR);
	assert_false(settle(names, 3, "income"));
	assert_string_equal(why.text, "no column 'income'; the columns are: column_1, age, score");
	plan_free(&plan);
}

static void note(const char *const (*rows)[3], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct row row = row_of(rows[i], 3);
		assert_true(plan_note(&plan, &row, &why));
	}
	assert_true(plan_decide(&plan, &why));
}

static void test_fills_before_it_divides(void **unused)
{
	(void)unused;
	const char *const rows[][3] = { { "Male", "10", "39" }, { "NA", "", "30" }, { "x", "21", "?" } };
	start(MISSING_MEAN);
	plan.epsilon = 0.5;
	assert_true(settle(mall, 3, NULL));
	assert_true(plan_needs_two_passes(&plan));
	note(rows, 3);
	/* Text is left as it was; 15.5 and 34.5 are the means. */
	assert_string_equal(written(rows, 3), "gender,annual_income,spending_score,spend_income_ratio\n"
	                                      "Male,10,39,3.7142857142857144\n"
	                                      "NA,15.5,30,1.875\n"
	                                      "x,21,34.5,1.6046511627906976\n");
	plan_free(&plan);
}

static void test_codes(void **unused)
{
	(void)unused;
	const char *const rows[][3] = { { "Male", "1", "2" }, { "Female", "1", "2" } };
	start(MISSING_ERROR);
	assert_true(encoding_parse(&plan.encodings[plan.encoding_count++], "gender", 6, &why));
	assert_true(settle(mall, 3, "gender_male,spend_income_ratio"));
	assert_true(plan_needs_two_passes(&plan));
	plan.ratio_count = 0;
	note(rows, 2);
	assert_string_equal(written(rows, 2), "gender,annual_income,spending_score,gender_male\n"
	                                      "Male,1,2,1\nFemale,1,2,0\n");
	const char *const missing[] = { "", "1", "2" };
	struct row row = row_of(missing, 3);
	assert_false(plan_note(&plan, &row, &why));
	assert_string_equal(why.text, "column 'gender': a missing level cannot be filled; --missing "
	                              "drop sets such rows aside");
	plan.ratio_count = 1;
	plan_free(&plan);
}

static void test_names_that_are_taken(void **unused)
{
	(void)unused;
	start(MISSING_ERROR);
	assert_true(ratio_parse(&plan.ratios[plan.ratio_count++],
	                        "gender=annual_income/spending_score", &why));
	assert_true(settle(mall, 3, NULL));
	assert_null(written(NULL, 0));
	assert_string_equal(why.text, "--ratio: column 'gender' is there already");
	plan_free(&plan);
}

static void test_lists(void **unused)
{
	(void)unused;
	start(MISSING_ERROR);
	assert_true(plan_add_encodings(&plan, "gender,city", &why));
	assert_true(plan_add_encodings(&plan, "size=s,m,l", &why));
	assert_int_equal(plan.encoding_count, 3);
	assert_string_equal(plan.encodings[1].column, "city");
	assert_false(plan.encodings[1].fixed);
	assert_string_equal(plan.encodings[2].column, "size");
	assert_int_equal(plan.encodings[2].levels.count, 3);
	for (size_t i = 3; i < PLAN_LIST_LIMIT; i++)
		assert_true(plan_add_encodings(&plan, "x", &why));
	assert_false(plan_add_encodings(&plan, "x", &why));
	assert_string_equal(why.text, "more than 64 columns");
	for (size_t i = 0; i < PLAN_LIST_LIMIT - 1; i++)
		assert_true(plan_add_ratio(&plan, "r=a/b", &why));
	assert_false(plan_add_ratio(&plan, "r=a/b", &why));
	assert_string_equal(why.text, "more than 63 ratios");
	plan_free(&plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_usual_ratio),
		cmocka_unit_test(test_no_ratio_without_its_sources),
		cmocka_unit_test(test_division_by_zero),
		cmocka_unit_test(test_what_may_be_missing),
		cmocka_unit_test(test_fills_before_it_divides),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_names_that_are_taken),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
