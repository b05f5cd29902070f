/* Rules as programs that need none of these: SQL and awk.
 *
 * A row gets a segment only if every feature that the rules ask for is a
 * number within RULE_VALUE_LIMIT; else NULL, or an empty cell.  Numbers
 * compare as doubles, the way the tree compares them. */
#ifndef TREE_RULE_CODE_H
#define TREE_RULE_CODE_H

#include "base/buffer.h"
#include "tree/rule_book.h"

/* One or two expressions (CASE ... END AS "name") that go between SELECT and
 * FROM, for PostgreSQL and SQLite; with `table` (NAME or SCHEMA.NAME) a whole
 * statement that gives every column of it and these.  `names` are those of the
 * new columns, segment and persona.  Segments that are all whole numbers are
 * integers, others text. */
bool rule_sql(struct buffer *text, const struct rule_book *book, const char *table,
              const char *const names[2], struct failure *why);

/* A program for any POSIX awk that reads CSV (RFC 4180, one header) and
 * appends the columns. */
bool rule_awk(struct buffer *text, const struct rule_book *book, const char *const names[2],
              struct failure *why);

#endif
