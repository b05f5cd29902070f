#include "stream/source_rows.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STRETCH = 1 << 20 };

bool source_rows_open(struct source_rows *rows, int fd, const char *name, struct failure *why)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (own < 0)
		return fail(why, "%s: %s", name, strerror(errno));
	*rows = (struct source_rows){ .open = true, .fd = own, .name = name };
	return true;
}

void source_rows_free(struct source_rows *rows)
{
	if (rows->open)
		close(rows->fd);
	buffer_free(&rows->marks);
	buffer_free(&rows->window);
	free(rows->stretches);
	*rows = (struct source_rows){ 0 };
}

/* Goes on with a checksum by a text: words that are mixed in one by one. */
static uint64_t add_text(uint64_t sum, const char *text, size_t length)
{
	const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / golden ratio */
	uint64_t word = length;
	sum = (sum ^ word) * odd;
	for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
		memcpy(&word, text, sizeof word);
		sum = (sum ^ sum >> 32 ^ word) * odd;
	}
	word = 0;
	memcpy(&word, text, length);
	return (sum ^ sum >> 32 ^ word) * odd;
}

/* A number as bytes of seven bits, the last of which has the eighth bit clear. */
static bool put_number(struct buffer *marks, size_t number)
{
	for (; number >= 0x80; number >>= 7)
		if (!buffer_append_byte(marks, (char)(number | 0x80)))
			return false;
	return buffer_append_byte(marks, (char)number);
}

static size_t take_number(const struct buffer *marks, size_t *at)
{
	size_t number = 0;
	unsigned char byte;
	int shift = 0;
	do {
		byte = (unsigned char)marks->data[(*at)++];
		number |= (size_t)(byte & 0x7F) << shift;
		shift += 7;
	} while ((byte & 0x80) != 0);
	return number;
}

static bool begin_stretch(struct source_rows *rows, size_t from, struct failure *why)
{
	if (rows->count == rows->room) {
		size_t room = rows->room == 0 ? 16 : 2 * rows->room;
		struct stretch *more = realloc(rows->stretches, room * sizeof *more);
		if (more == NULL)
			return fail_memory(why);
		rows->stretches = more;
		rows->room = room;
	}
	rows->stretches[rows->count++] = (struct stretch){ .from = from };
	rows->end = from;
	return true;
}

bool source_rows_add(struct source_rows *rows, size_t from, const char *text, size_t length,
                     struct failure *why)
{
	bool fits = rows->count > 0
	            && from + length - rows->stretches[rows->count - 1].from <= STRETCH;
	if (!fits && !begin_stretch(rows, from, why))
		return false;
	if (!put_number(&rows->marks, from - rows->end) || !put_number(&rows->marks, length))
		return fail_memory(why);
	struct stretch *last = &rows->stretches[rows->count - 1];
	rows->end = from + length;
	last->length = rows->end - last->from;
	last->marks = rows->marks.length;
	last->sum = add_text(last->sum, text, length);
	return true;
}

void source_rows_rewind(struct source_rows *rows)
{
	rows->next = 0;
	rows->mark = 0;
}

/* The next row of the window. */
static const char *take_row(const struct source_rows *rows, size_t *mark, size_t *offset,
                            size_t *length)
{
	size_t from = *offset + take_number(&rows->marks, mark);
	*length = take_number(&rows->marks, mark);
	*offset = from + *length;
	return rows->window.data + from;
}

/* Whether the window holds the rows of the stretch, as they were. */
static bool is_the_same(const struct source_rows *rows, const struct stretch *stretch)
{
	uint64_t sum = 0;
	size_t offset = 0, mark = rows->mark;
	if (rows->window.length < stretch->length)
		return false;
	while (mark < stretch->marks) {
		size_t length;
		const char *text = take_row(rows, &mark, &offset, &length);
		sum = add_text(sum, text, length);
	}
	return sum == stretch->sum;
}

/* Reads the stretch into the window, as far as the file goes. */
static bool load(struct source_rows *rows, const struct stretch *stretch, struct failure *why)
{
	struct buffer *window = &rows->window;
	window->length = 0;
	if (!buffer_reserve(window, stretch->length + 1))
		return fail_memory(why);
	while (window->length < stretch->length) {
		ssize_t count = pread(rows->fd, window->data + window->length,
		                      stretch->length - window->length,
		                      (off_t)(stretch->from + window->length));
		if (count < 0 && errno != EINTR)
			return fail(why, "%s: %s", rows->name, strerror(errno));
		if (count == 0)
			break;
		window->length += count > 0 ? (size_t)count : 0;
	}
	return true;
}

static bool next_stretch(struct source_rows *rows, struct failure *why)
{
	if (rows->next == rows->count)
		return fail(why, "more rows were asked for than there are");
	const struct stretch *stretch = &rows->stretches[rows->next++];
	rows->offset = 0;
	if (!load(rows, stretch, why))
		return false;
	return is_the_same(rows, stretch)
	       || fail(why, "%s: changed while it was worked on; run again on a copy, or pass it "
	                    "through a pipe", rows->name);
}

bool source_rows_next(struct source_rows *rows, const char **text, size_t *length,
                      struct failure *why)
{
	bool in_window = rows->next > 0 && rows->mark < rows->stretches[rows->next - 1].marks;
	if (!in_window && !next_stretch(rows, why))
		return false;
	*text = take_row(rows, &rows->mark, &rows->offset, length);
	return true;
}
