#include "clean/header_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;
static const struct name_options usual;

/* Cleans a header given with `|` between the names, and gives it back so. */
static const char *cleaned(const char *list, const struct name_options *options)
{
	static char text[2000];
	struct header raw = { 0 }, clean;
	for (const char *name = list;; name++) {
		size_t length = strcspn(name, "|");
		assert_true(header_add(&raw, name, length, &why));
		name += length;
		if (*name == '\0')
			break;
	}
	text[0] = '\0';
	bool made = header_clean(&clean, &raw, options, &why);
	header_free(&raw);
	if (!made)
		return NULL;
	for (size_t i = 0; i < clean.count; i++)
		sprintf(text + strlen(text), "%s%s", i > 0 ? "|" : "", clean.names[i]);
	header_free(&clean);
	return text;
}

static void assert_clean(const char *raw, const char *wanted)
{
	const char *got = cleaned(raw, &usual);
	if (got == NULL)
		print_error("%s: %s\n", raw, why.text);
	assert_non_null(got);
	assert_string_equal(got, wanted);
}

static void assert_refused(const char *raw, const char *reason)
{
	assert_null(cleaned(raw, &usual));
	assert_string_equal(why.text, reason);
}

/* What people really write. */
static void test_names(void **unused)
{
	(void)unused;
	const char *const table[][2] = {
		{ "age", "age" },
		{ "Age", "age" },
		{ "AGE", "age" },
		{ "Annual Income (k$)", "annual_income" },
		{ "Annual Income ", "annual_income" },
		{ "Annual_Income_(k$)", "annual_income" },
		{ "Annual_Income", "annual_income" },
		{ "AnnualIncome", "annual_income" },
		{ "annualIncome", "annual_income" },
		{ "annualincome", "annual_income" },
		{ "annual_income_thousands", "annual_income" },
		{ "Annual Income k", "annual_income" },
		{ "Spending Score (1-100)", "spending_score" },
		{ "SpendingScore", "spending_score" },
		{ "Spending Score [1-100]", "spending_score" },
		{ "CustomerID", "customer_id" },
		{ "customerID", "customer_id" },
		{ "Customer ID", "customer_id" },
		{ "customer-id", "customer_id" },
		{ "CUSTOMER_ID", "customer_id" },
		{ "Genre", "gender" },
		{ "Sex", "gender" },
		{ "sex", "gender" },
		{ "Gender", "gender" },
		{ "ID", "id" },
		/* the Spanish set */
		{ "Sexo", "gender" },
		{ "Género", "gender" },
		{ "Edad", "age" },
		{ "Ingreso anual (k$)", "annual_income" },
		{ "Puntuacion de gatos (1-100)", "spending_score" },
		{ "Puntuación de gasto (1-100)", "spending_score" },
		{ "ID_Cliente", "customer_id" },
		/* the shape of snake_case */
		{ "MntGoldProds", "mnt_gold_prods" },
		{ "HTTPServerName", "http_server_name" },
		{ "AcceptedCmp1", "accepted_cmp1" },
		{ "Kidhome2Teen", "kidhome2_teen" },
		{ "a  --  b", "a_b" },
		{ "__private__", "private" },
		{ "% of total", "of_total" },
		{ "(k$)", "k" },
		{ "income (USD) (k)", "income_usd" },
		{ "income (k$) 2024", "income_k_2024" },
		{ "Dt_Customer", "dt_customer" },
		{ "x1", "x1" },
		{ "naïve Größe", "naïve_größe" },
		{ "column,with\"quotes\"\nand lines", "column_with_quotes_and_lines" },
		/* never taken for model space */
		{ "Z_CostContact", "raw_z_cost_contact" },
		{ "z_age", "raw_z_age" },
		{ "zone", "zone" },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_clean(table[i][0], table[i][1]);
}

static void test_names_that_are_none(void **unused)
{
	(void)unused;
	assert_clean("|CustomerID|", "column_1|customer_id|column_3");
	assert_clean("a|---|b", "a|column_2|b");
	assert_clean("a|日本", "a|日本");
}

static void test_renames(void **unused)
{
	(void)unused;
	struct rename renames[4];
	assert_true(rename_parse("x=annual_income", &renames[0], &why));
	assert_true(rename_parse("Spending_Score=score", &renames[1], &why));
	assert_true(rename_parse("customer_id=Kunde Nr", &renames[2], &why));
	struct name_options options = { .renames = renames, .rename_count = 3 };
	assert_string_equal(cleaned("CustomerID|x|Spending_Score", &options),
	                    "Kunde Nr|annual_income|score");
	/* The old name may hold an equals sign. */
	assert_true(rename_parse("a=b=c", &renames[0], &why));
	options.rename_count = 1;
	assert_string_equal(cleaned("a=b|d", &options), "c|d");
	assert_null(cleaned("x|y", &options));
	assert_string_equal(why.text, "--rename: no column 'a=b'");
	/* A rename tells two of one name apart. */
	assert_true(rename_parse("Age =age_2", &renames[0], &why));
	assert_string_equal(cleaned("Age|Age |b", &options), "age|age_2|b");
	const char *const bad[] = { "", "a", "=b", "a=" };
	for (size_t i = 0; i < 4; i++) {
		char reason[64];
		sprintf(reason, "not of the form old=new: '%s'", bad[i]);
		assert_false(rename_parse(bad[i], &renames[0], &why));
		assert_string_equal(why.text, reason);
	}
}

/* The name that a rename takes away is not there any more, even where another
 * column has come to bear it. */
static void test_rename_of_nothing(void **unused)
{
	(void)unused;
	struct rename rename;
	assert_true(rename_parse("income=age", &rename, &why));
	struct name_options options = { .renames = &rename, .rename_count = 1 };
	assert_null(cleaned("Age|Score", &options));
	assert_string_equal(why.text, "--rename: no column 'income'");
}

static void test_keep(void **unused)
{
	(void)unused;
	struct rename rename;
	assert_true(rename_parse("Genre=gender", &rename, &why));
	struct name_options options = { .keep = true, .renames = &rename, .rename_count = 1 };
	assert_string_equal(cleaned("Customer ID|Genre|z_x|Income (k$)|", &options),
	                    "Customer ID|gender|z_x|Income (k$)|column_5");
	options.rename_count = 0;
	assert_string_equal(cleaned("1|2|3", &options), "1|2|3");
}

static void test_two_of_one_name(void **unused)
{
	(void)unused;
	assert_refused("Age|Score|age", "columns 1 ('Age') and 3 ('age') would both be named 'age'; "
	                                "--rename old=new tells them apart");
	assert_refused("Sex|Genre|x", "columns 1 ('Sex') and 2 ('Genre') would both be named 'gender'; "
	                              "--rename old=new tells them apart");
	assert_refused("a||column_2", "columns 2 ('') and 3 ('column_2') would both be named "
	                              "'column_2'; --rename old=new tells them apart");
}

static void test_no_header(void **unused)
{
	(void)unused;
	const char *numbers = "no header: the first row holds numbers; --header NAMES names the columns "
	                      "(--keep-names takes the numbers as names)";
	assert_refused("3|Female|20|16|6", numbers);
	assert_refused("1|1.5|-2e3", numbers);
	assert_refused("12", numbers);
	assert_refused("1 1 19 15 39", "no header: '1 1 19 15 39' are numbers separated by blanks; "
	                               "-d ' ' reads them and --header NAMES names the columns");
	assert_refused("# a|b", "the header starts with '#'; --comment '#' skips such lines, "
	                        "--keep-names takes it as it is");
	assert_clean("name|2019|2020|total", "name|2019|2020|total");
}

static void test_letters_beyond_ascii(void **unused)
{
	(void)unused;
	assert_clean("ÉDAD MÁXIMA|Größe (cm)|ÅLDER", "édad_máxima|größe|ålder");
	assert_clean("ВозрастКлиента|ДОХОД|Ηλικία|ŻYCIE", "возраст_клиента|доход|ηλικία|życie");
	assert_clean("EdadÚltima|caféAge|IDÉtat|2Été|年龄Age|İl",
	             "edad_última|café_age|id_état|2_été|年龄age|il");
	assert_clean("GÉNERO|PUNTUACIÓN DE GASTO", "gender|spending_score");
	assert_refused("Éa|éa", "columns 1 ('Éa') and 2 ('éa') would both be named 'éa'; "
	                        "--rename old=new tells them apart");
}

static void test_not_utf8(void **unused)
{
	(void)unused;
	assert_refused("a|caf\xE9", "the header is not UTF-8; if the file is Latin-1, convert it with: "
	                            "iconv -f latin1 -t utf-8");
}

static void test_unnamed(void **unused)
{
	(void)unused;
	char *names[] = { "", "a" };
	struct header raw = { names, 2 };
	assert_true(header_unnamed(&raw, 0));
	assert_false(header_unnamed(&raw, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_names_that_are_none),
		cmocka_unit_test(test_renames),
		cmocka_unit_test(test_rename_of_nothing),
		cmocka_unit_test(test_keep),
		cmocka_unit_test(test_two_of_one_name),
		cmocka_unit_test(test_no_header),
		cmocka_unit_test(test_letters_beyond_ascii),
		cmocka_unit_test(test_not_utf8),
		cmocka_unit_test(test_unnamed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
