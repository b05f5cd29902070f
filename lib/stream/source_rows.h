/* Rows that are not kept, for they can be read again where they stand: in a file,
 * not a pipe.  What is kept is where each stands and a checksum, so that a file
 * which has changed meanwhile is found out and not passed on. */
#ifndef STREAM_SOURCE_ROWS_H
#define STREAM_SOURCE_ROWS_H

#include "base/buffer.h"
#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows that are read again at once. */
struct stretch {
	size_t from, length; /* where they stand in the file, with what is between them */
	size_t marks;        /* where theirs end */
	uint64_t sum;        /* of their texts */
};

/* All zero, it has no file. */
struct source_rows {
	bool open;                 /* there is a file */
	int fd;
	const char *name;          /* for messages */
	struct buffer marks;       /* for each row the bytes before it, since the last, and its own */
	struct stretch *stretches;
	size_t count, room;
	size_t end;                /* adding: where the last row ended in the file */
	size_t next, mark;         /* reading: the next stretch and the next row's mark */
	struct buffer window;      /* reading: the last stretch */
	size_t offset;             /* reading: where the last row ended in the window */
};

/* Takes the open file `fd`, a regular one, of which `name` is only kept as a
 * pointer.  The caller may close its own. */
bool source_rows_open(struct source_rows *rows, int fd, const char *name, struct failure *why);
void source_rows_free(struct source_rows *rows);

/* Notes a row, `length` bytes that stand at `from` in the file, behind those that
 * were noted before. */
bool source_rows_add(struct source_rows *rows, size_t from, const char *text, size_t length,
                     struct failure *why);

/* Goes back to the first row. */
void source_rows_rewind(struct source_rows *rows);

/* The next row: its text, good until the next call.  Fails where the file no
 * longer holds what was noted, before any row of the stretch is handed out, and
 * where more rows are asked for than there are. */
bool source_rows_next(struct source_rows *rows, const char **text, size_t *length,
                      struct failure *why);

#endif
