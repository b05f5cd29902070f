/* The text of all rows, in order, for filters that must see the whole table
 * before they write.  Up to a limit it stays in memory; what comes after goes to
 * an unlinked temporary file under $TMPDIR (else /tmp).  The rows of a long file
 * are not kept but read again where they stand. */
#ifndef STREAM_ROW_STORE_H
#define STREAM_ROW_STORE_H

#include "base/buffer.h"
#include "base/failure.h"
#include "stream/source_rows.h"

#include <stdio.h>

struct row_store {
	size_t limit;         /* bytes kept in memory */
	size_t file_limit;    /* bytes of a file whose rows are kept, not read again */
	struct buffer memory; /* the first rows, each behind its length */
	int fd;               /* the temporary file that has the next ones, or -1 */
	size_t spilled;       /* bytes in it */
	struct buffer rest;   /* the last ones, not yet written to it */
	size_t offset;        /* reading: where the next row starts, in all three together */
	struct buffer window; /* reading: the part of the file at hand */
	size_t window_start;  /* its place in the file */
	struct source_rows source; /* instead of all that: rows that are read again */
};

/* Sets both limits to `limit`, or where that is 0 to their defaults: of a file 64
 * MiB are kept; in memory stays a sixteenth of what the machine has, but at least
 * 256 MiB and at most 1 GiB. */
void row_store_create(struct row_store *store, size_t limit);
bool row_store_add(struct row_store *store, const char *text, size_t length, struct failure *why);

/* Goes back to the first row. */
void row_store_rewind(struct row_store *store);

/* The next row: its text, good until the next call.  Asking for more rows
 * than were added is an error. */
bool row_store_next(struct row_store *store, const char **text, size_t *length,
                    struct failure *why);

void row_store_free(struct row_store *store);

#endif
