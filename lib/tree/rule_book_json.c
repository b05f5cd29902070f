#include "tree/rule_book_json.h"

#include "tree/rule_words.h"

#include <math.h>

static bool put_segment(json_t *list, const struct rule_book *book, size_t segment,
                        struct failure *why)
{
	const struct segment_fidelity *fidelity = &book->fidelity.segments[segment];
	struct buffer words = { 0 };
	json_t *entry = json_object();
	bool put = json_add(list, entry, why)
	    && json_put_string(entry, "segment", book->segments.names[segment], why)
	    && (book->personas.count == 0
	        || json_put_string(entry, "persona", book->personas.names[segment], why))
	    && json_put_integer(entry, "rows", (int64_t)fidelity->rows, why)
	    && json_put_integer(entry, "ruled", (int64_t)fidelity->ruled, why)
	    && json_put_integer(entry, "right", (int64_t)fidelity->right, why)
	    && json_put_number(entry, "recall", fidelity_recall(fidelity), why)
	    && json_put_number(entry, "precision", fidelity_precision(fidelity), why)
	    && rule_words(&words, book, segment, why)
	    && (buffer_append_byte(&words, '\0') || fail_memory(why))
	    && json_put_string(entry, "rule", words.data, why);
	buffer_free(&words);
	return put;
}

static bool put_node(json_t *list, const struct tree_node *node, struct failure *why)
{
	json_t *entry = json_object();
	if (!json_add(list, entry, why))
		return false;
	if (node->feature == TREE_LEAF)
		return json_put_integer(entry, "segment", (int64_t)node->segment, why);
	return json_put_integer(entry, "feature", (int64_t)node->feature, why)
	    && json_put_number(entry, "threshold", node->threshold, why)
	    && json_put_integer(entry, "at_most", (int64_t)node->at_most, why)
	    && json_put_integer(entry, "above", (int64_t)node->above, why);
}

bool rule_book_put(json_t *model, const struct rule_book *book, struct failure *why)
{
	const struct fidelity *fidelity = &book->fidelity;
	bool put = json_put_string(model, "by", book->by, why)
	    && json_put_integer(model, "leaves", (int64_t)tree_leaf_count(&book->tree), why)
	    && json_put_integer(model, "right", (int64_t)fidelity->right, why)
	    && json_put_integer(model, "outside", (int64_t)fidelity->outside, why)
	    && json_put_number(model, "agreement", fidelity_agreement(fidelity), why);
	json_t *segments = json_array(), *nodes = json_array();
	put = json_put(model, "segments", segments, why) && put;
	put = json_put(model, "nodes", nodes, why) && put;
	for (size_t i = 0; put && i < book->segments.count; i++)
		put = put_segment(segments, book, i, why);
	for (size_t i = 0; put && i < book->tree.count; i++)
		put = put_node(nodes, &book->tree.nodes[i], why);
	return put;
}

/* A number of a node, feature or segment, from `least` to below `most`. */
static bool take_number(const json_t *entry, const char *key, size_t least, size_t most,
                        size_t *number, struct failure *why)
{
	const json_t *value = json_object_get(entry, key);
	json_int_t whole = json_integer_value(value);
	if (!json_is_integer(value) || whole < 0 || (size_t)whole < least || (size_t)whole >= most)
		return fail(why, "'nodes': '%s' is not a whole number from %zu to below %zu", key,
		            least, most);
	*number = (size_t)whole;
	return true;
}

static bool take_node(struct rule_book *book, size_t at, size_t count, const json_t *entry,
                      struct failure *why)
{
	struct tree_node *node = &book->tree.nodes[at];
	if (json_object_get(entry, "feature") == NULL)
		return take_number(entry, "segment", 0, book->segments.count, &node->segment, why);
	const json_t *threshold = json_object_get(entry, "threshold");
	node->threshold = json_number_value(threshold);
	if (!json_is_number(threshold) || !isfinite(node->threshold))
		return fail(why, "'nodes': 'threshold' is not a number");
	/* Children behind their parent: no way through the tree is without end. */
	if (!take_number(entry, "feature", 0, book->features.count, &node->feature, why)
	    || !take_number(entry, "at_most", at + 1, count, &node->at_most, why)
	    || !take_number(entry, "above", at + 1, count, &node->above, why))
		return false;
	book->tree.nodes[node->at_most].parent = at;
	book->tree.nodes[node->above].parent = at;
	return true;
}

static bool take_nodes(struct rule_book *book, const json_t *nodes, struct failure *why)
{
	size_t count = json_array_size(nodes);
	if (count == 0)
		return fail(why, "'nodes' is not a list of nodes");
	for (size_t i = 0; i < count; i++)
		if (!tree_add_leaf(&book->tree, TREE_ROOT, 0, why))
			return false;
	for (size_t i = 0; i < count; i++)
		if (!take_node(book, i, count, json_array_get(nodes, i), why))
			return false;
	return true;
}

static bool take_name(struct header *names, const json_t *text, struct failure *why)
{
	return json_is_string(text)
	    ? header_add(names, json_string_value(text), json_string_length(text), why)
	    : fail(why, "'segments': a name is missing");
}

bool rule_book_take(struct rule_book *book, const json_t *model, struct failure *why)
{
	const json_t *by = json_object_get(model, "by");
	const json_t *list = json_object_get(model, "segments");
	if (!json_is_string(by))
		return fail(why, "'by' is not a name");
	book->by = strdup(json_string_value(by));
	if (book->by == NULL)
		return fail_memory(why);
	if (json_array_size(list) == 0)
		return fail(why, "'segments' is not a list of segments");
	bool named = json_object_get(json_array_get(list, 0), "persona") != NULL;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *entry = json_array_get(list, i);
		if (!take_name(&book->segments, json_object_get(entry, "segment"), why)
		    || (named && !take_name(&book->personas, json_object_get(entry, "persona"), why)))
			return false;
	}
	return take_nodes(book, json_object_get(model, "nodes"), why);
}
