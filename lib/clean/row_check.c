#include "clean/row_check.h"

#include "base/number.h"

#include <string.h>

enum { DIGITS = 64 }; /* a longer cell is no number that a person wrote */

bool row_decimal(struct row *row, char decimal, const struct header *names,
                 struct buffer *scratch, struct failure *why)
{
	scratch->length = 0;
	/* Room for all at once, for the cells point into it. */
	if (!buffer_reserve(scratch, row->count * DIGITS + 1))
		return fail_memory(why);
	for (size_t i = 0; i < row->count; i++) {
		struct cell *cell = &row->cells[i];
		double value;
		if (cell->length >= DIGITS)
			continue;
		char quoted[QUOTED_SIZE];
		if (decimal != '.' && memchr(cell->text, '.', cell->length) != NULL
		    && number_parse(cell->text, cell->length, &value))
			return fail(why, "column '%s': a point in %s, where the decimal sign is '%c'; "
			                 "take the thousands' points out first", names->names[i],
			            quote(quoted, cell->text, cell->length), decimal);
		char *sign = memchr(cell->text, decimal, cell->length);
		if (sign == NULL)
			continue;
		char *copy = scratch->data + scratch->length;
		memcpy(copy, cell->text, cell->length);
		copy[sign - cell->text] = '.';
		if (!number_parse(copy, cell->length, &value))
			continue;
		cell->text = copy;
		row->canonical = false;
		scratch->length += cell->length;
	}
	return true;
}

bool row_check_text(const struct row *row, struct failure *why)
{
	if (row->kind == STREAM_NDJSON)
		return true; /* jansson has seen to it */
	size_t valid = utf8_valid_prefix(row->text, row->length);
	if (valid == row->length)
		return true;
	unsigned char byte = (unsigned char)row->text[valid];
	if (byte == 0)
		return fail(why, "a NUL byte stands in the row");
	return fail(why, "byte 0x%02X is not UTF-8; if the file is Latin-1, convert it with: "
	                 "iconv -f latin1 -t utf-8", byte);
}

bool row_pack(struct buffer *out, const struct row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cells[i];
		char head[1 + sizeof cell->length] = { (char)cell->kind };
		memcpy(head + 1, &cell->length, sizeof cell->length);
		if (!buffer_append(out, head, sizeof head)
		    || !buffer_append(out, cell->text, cell->length))
			return false;
	}
	return true;
}

void row_unpack(struct cell *cells, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++) {
		cells[i].kind = (enum cell_kind)text[0];
		memcpy(&cells[i].length, text + 1, sizeof cells[i].length);
		cells[i].text = text + 1 + sizeof cells[i].length;
		text = cells[i].text + cells[i].length;
	}
}
