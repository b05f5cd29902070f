/* The texts of a script. */
#include "plot/script.h"

#include "stream/row.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";

/* One character as it may stand in a picture; `columns` is how wide it is in a
 * text drawing, `extent` in any other. */
struct character {
	const char *bytes;
	size_t length, taken;
	size_t columns;
	double extent;
};

static size_t sequence_size(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Rounded up from the advance widths of DejaVu Sans, the widest of the usual
 * sans-serif fonts, at 13 pixels, by columns of 8. */
static double extent_of(unsigned char c)
{
	if (strchr("ijlI.,:;'|!`", c) != NULL)
		return 0.55;
	if (strchr(" frt-/\\()[]\"", c) != NULL)
		return 0.7;
	if (strchr("mMwW@%", c) != NULL)
		return 1.65;
	if (strchr("+<=>^~#&CDGHNOQRU", c) != NULL)
		return 1.4;
	if ((c >= 'A' && c <= 'Z') || c == '$')
		return 1.15;
	return 1.05;
}

/* Marks that combine with the letter before them, joiners and variation
 * selectors: U+0300 to 036F, 200B to 200F, FE00 to FE0F. */
static bool combines(const unsigned char *bytes)
{
	return (bytes[0] == 0xCC && bytes[1] >= 0x80) || (bytes[0] == 0xCD && bytes[1] < 0xB0)
	    || (bytes[0] == 0xE2 && bytes[1] == 0x80 && bytes[2] >= 0x8B && bytes[2] <= 0x8F)
	    || (bytes[0] == 0xEF && bytes[1] == 0xB8 && bytes[2] < 0x90);
}

static struct character character_at(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t size = sequence_size(bytes[0]);
	struct character blank = { " ", 1, 1, 1, 0.7 }, unknown = { "?", 1, 1, 1, 1.05 };
	if (bytes[0] < 0x20 || bytes[0] == 0x7F)
		return blank;
	if (size > length || utf8_valid_prefix(text, size) != size)
		return unknown;
	blank.taken = unknown.taken = size;
	if (bytes[0] == 0xC2 && bytes[1] < 0xA0)
		return blank;
	/* What would turn the order of the text around it: U+202A to 202E, U+2066 to 2069. */
	if (bytes[0] == 0xE2 && ((bytes[1] == 0x80 && bytes[2] >= 0xAA && bytes[2] <= 0xAE)
	                         || (bytes[1] == 0x81 && bytes[2] >= 0xA6 && bytes[2] <= 0xA9)))
		return blank;
	/* U+FFFE and U+FFFF may not stand in XML. */
	if (bytes[0] == 0xEF && bytes[1] == 0xBF && bytes[2] >= 0xBE)
		return unknown;
	if (combines(bytes))
		return (struct character){ text, size, size, 0, 0 };
	bool wide = bytes[0] >= 0xE3;
	return (struct character){ text, size, size, wide ? 2 : 1,
		                   wide ? 2 : size > 1 ? 1.2 : extent_of(bytes[0]) };
}

size_t script_character(const char *text, size_t length, size_t *columns)
{
	struct character c = character_at(text, length);
	*columns = c.columns;
	return c.taken;
}

enum measure { CELLS, LETTERS, WIDER };

static double measure_of(const struct character *c, enum measure by)
{
	double cells = (double)c->columns;
	return by == CELLS || (by == WIDER && cells > c->extent) ? cells : c->extent;
}

static double measure(const char *text, size_t length, enum measure by)
{
	double sum = 0;
	while (length > 0) {
		struct character c = character_at(text, length);
		sum += measure_of(&c, by);
		text += c.taken;
		length -= c.taken;
	}
	return sum;
}

size_t script_width(const char *text, size_t length)
{
	return (size_t)measure(text, length, CELLS);
}

double script_extent(const char *text, size_t length)
{
	return measure(text, length, LETTERS);
}

double script_fit(const char *text, size_t length)
{
	return measure(text, length, WIDER);
}

size_t script_line_length(const char *text, size_t length, double columns, bool letters)
{
	size_t end = 0, blank = 0;
	for (double width = 0; end < length;) {
		struct character c = character_at(text + end, length - end);
		if (text[end] == ' ')
			blank = end;
		width += measure_of(&c, letters ? LETTERS : CELLS);
		if (width > columns && end > 0)
			return blank > 0 ? blank : end;
		end += c.taken;
	}
	return end;
}

static const char *write_text(char *out, const char *text, size_t length, double columns,
                              enum measure by, const char *doubled)
{
	double room = columns < 1 ? 1 : columns > SCRIPT_TEXT_COLUMNS ? SCRIPT_TEXT_COLUMNS : columns;
	const double rounding = 1e-6; /* of the sums */
	bool cut = measure(text, length, by) > room + rounding;
	char *end = out;
	for (double width = 0; length > 0;) {
		struct character c = character_at(text, length);
		width += measure_of(&c, by);
		/* Doubled quotes and four-byte characters stay within the buffer. */
		if (width + cut > room + rounding || end - out > SCRIPT_TEXT_SIZE - 24) {
			memcpy(end, ellipsis, sizeof ellipsis - 1);
			end += sizeof ellipsis - 1;
			break;
		}
		memcpy(end, c.bytes, c.length);
		end += c.length;
		if (c.length == 1 && strchr(doubled, *c.bytes) != NULL)
			*end++ = *c.bytes;
		text += c.taken;
		length -= c.taken;
	}
	*end = '\0';
	return out;
}

const char *script_plain(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                         double columns)
{
	return write_text(out, text, length, columns, CELLS, "");
}

const char *script_cut(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                       double columns)
{
	return write_text(out, text, length, columns, WIDER, "");
}

static const char *write_quoted(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                                double columns, const char *doubled)
{
	char body[SCRIPT_TEXT_SIZE - 8];
	write_text(body, text, length, columns, LETTERS, doubled);
	size_t quotes = strspn(body, "'");
	/* gnuplot 5.4 takes a quote that is doubled at the start for an empty string. */
	if (quotes > 0)
		snprintf(out, SCRIPT_TEXT_SIZE, "\"%.*s\".'%s'", (int)(quotes / 2), body,
		         body + quotes);
	else
		snprintf(out, SCRIPT_TEXT_SIZE, "'%s'", body);
	return out;
}

const char *script_text(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                        double columns)
{
	return write_quoted(out, text, length, columns, "'");
}

const char *script_tic(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                       double columns)
{
	return write_quoted(out, text, length, columns, "'%");
}

const char *script_number(char out[NUMBER_SIZE], double value)
{
	if (isfinite(value))
		number_format(value, out);
	else
		strcpy(out, "NaN");
	return out;
}
