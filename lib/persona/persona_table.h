/* A table of personas as it was written: which name and goal a segment has,
 * and how far it can be trusted. */
#ifndef PERSONA_PERSONA_TABLE_H
#define PERSONA_PERSONA_TABLE_H

#include "base/text_set.h"
#include "stream/row.h"

struct persona_table {
	struct text_set segments;
	struct header names, goals; /* one a segment */
	struct header trusts;       /* the same, or none where the table does not tell */
};

/* Reads the file; `by` is the column that names the segments, beside `persona`
 * and `goal`; `trust` may be there.  A segment that is there twice and a table without rows are
 * errors.  Free it in either case. */
bool persona_table_read(struct persona_table *table, const char *path, const char *by,
                        struct failure *why);
void persona_table_free(struct persona_table *table);

#endif
