#include "tree/rule_book_json.h"
#include "tree/rule_words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void add_names(struct header *header, const char *const *names, size_t count)
{
	struct failure why;
	for (size_t i = 0; i < count; i++)
		assert_true(header_add(header, names[i], strlen(names[i]), &why));
}

/* a <= 61 ? (b <= 69000 ? 0 : (a <= 20 ? 1 : 0)) : 2; segment 3 has no leaf. */
static void make(struct rule_book *book)
{
	struct failure why;
	*book = (struct rule_book){ .by = strdup("cluster"), .fidelity = { .k = 4, .rows = 10,
		                                                           .outside = 1, .right = 7 } };
	add_names(&book->features, (const char *const[]){ "spending_score", "income\n" }, 2);
	add_names(&book->segments, (const char *const[]){ "0", "1", "2", "3" }, 4);
	assert_true(tree_add_leaf(&book->tree, TREE_ROOT, 0, &why));
	assert_true(tree_split_leaf(&book->tree, 0, 0, 61, &why));
	assert_true(tree_split_leaf(&book->tree, 1, 1, 69000, &why));
	assert_true(tree_split_leaf(&book->tree, 4, 0, 20, &why));
	book->tree.nodes[2].segment = 2;
	book->tree.nodes[5].segment = 1;
	book->fidelity.segments = calloc(4, sizeof *book->fidelity.segments);
	assert_non_null(book->fidelity.segments);
	book->fidelity.segments[0] = (struct segment_fidelity){ 5, 6, 4 };
	book->fidelity.segments[1] = (struct segment_fidelity){ 1, 1, 1 };
	book->fidelity.segments[2] = (struct segment_fidelity){ 2, 3, 2 };
	book->fidelity.segments[3] = (struct segment_fidelity){ 1, 0, 0 };
}

static void test_leaves(void **unused)
{
	(void)unused;
	struct rule_book book;
	struct rule rule;
	struct failure why;
	make(&book);
	assert_int_equal(tree_leaf_count(&book.tree), 4);
	assert_int_equal(tree_find_leaf(&book.tree, (double[]){ 61, 69000 }), 3);
	assert_int_equal(tree_find_leaf(&book.tree, (double[]){ 61, 69001 }), 6);
	assert_int_equal(tree_find_leaf(&book.tree, (double[]){ 62, 0 }), 2);
	assert_true(rule_of_leaf(&rule, &book.tree, 5, &why));
	assert_int_equal(rule.count, 2);
	assert_int_equal(rule.bounds[0].feature, 0);
	assert_true(rule.bounds[0].above == -INFINITY && rule.bounds[0].at_most == 20);
	assert_true(rule.bounds[1].above == 69000 && rule.bounds[1].at_most == INFINITY);
	rule_free(&rule);
	assert_true(rule_of_leaf(&rule, &book.tree, 6, &why));
	assert_true(rule.bounds[0].above == 20 && rule.bounds[0].at_most == 61);
	rule_free(&rule);
	assert_true(rule_book_has_rule(&book, 2));
	assert_false(rule_book_has_rule(&book, 3));
	rule_book_free(&book);
}

static void test_sentences(void **unused)
{
	(void)unused;
	struct rule_book book;
	struct failure why;
	struct buffer text = { 0 };
	make(&book);
	assert_true(rule_sentences(&text, &book, "> ", &why));
	assert_true(buffer_append_byte(&text, '\0'));
	assert_string_equal(text.data,
	    "> cluster 0: spending score at most 61 and income? at most 69k; or spending score "
	    "above 20 up to 61 and income? above 69k\n"
	    ">     5 rows; the rule finds 4 of them (80 %) and 2 other rows (precision 66.7 %)\n"
	    "> cluster 1: spending score at most 20 and income? above 69k\n"
	    ">     1 row; the rule finds 1 of them (100 %) and no other row (precision 100 %)\n"
	    "> cluster 2: spending score above 61\n"
	    ">     2 rows; the rule finds 2 of them (100 %) and 1 other row (precision 66.7 %)\n"
	    "> cluster 3: no rule\n"
	    ">     1 row; the rule finds 0 of them (0 %) and no other row\n"
	    "> The rules agree with cluster on 7 of 10 rows (70 %); 1 of these are in no "
	    "segment.\n");
	buffer_free(&text);
	rule_book_free(&book);
}

