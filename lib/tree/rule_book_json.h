/* A rule book as JSON: what seg-rules keeps as its model. */
#ifndef TREE_RULE_BOOK_JSON_H
#define TREE_RULE_BOOK_JSON_H

#include "base/json.h"
#include "tree/rule_book.h"

/* Puts by, leaves, agreement, segments (with persona, fidelity and the rule in
 * words) and nodes into a JSON object. */
bool rule_book_put(json_t *model, const struct rule_book *book, struct failure *why);

/* Reads them back; the features are there already.  A failure does not name
 * the file. */
bool rule_book_take(struct rule_book *book, const json_t *model, struct failure *why);

#endif
