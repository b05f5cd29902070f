#include "stream/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;
static char *names[] = { "customer_id", "age", "z_age", "cluster", "annual_income",
	                 "z_annual_income" };
static const struct header header = { names, 6 };

static void test_roles(void **unused)
{
	(void)unused;
	const struct { const char *name; bool identity, model, role; } table[] = {
		{ "id", true, false, true },          { "customer_id", true, false, true },
		{ "_id", true, false, true },         { "paid", false, false, false },
		{ "identity", false, false, false },  { "z_age", false, true, true },
		{ "z_", false, true, true },          { "zone", false, false, false },
		{ "raw_z_cost", false, false, false }, { "age", false, false, false },
		{ "cluster", false, false, true },    { "density_cluster", false, false, true },
		{ "outlier", false, false, true },    { "persona", false, false, true },
		{ "reasons", false, false, true },
		{ "goal", false, false, true },       { "distance", false, false, true },
		{ "column_1", false, false, true },   { "column_", false, false, false },
		{ "column_a", false, false, false },  { "clusters", false, false, false },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		assert_int_equal(column_is_identity(table[i].name), table[i].identity);
		assert_int_equal(column_is_model(table[i].name), table[i].model);
		assert_int_equal(column_has_role(table[i].name), table[i].role);
	}
}

static void assert_selected(const char *list, const char *wanted)
{
	struct columns columns;
	char got[200] = "";
	assert_true(columns_select(&columns, &header, list, &why));
	for (size_t i = 0; i < columns.count; i++)
		sprintf(got + strlen(got), "%s%zu", i > 0 ? " " : "", columns.at[i]);
	assert_string_equal(got, wanted);
	columns_free(&columns);
}

static void assert_refused(const char *list, const char *reason)
{
	struct columns columns;
	assert_false(columns_select(&columns, &header, list, &why));
	assert_string_equal(why.text, reason);
	assert_int_equal(columns.count, 0);
}

#define THERE \
	"; the columns are: customer_id, age, z_age, cluster, annual_income, z_annual_income"

static void test_select(void **unused)
{
	(void)unused;
	assert_selected("age", "1");
	assert_selected("cluster,age", "3 1");
	assert_selected("z_*", "2 5");
	assert_selected("*", "0 1 2 3 4 5");
	assert_selected("*age", "1 2");
	assert_selected("*a*e*", "1 2 4 5");
	assert_selected("*_i*", "0 4 5");
	assert_selected("age,*", "1 0 2 3 4 5");
	assert_refused("Age", "no column 'Age'" THERE);
	assert_refused("age,", "no column ''" THERE);
	assert_refused("", "no column ''" THERE);
	assert_refused("age, cluster", "no column ' cluster'" THERE);
	assert_refused("y_*", "no column 'y_*'" THERE);
	assert_refused("age,age", "column 'age' is named twice");
	assert_refused("*,age", "column 'age' is named twice");
}

static void test_model_and_raw(void **unused)
{
	(void)unused;
	struct columns columns;
	assert_true(columns_model(&columns, &header, &why));
	assert_int_equal(columns.count, 2);
	assert_int_equal(columns.at[1], 5);
	columns_free(&columns);
	assert_true(columns_raw(&columns, &header, &why));
	assert_int_equal(columns.count, 2);
	assert_int_equal(columns.at[0], 1);
	assert_int_equal(columns.at[1], 4);
	columns_free(&columns);
	struct header raw = { names, 2 }, widowed = { names + 2, 2 };
	assert_false(columns_model(&columns, &raw, &why));
	assert_string_equal(why.text, "no z_* column; scale the features with seg-scale first, or name "
	                              "them with -f; the columns are: customer_id, age");
	assert_false(columns_raw(&columns, &widowed, &why));
	assert_string_equal(why.text, "no column 'age'; the columns are: z_age, cluster");
}

static void test_find_and_new(void **unused)
{
	(void)unused;
	size_t at;
	assert_true(columns_find(&header, "cluster", &at, &why));
	assert_int_equal(at, 3);
	assert_false(columns_find(&header, "persona", &at, &why));
	assert_string_equal(why.text, "no column 'persona'" THERE);
	assert_true(columns_check_new(&header, "persona", &why));
	assert_false(columns_check_new(&header, "cluster", &why));
	assert_string_equal(why.text, "column 'cluster' is there already; --as NAME chooses another "
	                              "name");
}

static void test_identity(void **unused)
{
	(void)unused;
	static char *several[] = { "age", "shop_id", "id" };
	const struct header none = { several, 1 }, two = { several, 3 };
	size_t at;
	assert_true(columns_identity(&header, NULL, &at, &why));
	assert_int_equal(at, 0);
	assert_true(columns_identity(&two, "age", &at, &why));
	assert_int_equal(at, 0);
	assert_false(columns_identity(&two, NULL, &at, &why));
	assert_string_equal(why.text, "2 columns could tell customers apart; --id names one");
	assert_false(columns_identity(&none, NULL, &at, &why));
	assert_string_equal(why.text, "no column id or *_id tells customers apart; --id names one");
	assert_false(columns_identity(&header, "mail", &at, &why));
	assert_string_equal(why.text, "no column 'mail'" THERE);
}

/* A list of many names is cut, the reason in front stays whole. */
static void test_many_names(void **unused)
{
	(void)unused;
	struct header many = { 0 };
	for (int i = 0; i < 1000; i++)
		assert_true(header_add(&many, "a_rather_long_name", 18, &why));
	struct columns columns;
	assert_false(columns_select(&columns, &many, "x", &why));
	assert_memory_equal(why.text, "no column 'x'; the columns are: a_rather_long_name, ", 51);
	assert_string_equal(why.text + strlen(why.text) - 5, ", ...");
	header_free(&many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_model_and_raw),
		cmocka_unit_test(test_find_and_new),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_many_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