static void test_numbers(void **unused)
{
	(void)unused;
	static const struct {
		double number;
		const char *words;
	} cases[] = {
		{ 9000, "x at most 9000" },    { 10000, "x at most 10k" },
		{ 69000, "x at most 69k" },    { 69500, "x at most 69500" },
		{ 690500, "x at most 690500" }, { 2500000, "x at most 2.5M" },
		{ -40000, "x at most -40k" },  { 1e6, "x at most 1M" },
		{ 1234567, "x at most 1234567" }, { 0.25, "x at most 0.25" },
		{ 1e21, "x at most 1e+21" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rule_book book = { .by = NULL };
		struct failure why;
		struct buffer text = { 0 };
		add_names(&book.features, (const char *const[]){ "x" }, 1);
		assert_true(tree_add_leaf(&book.tree, TREE_ROOT, 1, &why));
		assert_true(tree_split_leaf(&book.tree, 0, 0, cases[i].number, &why));
		book.tree.nodes[1].segment = 0;
		assert_true(rule_words(&text, &book, 0, &why) && buffer_append_byte(&text, '\0'));
		assert_string_equal(text.data, cases[i].words);
		buffer_free(&text);
		rule_book_free(&book);
	}
}

static json_t *document(void)
{
	struct rule_book book;
	struct failure why;
	json_t *model = json_object();
	make(&book);
	assert_true(rule_book_put(model, &book, &why));
	rule_book_free(&book);
	return model;
}

static void test_there_and_back(void **unused)
{
	(void)unused;
	struct rule_book book, back = { .by = NULL };
	struct failure why;
	json_t *model = document();
	make(&book);
	add_names(&back.features, (const char *const[]){ "spending_score", "income" }, 2);
	assert_true(rule_book_take(&back, model, &why));
	assert_string_equal(back.by, "cluster");
	assert_int_equal(back.segments.count, 4);
	assert_int_equal(back.personas.count, 0);
	assert_int_equal(back.tree.count, book.tree.count);
	for (size_t i = 0; i < back.tree.count; i++) {
		const struct tree_node *a = &book.tree.nodes[i], *b = &back.tree.nodes[i];
		assert_int_equal(a->feature, b->feature);
		assert_int_equal(a->parent, b->parent);
		if (a->feature == TREE_LEAF)
			assert_int_equal(a->segment, b->segment);
		else
			assert_true(a->threshold == b->threshold && a->at_most == b->at_most
			            && a->above == b->above);
	}
	rule_book_free(&book);
	rule_book_free(&back);
	json_decref(model);
}

static void refused(json_t *model, const char *reason)
{
	struct rule_book book = { .by = NULL };
	struct failure why;
	add_names(&book.features, (const char *const[]){ "spending_score", "income" }, 2);
	assert_false(rule_book_take(&book, model, &why));
	assert_string_equal(why.text, reason);
	rule_book_free(&book);
	json_decref(model);
}

static json_t *node_with(size_t at, const char *key, json_t *value)
{
	json_t *model = document();
	json_object_set_new(json_array_get(json_object_get(model, "nodes"), at), key, value);
	return model;
}

static void test_refusals(void **unused)
{
	(void)unused;
	refused(node_with(0, "at_most", json_integer(0)),
	        "'nodes': 'at_most' is not a whole number from 1 to below 7");
	refused(node_with(1, "above", json_integer(7)),
	        "'nodes': 'above' is not a whole number from 2 to below 7");
	refused(node_with(0, "feature", json_integer(2)),
	        "'nodes': 'feature' is not a whole number from 0 to below 2");
	refused(node_with(0, "threshold", json_null()), "'nodes': 'threshold' is not a number");
	refused(node_with(2, "segment", json_integer(4)),
	        "'nodes': 'segment' is not a whole number from 0 to below 4");
	refused(node_with(2, "segment", json_real(1)),
	        "'nodes': 'segment' is not a whole number from 0 to below 4");
	json_t *model = document();
	json_object_set_new(model, "nodes", json_array());
	refused(model, "'nodes' is not a list of nodes");
	model = document();
	json_object_del(model, "by");
	refused(model, "'by' is not a name");
	model = document();
	json_object_set_new(model, "segments", json_string("x"));
	refused(model, "'segments' is not a list of segments");
	model = document();
	json_object_del(json_array_get(json_object_get(model, "segments"), 1), "segment");
	refused(model, "'segments': a name is missing");
}

static void test_features_in_use(void **unused)
{
	(void)unused;
	struct threshold_tree tree = { 0 };
	struct failure why;
	size_t kept[5];
	assert_true(tree_add_leaf(&tree, TREE_ROOT, 0, &why));
	assert_int_equal(tree_keep_used_features(&tree, 5, kept), 0);
	assert_true(tree_split_leaf(&tree, 0, 4, 1, &why) && tree_split_leaf(&tree, 1, 2, 1, &why)
	            && tree_split_leaf(&tree, 2, 4, 2, &why));
	assert_int_equal(tree_keep_used_features(&tree, 5, kept), 2);
	assert_int_equal(kept[0], 2);
	assert_int_equal(kept[1], 4);
	assert_int_equal(tree.nodes[0].feature, 1);
	assert_int_equal(tree.nodes[1].feature, 0);
	assert_int_equal(tree.nodes[2].feature, 1);
	tree_free(&tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leaves),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_features_in_use),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
