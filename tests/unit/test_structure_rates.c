/* How often structure is claimed where there is none, and how often the true k
 * is found where there are groups: the rates that seg-kselect.1 names. */
#include "quality/k_choice.h"
#include "quality/k_scores.h"
#include "trust/k_trust.h"

#include "base/elementary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/* Under a sanitizer, which is slow, only a part of the tables is looked at. */
#if defined(__SANITIZE_ADDRESS__)
enum { TABLES = 20, MIXTURES = 3, MOST_ROWS = 500 };
#else
enum { TABLES = 200, MIXTURES = 10, MOST_ROWS = 5000 };
#endif

static int processors(void)
{
#ifdef _OPENMP
	return omp_get_num_procs();
#else
	return 1;
#endif
}

/* What seg-kselect --signals gap,silhouette chooses, or with `all` also prediction
 * strength and the bootstrapped ARI; 0 is recommended after a failure. */
static struct k_choice choose(const struct matrix *x, size_t most, bool all,
                              enum structure *structure)
{
	struct k_scores scores = { 0 };
	struct k_trust trust = { 0 };
	struct k_choice choice = { 0 };
	struct failure why;
	struct kmeans_options how = kmeans_defaults;
	int threads = processors();
	struct k_trust_request request = { true, all, all, .seed = 42, .threads = threads };
	how.seed = 42;
	how.threads = threads;
	bool done = k_scores_fit(&scores, x, 2, most, &how, &why)
	    && k_scores_silhouettes(&scores, x, &silhouette_default_effort, threads, NULL, &why)
	    && k_trust(x, scores.k, scores.inertia, scores.count, &request, &trust, &why);
	struct k_signals signals = {
		.n = scores.count, .k = scores.k, .silhouette = scores.silhouette,
		.gap = trust.gap_choice, .prediction_strength = trust.strength_choice,
		.bootstrapped_ari = trust.ari_choice,
		.structure = trust.test.structure ? STRUCTURE_FOUND : STRUCTURE_NOT_FOUND,
	};
	*structure = signals.structure;
	done = done && k_choose(&signals, &choice, &why);
	k_scores_free(&scores);
	k_trust_free(&trust);
	return done ? choice : (struct k_choice){ 0 };
}

/* One group: even or normally distributed, in two of four tables with columns
 * of unlike spread that depend on each other; 100 to 5000 rows, each size as
 * likely as its double. */
static bool make_one_group(struct matrix *x, size_t number)
{
	struct random random;
	struct failure why;
	random_seed(&random, 2026, number);
	double factor = seg_exp(seg_log(MOST_ROWS / 100.0) * random_unit(&random));
	size_t rows = (size_t)(100 * factor), cols = 2 + random_below(&random, 7);
	if (!matrix_create(x, rows, cols, &why))
		return false;
	for (size_t j = 0; j < cols; j++)
		for (size_t i = 0; i < rows; i++) {
			double value = number % 2 == 0 ? random_unit(&random) : random_normal(&random);
			matrix_column(x, j)[i] = number % 4 < 2 ? value : value * (double)(1 + 2 * j);
		}
	for (size_t j = 1; number % 4 >= 2 && j < cols; j++)
		for (size_t i = 0; i < rows; i++)
			matrix_column(x, 0)[i] += matrix_column(x, j)[i] / 2;
	return true;
}

/* What the gap of seg-kselect tests, up to 20 groups, with fewer references and starts
 * than it takes: that is noisier, and so no kinder, and fast. */
