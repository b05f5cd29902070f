/* Rules in words: "spending score above 61 and annual income above 69k". */
#ifndef TREE_RULE_WORDS_H
#define TREE_RULE_WORDS_H

#include "base/buffer.h"
#include "tree/rule_book.h"

/* Appends the rule of a segment; where several leaves are its, their rules
 * joined by "; or"; where none is, "no rule".  Underscores of column names
 * become blanks, and a number from 10,000 on is written in k or M where that
 * is shorter and says the same. */
bool rule_words(struct buffer *text, const struct rule_book *book, size_t segment,
                struct failure *why);

/* Appends every segment with its rule and how well it keeps to the segment,
 * and how well all of them do, one thing a line, each behind `prefix`. */
bool rule_sentences(struct buffer *text, const struct rule_book *book, const char *prefix,
                    struct failure *why);

#endif
