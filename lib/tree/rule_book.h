/* A threshold tree with the names that people know its parts by, and how well
 * it keeps to the segments. */
#ifndef TREE_RULE_BOOK_H
#define TREE_RULE_BOOK_H

#include "stream/labels.h"
#include "tree/fidelity.h"
#include "tree/threshold_tree.h"

struct rule_book {
	struct threshold_tree tree;
	struct header features; /* the names of its features */
	struct header segments;
	struct header personas; /* one a segment; or none at all */
	char *by;               /* the column that named the segments */
	struct fidelity fidelity;
};

/* Names the segments, and their personas where `personas` is not NULL: labels
 * of the same rows, sorted, those of the segments without noise.  A segment
 * whose rows have two personas is an error. */
bool rule_book_name(struct rule_book *book, const char *by, const struct labels *segments,
                    const struct labels *personas, struct failure *why);

/* Whether a leaf has the segment. */
bool rule_book_has_rule(const struct rule_book *book, size_t segment);

/* Beyond it, on either side of 0, no value gets a segment by any rule that is
 * written: there is room for a database to be careless. */
#define RULE_VALUE_LIMIT 1e300

/* What a leaf asks of one feature: above < value <= at_most. */
struct rule_bound {
	size_t feature;
	double above;   /* -INFINITY: nothing */
	double at_most; /* INFINITY: nothing */
};

struct rule {
	struct rule_bound *bounds; /* one a feature, in the order in which the tree asks */
	size_t count;
};

/* The rule that leads to a leaf.  The caller frees it with rule_free. */
bool rule_of_leaf(struct rule *rule, const struct threshold_tree *tree, size_t leaf,
                  struct failure *why);
void rule_free(struct rule *rule);

void rule_book_free(struct rule_book *book);

#endif
