/* Lines of one file, of any length up to a cap, without copying them. */
#ifndef STREAM_LINE_READER_H
#define STREAM_LINE_READER_H

#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum { ROW_LIMIT = 16 << 20 }; /* bytes of one row, a quoted cell of many lines included */

struct line_reader {
	int fd;
	char *buffer;
	size_t capacity, filled; /* bytes allocated, bytes read into it */
	size_t start, next;      /* where the current record starts, where the next line does */
	size_t line;             /* lines handed out so far */
	size_t offset;           /* where the buffer starts in the file, if it is a regular one */
	bool at_end;             /* read() has returned 0 */
};

/* Opens a file, or standard input for "-".  The reason names the file. */
bool line_reader_open(struct line_reader *reader, const char *path, struct failure *why);
void line_reader_close(struct line_reader *reader);

enum line_status { LINE_FAILED = -1, LINE_END = 0, LINE_READ = 1 };

/* Hands out the next line without its LF.  The pointer is good until the next
 * call.  The reason carries no place: the caller knows file and line. */
enum line_status line_reader_next(struct line_reader *reader, const char **line, size_t *length,
                                  struct failure *why);

/* Hands out the same record again, longer by one line (the LF between is part
 * of it): for a quoted cell that goes on. */
enum line_status line_reader_extend(struct line_reader *reader, const char **record,
                                    size_t *length, struct failure *why);

/* Looks at the first bytes of the file without taking them: fewer than
 * `wanted` only at its end. */
bool line_reader_peek(struct line_reader *reader, size_t wanted, const char **bytes,
                      size_t *length, struct failure *why);

/* Leaves out the next bytes (a byte order mark that was peeked at). */
void line_reader_skip(struct line_reader *reader, size_t bytes);

/* Whether it reads a regular file, of which other readers find the same bytes at
 * the same place; `left` are those from the next line on. */
bool line_reader_is_file(const struct line_reader *reader, size_t *left);

/* Where a byte of the record that was handed out last stands in that file. */
size_t line_reader_place(const struct line_reader *reader, const char *byte);

#endif
