#include "stream/line_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_CAPACITY = 256 << 10 };

bool line_reader_open(struct line_reader *reader, const char *path, struct failure *why)
{
	*reader = (struct line_reader){ .fd = STDIN_FILENO };
	if (strcmp(path, "-") != 0)
		reader->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (reader->fd < 0)
		return fail(why, "%s: %s", path, strerror(errno));
	off_t offset = lseek(reader->fd, 0, SEEK_CUR); /* others may have read before */
	reader->offset = offset > 0 ? (size_t)offset : 0;
	reader->capacity = FIRST_CAPACITY;
	reader->buffer = malloc(reader->capacity);
	if (reader->buffer == NULL) {
		line_reader_close(reader);
		return fail_memory(why);
	}
	return true;
}

void line_reader_close(struct line_reader *reader)
{
	if (reader->fd > STDIN_FILENO)
		close(reader->fd);
	free(reader->buffer);
	*reader = (struct line_reader){ .fd = -1 };
}

/* Moves the record to the front of the buffer, or doubles the buffer. */
static bool make_room(struct line_reader *reader, struct failure *why)
{
	if (reader->start > 0) {
		reader->filled -= reader->start;
		memmove(reader->buffer, reader->buffer + reader->start, reader->filled);
		reader->offset += reader->start;
		reader->next -= reader->start;
		reader->start = 0;
		return true;
	}
	if (reader->filled >= ROW_LIMIT)
		return fail(why, "the row is longer than %d MiB", ROW_LIMIT >> 20);
	char *bigger = realloc(reader->buffer, 2 * reader->capacity);
	if (bigger == NULL)
		return fail_memory(why);
	reader->buffer = bigger;
	reader->capacity *= 2;
	return true;
}

static bool read_more(struct line_reader *reader, struct failure *why)
{
	if (reader->filled == reader->capacity && !make_room(reader, why))
		return false;
	for (;;) {
		ssize_t got = read(reader->fd, reader->buffer + reader->filled,
		                   reader->capacity - reader->filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(why, "%s", strerror(errno));
		reader->at_end = got == 0;
		reader->filled += (size_t)got;
		return true;
	}
}

/* Finds the end of the line that starts at `next`; the record runs from
 * `start` to there. */
static enum line_status finish_line(struct line_reader *reader, const char **record,
                                    size_t *length, struct failure *why)
{
	size_t searched = 0;
	for (;;) {
		char *from = reader->buffer + reader->next;
		size_t have = reader->filled - reader->next;
		char *newline = memchr(from + searched, '\n', have - searched);
		if (newline == NULL && !reader->at_end) {
			searched = have;
			bool more = read_more(reader, why);
			*record = reader->buffer + reader->start; /* it may have moved */
			if (!more)
				return LINE_FAILED;
			continue;
		}
		if (newline == NULL && have == 0)
			return LINE_END;
		size_t line_length = newline != NULL ? (size_t)(newline - from) : have;
		*record = reader->buffer + reader->start;
		*length = reader->next - reader->start + line_length;
		reader->next += line_length + (newline != NULL);
		reader->line++;
		return LINE_READ;
	}
}

enum line_status line_reader_next(struct line_reader *reader, const char **line, size_t *length,
                                  struct failure *why)
{
	reader->start = reader->next;
	return finish_line(reader, line, length, why);
}

enum line_status line_reader_extend(struct line_reader *reader, const char **record,
                                    size_t *length, struct failure *why)
{
	return finish_line(reader, record, length, why);
}

bool line_reader_peek(struct line_reader *reader, size_t wanted, const char **bytes,
                      size_t *length, struct failure *why)
{
	while (!reader->at_end && reader->filled - reader->next < wanted)
		if (!read_more(reader, why))
			return false;
	*bytes = reader->buffer + reader->next;
	*length = reader->filled - reader->next;
	return true;
}

void line_reader_skip(struct line_reader *reader, size_t bytes)
{
	reader->next += bytes;
	reader->start = reader->next;
}

bool line_reader_is_file(const struct line_reader *reader, size_t *left)
{
	struct stat about;
	if (fstat(reader->fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < 0)
		return false;
	size_t size = (size_t)about.st_size, at = reader->offset + reader->next;
	*left = size > at ? size - at : 0;
	return true;
}

size_t line_reader_place(const struct line_reader *reader, const char *byte)
{
	return reader->offset + (size_t)(byte - reader->buffer);
}
