#include "tree/rule_book.h"


#include <math.h>
#include <stdlib.h>
#include <string.h>

bool rule_of_leaf(struct rule *rule, const struct threshold_tree *tree, size_t leaf,
                  struct failure *why)
{
	size_t depth = 0;
	for (size_t at = leaf; at != TREE_ROOT; at = tree->nodes[at].parent)
		depth++;
	size_t *path = malloc((depth + 1) * sizeof *path);
	rule->bounds = malloc((depth + 1) * sizeof *rule->bounds);
	rule->count = 0;
	if (path == NULL || rule->bounds == NULL) {
		free(path);
		rule_free(rule);
		return fail_memory(why);
	}
	path[depth] = leaf;
	for (size_t i = depth; i > 0; i--)
		path[i - 1] = tree->nodes[path[i]].parent;
	for (size_t i = 0; i < depth; i++) {
		const struct tree_node *node = &tree->nodes[path[i]];
		size_t at = 0;
		while (at < rule->count && rule->bounds[at].feature != node->feature)
			at++;
		struct rule_bound *bound = &rule->bounds[at];
		if (at == rule->count) {
			*bound = (struct rule_bound){ node->feature, -INFINITY, INFINITY };
			rule->count++;
		}
		if (path[i + 1] == node->at_most)
			bound->at_most = fmin(bound->at_most, node->threshold);
		else
			bound->above = fmax(bound->above, node->threshold);
	}
	free(path);
	return true;
}

void rule_free(struct rule *rule)
{
	free(rule->bounds);
	*rule = (struct rule){ 0 };
}

bool rule_book_has_rule(const struct rule_book *book, size_t segment)
{
	const struct threshold_tree *tree = &book->tree;
	for (size_t i = 0; i < tree->count; i++)
		if (tree->nodes[i].feature == TREE_LEAF && tree->nodes[i].segment == segment)
			return true;
	return false;
}

static bool add_label(struct header *names, const struct labels *labels, size_t group,
                      const char *column, struct failure *why)
{
	size_t length;
	const char *text = labels_name(labels, group, &length);
	if (memchr(text, '\0', length) == NULL && utf8_valid_prefix(text, length) == length)
		return header_add(names, text, length, why);
	char quoted[QUOTED_SIZE];
	return fail(why, "column '%s': not UTF-8: %s", column, quote(quoted, text, length));
}

/* The persona of each segment, the same in all its rows. */
static bool find_personas(int32_t *persona, const struct rule_book *book,
                          const struct labels *segments, const struct labels *personas,
                          struct failure *why)
{
	for (size_t i = 0; i < segments->k; i++)
		persona[i] = -1;
	for (size_t i = 0; i < segments->rows; i++) {
		int32_t segment = segments->ids[i];
		if (segment < 0)
			continue;
		if (persona[segment] < 0)
			persona[segment] = personas->ids[i];
		else if (persona[segment] != personas->ids[i])
			return fail(why, "row %zu: another persona than that of the rows of %s %s "
			            "before; a segment has one", i + 1, book->by,
			            book->segments.names[segment]);
	}
	return true;
}

bool rule_book_name(struct rule_book *book, const char *by, const struct labels *segments,
                    const struct labels *personas, struct failure *why)
{
	book->by = strdup(by);
	if (book->by == NULL)
		return fail_memory(why);
	bool named = true;
	for (size_t i = 0; named && i < segments->k; i++)
		named = add_label(&book->segments, segments, i, by, why);
	if (!named || personas == NULL)
		return named;
	int32_t *persona = malloc((segments->k + 1) * sizeof *persona);
	if (persona == NULL)
		return fail_memory(why);
	named = find_personas(persona, book, segments, personas, why);
	for (size_t i = 0; named && i < segments->k; i++)
		named = add_label(&book->personas, personas, (size_t)persona[i], "persona", why);
	free(persona);
	return named;
}

void rule_book_free(struct rule_book *book)
{
	tree_free(&book->tree);
	header_free(&book->features);
	header_free(&book->segments);
	header_free(&book->personas);
	fidelity_free(&book->fidelity);
	free(book->by);
	book->by = NULL;
}
