#include "drift/comparison.h"

#include "base/random.h"
#include "drift/reference_json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { FEATURES = 4 };

static void add_segment(struct comparison *comparison, const char *name, bool reference)
{
	struct failure why;
	size_t at;
	assert_true(segment_mix_find(&comparison->mix, name, strlen(name), &at, &why));
	(reference ? comparison->mix.reference : comparison->mix.now)[at]++;
}

/* Four normal features and five segments, all independent; the first feature of the m new rows is
 * shifted.  `scratch` holds n numbers. */
static void draw(struct comparison *comparison, struct random *random, size_t n, size_t m,
                 double shift, double *scratch)
{
	static const double upper[] = { 0.3, 0.55, 0.75, 0.9, 1 };
	static const char *const names[] = { "0", "1", "2", "3", "4" };
	struct failure why;
	assert_true(comparison_create(comparison, FEATURES, &why));
	comparison->by = "cluster";
	for (size_t j = 0; j < FEATURES; j++) {
		struct drift_feature *feature = &comparison->features[j];
		for (size_t i = 0; i < n; i++)
			scratch[i] = random_normal(random);
		assert_true(comparison_freeze(feature, scratch, n, &why));
		for (size_t i = 0; i < m; i++)
			feature->now[bins_find(&feature->bins,
			                       random_normal(random) + (j == 0 ? shift : 0))]++;
	}
	for (size_t i = 0; i < n + m; i++) {
		double u = random_unit(random);
		size_t segment = 0;
		while (u >= upper[segment])
			segment++;
		add_segment(comparison, names[segment], i < n);
	}
	assert_true(comparison_judge(comparison, &why));
}

/* How many of so many comparisons say refit, and how many find the first feature drifting. */
static void count(size_t n, size_t m, double shift, size_t runs, size_t *refits, size_t *found)
{
	double *scratch = malloc(n * sizeof *scratch);
	assert_non_null(scratch);
	*refits = *found = 0;
	for (size_t run = 0; run < runs; run++) {
		struct random random;
		struct comparison comparison;
		random_seed(&random, n, run);
		draw(&comparison, &random, n, m, shift, scratch);
		*refits += comparison.verdict == DRIFT_REFIT;
		*found += comparison.features[0].psi.verdict != DRIFT_STABLE;
		comparison_free(&comparison);
	}
	free(scratch);
}

/* Where nothing drifts, a refit is said to be due in at most 3 % of the runs of five rows, from 50
 * to 50,000 rows; 4000 runs each gave at most 2.5 %, and none from 500 rows on. */
static void test_no_drift(void **unused)
{
	(void)unused;
	static const size_t sizes[][3] = { { 50, 50, 2000 },  { 100, 100, 2000 }, { 200, 200, 2000 },
		                           { 200, 50, 2000 }, { 500, 500, 500 },  { 1000, 200, 500 },
		                           { 5000, 5000, 30 }, { 50000, 50000, 5 } };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t refits, found;
		count(sizes[i][0], sizes[i][1], 0, sizes[i][2], &refits, &found);
		assert_true((double)refits <= 0.03 * (double)sizes[i][2]);
		if (sizes[i][0] >= 500 && sizes[i][1] >= 500)
			assert_int_equal(refits + found, 0);
	}
}

/* Half a standard deviation is found from 200 rows on.  Its index is 0.24 in theory, so that
 * chance decides between watch and refit; a whole one is a refit. */
static void test_shift(void **unused)
{
	(void)unused;
	static const size_t sizes[][2] = { { 200, 200 }, { 500, 100 }, { 5000, 20 }, { 50000, 3 } };
	size_t refits, found;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		count(sizes[i][0], sizes[i][0], 0.5, sizes[i][1], &refits, &found);
		assert_true((double)found >= 0.93 * (double)sizes[i][1]);
		count(sizes[i][0], sizes[i][0], 1, sizes[i][1], &refits, &found);
		assert_int_equal(refits, sizes[i][1]);
	}
}

/* The order of the rows, and so of the segments, changes no bit. */
static void test_segment_order(void **unused)
{
	(void)unused;
	struct comparison a, b;
	struct failure why;
	static const char *const names[] = { "10", "2", "b", "a", "1" };
	assert_true(comparison_create(&a, 0, &why) && comparison_create(&b, 0, &why));
	a.by = b.by = "cluster";
	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < 7 + i * i; j++) {
			add_segment(&a, names[i], true);
			add_segment(&b, names[4 - i], true);
		}
	for (size_t i = 5; i-- > 0;)
		for (size_t j = 0; j < 5 + i; j++) {
			add_segment(&a, names[i], false);
			add_segment(&b, names[4 - i], false);
		}
	for (size_t i = 0; i < 5; i++) { /* now b as a */
		b.mix.reference[i] = a.mix.reference[4 - i];
		b.mix.now[i] = a.mix.now[4 - i];
	}
	assert_true(comparison_judge(&a, &why) && comparison_judge(&b, &why));
	assert_memory_equal(&a.mix_psi.value, &b.mix_psi.value, sizeof(double));
	comparison_free(&a);
	comparison_free(&b);
}