static bool test_table(const struct matrix *x, uint64_t seed, struct one_group_test *test)
{
	static const size_t k[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	enum { COUNT = sizeof k / sizeof *k, REFERENCES = 20 };
	double box_log_w[COUNT * REFERENCES];
	struct reference_effort effort = { .references = REFERENCES, .n_init = 1, .seed = seed,
		                           .threads = 1 };
	struct one_group group;
	struct failure why;
	bool done = one_group_create(&group, x, &why)
	    && reference_dispersions(&group, ONE_GROUP_BOX, k, COUNT, &effort, box_log_w, &why)
	    && one_group_test_widely(x, &group, k, COUNT, &effort, box_log_w, test, &why);
	one_group_free(&group);
	return done;
}

static void test_one_group(void **unused)
{
	(void)unused;
	int claims[4] = { 0 }, elsewhere = 0, failures = 0;
#pragma omp parallel for num_threads(processors()) schedule(dynamic)
	for (size_t number = 0; number < TABLES; number++) {
		struct matrix x = { 0 };
		struct one_group_test test = { 0 };
		bool done = make_one_group(&x, number) && test_table(&x, number, &test);
#pragma omp critical
		{
			failures += !done;
			claims[number % 4] += test.structure;
			elsewhere += test.elsewhere;
		}
		matrix_free(&x);
	}
	int sum = claims[0] + claims[1] + claims[2] + claims[3];
	printf("# structure claimed in %d of %d tables of one group (even %d, normal %d, the same "
	       "stretched %d and %d), in %d of them by more than 10 groups\n", sum, TABLES, claims[0],
	       claims[1], claims[2], claims[3], elsewhere);
	assert_int_equal(failures, 0);
	assert_true(sum * 100 <= 5 * TABLES);
}

static double distance(const double *a, const double *b, size_t cols)
{
	double sum = 0;
	for (size_t j = 0; j < cols; j++)
		sum += (a[j] - b[j]) * (a[j] - b[j]);
	return sqrt(sum);
}

enum { MOST_COLS = 8, MOST_K = 20 };

/* As seg-scale does it. */
static void standardise(struct matrix *x)
{
	for (size_t j = 0; j < x->cols; j++) {
		double *column = matrix_column(x, j), mean = 0, squares = 0;
		for (size_t i = 0; i < x->rows; i++)
			mean += column[i] / (double)x->rows;
		for (size_t i = 0; i < x->rows; i++)
			squares += (column[i] - mean) * (column[i] - mean);
		for (size_t i = 0; i < x->rows; i++)
			column[i] = (column[i] - mean) / sqrt(squares / (double)x->rows);
	}
}

/* Groups of 40 to 200 rows with a standard deviation of 1 whose centres are
 * `apart` at least, in a box of this side or the least that holds them;
 * the columns are standardised then. */
static bool make_mixture(struct matrix *x, size_t k, size_t cols, double apart, double side,
                         uint64_t seed)
{
	struct random random;
	struct failure why;
	double centres[MOST_K][MOST_COLS];
	size_t sizes[MOST_K], rows = 0;
	random_seed(&random, seed, 0);
	for (size_t c = 0; c < k; c++) {
		bool near = true;
		for (; near; side *= 1.01) {
			near = false;
			for (size_t j = 0; j < cols; j++)
				centres[c][j] = side * random_unit(&random);
			for (size_t d = 0; d < c; d++)
				near = near || distance(centres[c], centres[d], cols) < apart;
		}
		sizes[c] = 40 + random_below(&random, 161);
		rows += sizes[c];
	}
	if (!matrix_create(x, rows, cols, &why))
		return false;
	for (size_t c = 0, row = 0; c < k; c++)
		for (size_t i = 0; i < sizes[c]; i++, row++)
			for (size_t j = 0; j < cols; j++)
				matrix_column(x, j)[row] = centres[c][j] + random_normal(&random);
	standardise(x);
	return true;
}

struct mixture {
	size_t k, cols, most;
	double apart, side;
	uint64_t seed;
};

/* Looks at `count` mixtures and expects the true k, but for so many, and structure. */
static void check_mixtures(const struct mixture *mixtures, size_t count, bool all,
                           size_t most_missed, size_t most_missed_by_gap)
{
	size_t found = 0, by_gap = 0, by_silhouette = 0;
	for (size_t i = 0; i < count; i++) {
		const struct mixture *m = &mixtures[i];
		struct matrix x = { 0 };
		enum structure structure = STRUCTURE_NOT_TESTED;
		assert_true(make_mixture(&x, m->k, m->cols, m->apart, m->side, m->seed));
		struct k_choice choice = choose(&x, m->most, all, &structure);
		by_gap += choice.by[K_GAP] == m->k;
		by_silhouette += choice.by[K_SILHOUETTE] == m->k;
		found += choice.recommended == m->k;
		assert_int_equal(structure, STRUCTURE_FOUND);
		if (choice.recommended != m->k || choice.by[K_GAP] != m->k)
			printf("# of %zu groups in %zu columns %zu are found, by the gap %zu\n", m->k,
			       m->cols, choice.recommended, choice.by[K_GAP]);
		matrix_free(&x);
	}
	printf("# the true k found in %zu of %zu mixtures of well separated groups, by the gap alone "
	       "in %zu, by the silhouette alone in %zu\n", found, count, by_gap, by_silhouette);
	assert_true(found + most_missed >= count);
	assert_true(by_gap + most_missed_by_gap >= count);
}

static void test_mixtures(void **unused)
{
	(void)unused;
	static const struct mixture mixtures[10] = {
		{ 2, 2, 10, 6, 6, 0 }, { 3, 2, 10, 8, 8, 1 }, { 4, 3, 10, 6, 6, 2 },
		{ 5, 4, 10, 8, 8, 3 }, { 6, 5, 10, 6, 6, 4 }, { 7, 6, 10, 8, 8, 5 },
		{ 8, 2, 15, 7, 7, 6 }, { 10, 3, 15, 6, 6, 7 }, { 15, 5, 20, 6, 6, 8 },
		{ 20, 8, 22, 6, 6, 9 },
	};
	check_mixtures(mixtures, MIXTURES, false, 0, 0);
}

/* Few groups that are flung far apart: the highest gap lies too far in all of
 * these, up to k = 10, and in the last two the silhouette takes groups that are
 * nearer to each other than to the rest for one, which in the last one the gap
 * does too. */
static void test_flung_mixtures(void **unused)
{
	(void)unused;
	static const struct mixture mixtures[10] = {
		{ 2, 4, 10, 10, 16, 100 }, { 2, 4, 10, 10, 16, 101 }, { 3, 4, 10, 8, 16, 101 },
		{ 4, 4, 10, 8, 30, 101 }, { 3, 3, 10, 7, 40, 100 }, { 3, 5, 10, 8, 30, 100 },
		{ 3, 4, 10, 8, 40, 102 }, { 2, 6, 10, 8, 16, 103 }, { 4, 4, 10, 8, 30, 102 },
		{ 3, 3, 10, 7, 40, 101 },
	};
	check_mixtures(mixtures, MIXTURES, true, 1, 2);
}

/* The first two columns of a file of ../shared. */
static bool read_points(struct matrix *x, const char *path, size_t rows)
{
	struct failure why;
	char line[256];
	FILE *file = fopen(path, "r");
	bool ok = file != NULL && matrix_create(x, rows, 2, &why)
	    && fgets(line, sizeof line, file) != NULL;
	for (size_t i = 0; ok && i < rows; i++)
		ok = fgets(line, sizeof line, file) != NULL
		     && sscanf(line, "%lf,%lf", matrix_column(x, 0) + i, matrix_column(x, 1) + i) == 2;
	if (file != NULL)
		fclose(file);
	if (!ok)
		matrix_free(x);
	return ok;
}

static void test_sets(void **unused)
{
	(void)unused;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	static const struct { const char *path; size_t rows, k, most; } sets[] = {
		{ "../shared/data/sets/D31.csv", 3100, 31, 36 },
		{ "../shared/data/sets/s-set4.csv", 5000, 15, 20 },
	};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct matrix x = { 0 };
		enum structure structure = STRUCTURE_NOT_TESTED;
		if (!read_points(&x, sets[i].path, sets[i].rows)) {
			printf("# skipped: %s is not there\n", sets[i].path);
			continue;
		}
		struct k_choice choice = choose(&x, sets[i].most, false, &structure);
		printf("# %s: %zu found of %zu, by the gap alone %zu\n", sets[i].path,
		       choice.recommended, sets[i].k, choice.by[K_GAP]);
		assert_int_equal(choice.recommended, sets[i].k);
		assert_int_equal(choice.by[K_GAP], sets[i].k);
		assert_int_equal(structure, STRUCTURE_FOUND);
		matrix_free(&x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_group),
		cmocka_unit_test(test_mixtures),
		cmocka_unit_test(test_flung_mixtures),
		cmocka_unit_test(test_sets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
