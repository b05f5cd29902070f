#include "tree/exkmc.h"
#include "tree/imm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tree_tables.h"

/* Rows parted into leaves, as the definition does it. */
struct parts {
	const struct small_table *t;
	size_t leaf[MOST_ROWS], segment[2 * MOST_ROWS], leaves;
};

/* The least sum of squared distances of some rows to one centroid. */
static double cost(const struct small_table *t, const bool *in, size_t *segment)
{
	double least = INFINITY;
	for (size_t c = 0; c < t->k; c++) {
		double sum = 0;
		for (size_t i = 0; i < t->rows; i++)
			for (size_t j = 0; in[i] && t->labels[i] >= 0 && j < t->cols; j++)
				sum += pow(t->space[j][i] - t->centroids[c][j], 2);
		if (sum < least) {
			least = sum;
			*segment = c;
		}
	}
	return least;
}

struct split {
	double gain, at;
	size_t leaf, feature, left_segment, right_segment;
	bool left[MOST_ROWS];
};

static void consider(const struct parts *p, size_t leaf, size_t j, double at, struct split *best)
{
	const struct small_table *t = p->t;
	bool in[MOST_ROWS], left[MOST_ROWS], right[MOST_ROWS], pure = true, any = false;
	struct split split = { .leaf = leaf, .feature = j, .at = at };
	size_t segment;
	for (size_t i = 0; i < t->rows; i++) {
		in[i] = p->leaf[i] == leaf;
		left[i] = in[i] && t->space[j][i] <= at;
		right[i] = in[i] && !left[i];
		any = any || right[i];
		pure = pure && (!in[i] || t->labels[i] < 0
		                || (size_t)t->labels[i] == p->segment[leaf]);
	}
	if (pure || !any)
		return;
	double whole = cost(t, in, &segment);
	split.gain = whole - cost(t, left, &split.left_segment)
	    - cost(t, right, &split.right_segment);
	/* Of equal ones the lowest. */
	bool better = split.gain > best->gain
	    || (split.gain == best->gain && leaf == best->leaf && j == best->feature
	        && at < best->at);
	if (split.gain > 1e-12 * whole && better && split.left_segment != split.right_segment) {
		memcpy(split.left, left, sizeof left);
		*best = split;
	}
}

static bool expand(struct parts *p)
{
	struct split best = { .gain = 0 };
	for (size_t i = 0; i < p->t->rows; i++)
		for (size_t j = 0; j < p->t->cols; j++)
			consider(p, p->leaf[i], j, p->t->space[j][i], &best);
	if (best.gain == 0)
		return false;
	p->segment[best.leaf] = best.right_segment;
	p->segment[p->leaves] = best.left_segment;
	for (size_t i = 0; i < p->t->rows; i++)
		if (best.left[i])
			p->leaf[i] = p->leaves;
	p->leaves++;
	return true;
}

static double surrogate_cost(const struct parts *p)
{
	double sum = 0;
	for (size_t leaf = 0; leaf < p->leaves; leaf++) {
		bool in[MOST_ROWS];
		size_t segment;
		for (size_t i = 0; i < p->t->rows; i++)
			in[i] = p->leaf[i] == leaf;
		sum += cost(p->t, in, &segment);
	}
	return sum;
}

static void take_parts(struct parts *p, const struct small_table *t,
                       const struct threshold_tree *tree)
{
	size_t place[4 * MOST_ROWS];
	*p = (struct parts){ .t = t };
	for (size_t node = 0; node < tree->count; node++)
		if (tree->nodes[node].feature == TREE_LEAF) {
			place[node] = p->leaves;
			p->segment[p->leaves++] = tree->nodes[node].segment;
		}
	for (size_t i = 0; i < t->rows; i++)
		p->leaf[i] = place[table_leaf(t, tree, i)];
}

static void test_definition(void **unused)
{
	(void)unused;
	static struct small_table t;
	size_t expanded = 0;
	for (int round = 0; round < 600; round++) {
		struct failure why;
		struct growth growth;
		struct threshold_tree tree = { 0 };
		struct parts wanted, got;
		size_t feature;
		table_make(&t, 4 | (round & 2)); /* fractions: no two splits gain the same */
		assert_true(growth_start(&growth, &t.data, &tree, &feature, &why));
		assert_true(imm_grow(&growth, &why));
		take_parts(&wanted, &t, &tree);
		double before = surrogate_cost(&wanted);
		size_t leaves = t.k + (size_t)round % 5;
		while (wanted.leaves < leaves && expand(&wanted))
			expanded++;
		assert_true(exkmc_expand(&growth, leaves, &why));
		take_parts(&got, &t, &tree);
		assert_int_equal(got.leaves, wanted.leaves);
		/* Cuts between which only rows in no segment lie gain the same but for a
		 * rounding: there the costs are compared. */
		double cost_wanted = surrogate_cost(&wanted), cost_got = surrogate_cost(&got);
		assert_true(fabs(cost_got - cost_wanted) <= 1e-9 * before);
		assert_true(cost_got <= before * (1 + 1e-12));
		for (size_t i = 0; round % 4 < 2 && i < t.rows; i++) {
			assert_int_equal(got.segment[got.leaf[i]], wanted.segment[wanted.leaf[i]]);
			for (size_t other = 0; other < i; other++)
				assert_int_equal(got.leaf[i] == got.leaf[other],
				                 wanted.leaf[i] == wanted.leaf[other]);
		}
		growth_free(&growth);
		tree_free(&tree);
	}
	assert_true(expanded > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
