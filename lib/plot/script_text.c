/* The texts of a script. */
#include "plot/script.h"

#include "stream/row.h"

#include <math.h>
#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";

/* One character as it may stand in a picture; `columns` is how wide it is. */
struct character {
	const char *bytes;
	size_t length, taken;
	size_t columns;
};

static size_t sequence_size(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static struct character character_at(const char *text, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t size = sequence_size(bytes[0]);
	struct character blank = { " ", 1, 1, 1 }, unknown = { "?", 1, 1, 1 };
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
	return (struct character){ text, size, size, bytes[0] >= 0xE3 ? 2 : 1 };
}

size_t script_width(const char *text, size_t length)
{
	size_t width = 0;
	while (length > 0) {
		struct character c = character_at(text, length);
		width += c.columns;
		text += c.taken;
		length -= c.taken;
	}
	return width;
}

static const char *write_text(char *out, const char *text, size_t length, double columns,
                              const char *doubled)
{
	size_t room = columns < 1 ? 1 : columns > SCRIPT_TEXT_COLUMNS ? SCRIPT_TEXT_COLUMNS
	                                                              : (size_t)columns;
	bool cut = script_width(text, length) > room;
	char *end = out;
	for (size_t width = 0; length > 0;) {
		struct character c = character_at(text, length);
		width += c.columns;
		/* Doubled quotes and four-byte characters stay within the buffer. */
		if (width + cut > room || end - out > SCRIPT_TEXT_SIZE - 16) {
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
	return write_text(out, text, length, columns, "");
}

static const char *write_quoted(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                                double columns, const char *doubled)
{
	write_text(out + 1, text, length, columns, doubled);
	out[0] = '\'';
	strcat(out, "'");
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