static void test_mean_shift(void **unused)
{
	(void)unused;
	struct drift_feature feature = { .reference_mean = 10, .mean = 7, .reference_sd = 2 };
	assert_true(drift_shift(&feature) == -1.5);
	feature.reference_sd = 0;
	assert_true(isnan(drift_shift(&feature)));
	feature.mean = nextafter(10, 11);
	assert_true(drift_shift(&feature) == 0);
	feature.reference_sd = NAN;
	feature.mean = 7;
	assert_true(isnan(drift_shift(&feature)));
}

static json_t *model_of(struct comparison *comparison)
{
	struct failure why;
	json_t *model = json_pack("{s:i, s:[s, s, s, s]}", "rows",
	                          (int)comparison->reference_rows, "features", "a", "b", "c", "d");
	assert_non_null(model);
	assert_true(reference_put(model, comparison, &why));
	return model;
}

static void test_saved_reference(void **unused)
{
	(void)unused;
	struct comparison comparison, loaded = { 0 };
	struct random random;
	struct failure why;
	double scratch[300];
	random_seed(&random, 9, 0);
	draw(&comparison, &random, 300, 100, 0.2, scratch);
	comparison.reference_rows = 300;
	comparison.features[1].reference_mean = 1.0 / 3;
	comparison.features[1].reference_sd = 1e-300;
	comparison.features[2].reference_sd = NAN;
	json_t *model = model_of(&comparison);
	assert_true(reference_get(&loaded, model, &why));
	assert_int_equal(loaded.reference_rows, 300);
	assert_int_equal(loaded.feature_count, FEATURES);
	assert_string_equal(loaded.features[3].name, "d");
	assert_string_equal(loaded.by, "cluster");
	for (size_t j = 0; j < FEATURES; j++) {
		const struct drift_feature *a = &comparison.features[j], *b = &loaded.features[j];
		assert_memory_equal(&a->bins, &b->bins, sizeof a->bins);
		assert_memory_equal(a->reference, b->reference, sizeof a->reference);
		assert_true(a->reference_mean == b->reference_mean);
		assert_true(a->reference_sd == b->reference_sd
		            || (isnan(a->reference_sd) && isnan(b->reference_sd)));
	}
	assert_int_equal(loaded.mix.segments.count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(loaded.mix.reference[i],
		                 comparison.mix.reference[comparison.mix.order[i]]);
	comparison_free(&comparison);
	comparison_free(&loaded);
	json_decref(model);
}

/* A model that is not what it should be is refused with its place, never believed. */
static void test_refused_references(void **unused)
{
	(void)unused;
	static const struct {
		const char *text, *reason;
	} cases[] = {
		{ "{}", "'rows', 'features' or 'columns' is not what it should be" },
		{ "{'rows': 0, 'features': ['a'], 'columns': [{}]}",
		  "'rows', 'features' or 'columns' is not what it should be" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{}, {}]}",
		  "'rows', 'features' or 'columns' is not what it should be" },
		{ "{'rows': 3, 'features': [1], 'columns': [{}]}", "'features' holds what is no name" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1}]}",
		  "'mean' or 'sd' is not a number" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': "
		  "[1,2,3,4,5,6,7,8,9,10]}]}", "'edges' is not a list of at most 9" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': [2, 2]}]}",
		  "'edges' holds what is no rising number" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': [2], "
		  "'counts': [3]}]}", "'counts' is not a list of 2" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': [2], "
		  "'counts': [4, -1]}]}", "'counts' holds what is no count" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': [2], "
		  "'counts': [1, 1]}]}", "'counts' does not add up to 3 rows" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': [], "
		  "'counts': [3]}], 'segments': {'column': 'g', 'names': ['x', 'x'], 'counts': [1, 2]}}",
		  "'names' holds a name twice" },
		{ "{'rows': 3, 'features': ['a'], 'columns': [{'mean': 1, 'sd': 1, 'edges': [], "
		  "'counts': [3]}], 'segments': 7}", "'segments' is not what it should be" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[512];
		struct comparison comparison = { 0 };
		struct failure why;
		strcpy(text, cases[i].text);
		for (char *quote = text; (quote = strchr(quote, '\'')) != NULL;)
			*quote = '"';
		json_t *model = json_loads(text, 0, NULL);
		assert_non_null(model);
		assert_false(reference_get(&comparison, model, &why));
		assert_string_equal(why.text, cases[i].reason);
		comparison_free(&comparison);
		json_decref(model);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_drift),
		cmocka_unit_test(test_shift),
		cmocka_unit_test(test_segment_order),
		cmocka_unit_test(test_mean_shift),
		cmocka_unit_test(test_saved_reference),
		cmocka_unit_test(test_refused_references),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
