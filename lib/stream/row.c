#include "stream/row.h"

#include "base/number.h"
#include "stream/marker.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool header_add(struct header *header, const char *name, size_t length, struct failure *why)
{
	/* Grows at powers of two. */
	if ((header->count & (header->count - 1)) == 0) {
		size_t room = header->count == 0 ? 1 : 2 * header->count;
		char **names = realloc(header->names, room * sizeof *names);
		if (names == NULL)
			return fail_memory(why);
		header->names = names;
	}
	char *copy = malloc(length + 1);
	if (copy == NULL)
		return fail_memory(why);
	if (length > 0)
		memcpy(copy, name, length);
	copy[length] = '\0';
	header->names[header->count++] = copy;
	return true;
}

bool header_copy(struct header *copy, const struct header *header, struct failure *why)
{
	*copy = (struct header){ 0 };
	for (size_t i = 0; i < header->count; i++) {
		if (!header_add(copy, header->names[i], strlen(header->names[i]), why)) {
			header_free(copy);
			return false;
		}
	}
	return true;
}

void header_free(struct header *header)
{
	for (size_t i = 0; i < header->count; i++)
		free(header->names[i]);
	free(header->names);
	*header = (struct header){ 0 };
}

bool header_from_list(struct header *header, const char *list, struct failure *why)
{
	*header = (struct header){ 0 };
	for (;;) {
		size_t length = strcspn(list, ",");
		if (!header_add(header, list, length, why))
			return false;
		if (list[length] == '\0')
			return true;
		list += length + 1;
	}
}

bool header_from_row(struct header *header, const struct row *row, struct failure *why)
{
	*header = (struct header){ 0 };
	for (size_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cells[i];
		if (memchr(cell->text, '\0', cell->length) != NULL)
			return fail(why, "the header has a NUL byte");
		if (!header_add(header, cell->text, cell->length, why))
			return false;
	}
	return true;
}

size_t header_find(const struct header *header, const char *name)
{
	size_t i = 0;
	while (i < header->count && strcmp(header->names[i], name) != 0)
		i++;
	return i;
}

static bool is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] != ' ' && text[i] != '\t')
			return false;
	return true;
}

bool cell_needs_quotes(const char *text, size_t length, bool first, bool only)
{
	if (only && is_blank(text, length))
		return true;
	if (first && marker_starts(text, length))
		return true;
	for (size_t i = 0; i < length; i++)
		if (text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r')
			return true;
	return false;
}

bool csv_encode(struct buffer *out, const char *text, size_t length, bool first, bool only)
{
	if (!cell_needs_quotes(text, length, first, only))
		return buffer_append(out, text, length);
	if (!buffer_reserve(out, 2 * length + 2))
		return false;
	char *end = out->data + out->length;
	*end++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*end++ = '"';
		*end++ = text[i];
	}
	*end++ = '"';
	out->length = (size_t)(end - out->data);
	return true;
}

/* The length of the UTF-8 sequence at `text`, or 0 (RFC 3629). */
static size_t utf8_sequence(const unsigned char *text, size_t length)
{
	unsigned char lead = text[0];
	size_t size = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3
	    : lead < 0xF5 ? 4 : 0;
	if (size == 0 || size > length || lead == 0)
		return 0;
	for (size_t i = 1; i < size; i++)
		if ((text[i] & 0xC0) != 0x80)
			return 0;
	if ((lead == 0xE0 && text[1] < 0xA0) || (lead == 0xED && text[1] > 0x9F)
	    || (lead == 0xF0 && text[1] < 0x90) || (lead == 0xF4 && text[1] > 0x8F))
		return 0;
	return size;
}

/* Whether all eight bytes are ASCII and none is NUL. */
static bool plain_word(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	return (word & highs) == 0 && ((word - ones) & highs) == 0;
}

