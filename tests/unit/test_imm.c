#include "tree/imm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tree_tables.h"

/* Where the definition puts the rows: leaf and segment of each. */
struct by_definition {
	const struct small_table *t;
	bool counts[MOST_ROWS];
	size_t leaf[MOST_ROWS], segment[MOST_ROWS], leaves, mistakes;
};

struct candidate {
	size_t feature, mistakes;
	double at, gap;
	bool found;
};

/* Looks at one threshold, row by row. */
static void consider(const struct by_definition *d, const bool *in, size_t j, double at,
                     struct candidate *best)
{
	const struct small_table *t = d->t;
	struct candidate c = { j, 0, at, 0, true };
	size_t kept[2] = { 0, 0 };
	double least = INFINITY, most = -INFINITY, low = -INFINITY, high = INFINITY;
	for (size_t i = 0; i < t->rows; i++) {
		if (!in[i])
			continue;
		double x = t->space[j][i];
		if (x <= at)
			low = fmax(low, x);
		else
			high = fmin(high, x);
		if (!d->counts[i])
			continue;
		double centre = t->centroids[t->labels[i]][j];
		least = fmin(least, centre);
		most = fmax(most, centre);
		if ((x <= at) != (centre <= at))
			c.mistakes++;
		else
			kept[x <= at]++;
	}
	c.gap = high - low;
	if (at < least || at >= most || kept[0] == 0 || kept[1] == 0)
		return;
	if (!best->found || c.mistakes < best->mistakes
	    || (c.mistakes == best->mistakes && c.gap > best->gap)
	    || (c.mistakes == best->mistakes && c.gap == best->gap && c.feature == best->feature
	        && c.at < best->at))
		*best = c;
}

static void divide(struct by_definition *d, const bool *in)
{
	const struct small_table *t = d->t;
	struct candidate best = { .found = false };
	for (size_t j = 0; j < t->cols; j++) {
		for (size_t i = 0; i < t->rows; i++)
			if (in[i])
				consider(d, in, j, t->space[j][i], &best);
		for (size_t c = 0; c < t->k; c++)
			consider(d, in, j, t->centroids[c][j], &best);
	}
	if (!best.found) {
		size_t sizes[MOST_K] = { 0 }, largest = 0;
		for (size_t i = 0; i < t->rows; i++)
			if (in[i] && d->counts[i])
				sizes[t->labels[i]]++;
		for (size_t c = 1; c < t->k; c++)
			largest = sizes[c] > sizes[largest] ? c : largest;
		for (size_t i = 0; i < t->rows; i++)
			if (in[i]) {
				d->leaf[i] = d->leaves;
				d->segment[i] = largest;
			}
		d->leaves++;
		return;
	}
	bool left[MOST_ROWS], right[MOST_ROWS];
	for (size_t i = 0; i < t->rows; i++) {
		bool below = t->space[best.feature][i] <= best.at;
		left[i] = in[i] && below;
		right[i] = in[i] && !below;
		if (in[i] && d->counts[i]
		    && below != (t->centroids[t->labels[i]][best.feature] <= best.at))
			d->counts[i] = false;
	}
	d->mistakes += best.mistakes;
	divide(d, left);
	divide(d, right);
}

static void test_definition(void **unused)
{
	(void)unused;
	static struct small_table t;
	size_t mistakes = 0, leaves = 0;
	for (int round = 0; round < 1500; round++) {
		struct failure why;
		struct growth growth;
		struct threshold_tree tree = { 0 };
		size_t feature;
		table_make(&t, round);
		struct by_definition d = { .t = &t };
		bool all[MOST_ROWS];
		for (size_t i = 0; i < t.rows; i++) {
			all[i] = true;
			d.counts[i] = t.labels[i] >= 0;
		}
		divide(&d, all);
		assert_true(growth_start(&growth, &t.data, &tree, &feature, &why));
		assert_true(imm_grow(&growth, &why));
		assert_int_equal(tree_leaf_count(&tree), d.leaves);
		assert_true(d.leaves <= t.k);
		for (size_t i = 0; i < t.rows; i++) {
			size_t leaf = table_leaf(&t, &tree, i);
			assert_int_equal(tree.nodes[leaf].segment, d.segment[i]);
			for (size_t other = 0; other < i; other++)
				assert_int_equal(leaf == table_leaf(&t, &tree, other),
				                 d.leaf[i] == d.leaf[other]);
		}
		mistakes += d.mistakes;
		leaves += d.leaves;
		growth_free(&growth);
		tree_free(&tree);
	}
	/* The tables are neither all easy nor all without a cut. */
	assert_true(mistakes > 1500 && leaves > 3000);
}

/* A column that falls, or has two values for one raw value, is told. */
static void test_columns_that_do_not_rise(void **unused)
{
	(void)unused;
	const int32_t labels[] = { 0, 1, 0 };
	double raw[8] = { 1, 2, 2 }, falls[8] = { 3, 2, 2 }, splits[8] = { 1, 2, 3 };
	double joins[8] = { 1, 1, 1 };
	struct matrix a = { 3, 1, 8, raw, NULL }, b = { 3, 1, 8, falls, NULL };
	struct tree_data data = { &a, &b, labels, 2 };
	double *const bad[] = { falls, splits };
	for (size_t i = 0; i < 2; i++) {
		struct threshold_tree tree = { 0 };
		struct growth growth;
		struct failure why;
		size_t feature;
		b.data = bad[i];
		assert_false(growth_start(&growth, &data, &tree, &feature, &why));
		assert_int_equal(feature, 0);
		growth_free(&growth);
		tree_free(&tree);
	}
	struct threshold_tree tree = { 0 };
	struct growth growth;
	struct failure why;
	size_t feature;
	b.data = joins; /* what is one in space cannot be parted */
	assert_true(growth_start(&growth, &data, &tree, &feature, &why));
	assert_true(imm_grow(&growth, &why));
	assert_int_equal(tree.count, 1);
	assert_int_equal(tree.nodes[0].segment, 0);
	growth_free(&growth);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_columns_that_do_not_rise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