size_t utf8_valid_prefix(const char *text, size_t length)
{
	size_t i = 0;
	while (i < length) {
		uint64_t word;
		if (length - i >= sizeof word) {
			memcpy(&word, text + i, sizeof word);
			if (plain_word(word)) {
				i += sizeof word;
				continue;
			}
		}
		size_t size = utf8_sequence((const unsigned char *)text + i, length - i);
		if (size == 0)
			return i;
		i += size;
	}
	return i;
}

static bool encode_escaped(struct buffer *out, unsigned char byte)
{
	char escape[8];
	const char *names = "btn?fr";
	if (byte == '"' || byte == '\\')
		snprintf(escape, sizeof escape, "\\%c", byte);
	else if (byte >= 8 && byte <= 13 && byte != 11)
		snprintf(escape, sizeof escape, "\\%c", names[byte - 8]);
	else
		snprintf(escape, sizeof escape, "\\u%04x", byte);
	return buffer_append_text(out, escape);
}

bool json_encode_string(struct buffer *out, const char *text, size_t length, bool *valid)
{
	*valid = utf8_valid_prefix(text, length) == length;
	if (!*valid || !buffer_append_byte(out, '"'))
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		bool plain = byte >= 0x20 && byte != '"' && byte != '\\';
		if (!(plain ? buffer_append_byte(out, text[i]) : encode_escaped(out, byte)))
			return false;
	}
	return buffer_append_byte(out, '"');
}

/* Whether the text is a number that readers of JSON take as one.  They hold
 * whole numbers in 64 bits: a longer one (it is an id) stays whole as a string. */
static bool is_json_number(const char *text, size_t length)
{
	enum { DIGITS = 18 };
	double value;
	if (!number_is_json(text, length) || !number_parse(text, length, &value))
		return false;
	size_t digits = length - (text[0] == '-');
	return digits <= DIGITS || memchr(text, '.', length) != NULL
	    || memchr(text, 'e', length) != NULL || memchr(text, 'E', length) != NULL;
}

bool json_encode_cell(struct buffer *out, const struct cell *cell, bool *valid)
{
	*valid = true;
	if (cell->kind == CELL_LITERAL && cell->length == 0)
		return buffer_append_text(out, "null");
	bool verbatim = cell->kind == CELL_LITERAL
	    || (cell->kind == CELL_BARE && is_json_number(cell->text, cell->length));
	if (verbatim)
		return buffer_append(out, cell->text, cell->length);
	return json_encode_string(out, cell->text, cell->length, valid);
}

size_t row_open_length(const struct row *row)
{
	size_t length = row->length;
	if (row->kind == STREAM_CSV)
		return length;
	length--; /* the closing brace */
	while (length > 1 && strchr(" \t\r", row->text[length - 1]) != NULL)
		length--;
	return length;
}

static bool encode_as_csv(struct buffer *out, const struct row *row, struct failure *why)
{
	for (size_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cells[i];
		if ((i > 0 && !buffer_append_byte(out, ','))
		    || !csv_encode(out, cell->text, cell->length, i == 0, row->count == 1))
			return fail_memory(why);
	}
	return true;
}

static bool encode_as_json(struct buffer *out, const struct row *row, const struct header *header,
                           struct failure *why)
{
	for (size_t i = 0; i < row->count; i++) {
		bool valid = true;
		const char *name = header->names[i];
		bool encoded = buffer_append_byte(out, i == 0 ? '{' : ',')
		    && json_encode_string(out, name, strlen(name), &valid)
		    && buffer_append_byte(out, ':') && json_encode_cell(out, &row->cells[i], &valid);
		if (!encoded && valid)
			return fail_memory(why);
		if (!encoded)
			return fail(why, "column '%s': not UTF-8, which NDJSON must be; "
			                 "seg-features says where", name);
	}
	return true;
}

bool row_encode(struct buffer *out, const struct row *row, const struct header *header,
                enum stream_kind kind, struct failure *why)
{
	if (row->kind == kind)
		return buffer_append(out, row->text, row_open_length(row)) || fail_memory(why);
	return kind == STREAM_CSV ? encode_as_csv(out, row, why)
	                          : encode_as_json(out, row, header, why);
}
