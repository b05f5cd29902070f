#include "report/head_text.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_PIECE = 14 };

static bool is_small(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool is_capital(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

size_t head_piece(const char *text, size_t length)
{
	size_t characters = 0;
	for (size_t i = 0; i < length; i++) {
		if (utf8_goes_on(text[i]))
			continue;
		if (characters == LONGEST_PIECE
		    || (i > 0 && is_capital(text[i]) && is_small(text[i - 1])))
			return i;
		if (text[i] == '\0' || strchr(" -./:_", text[i]) != NULL)
			return i + 1;
		characters++;
	}
	return length;
}

size_t head_width(const char *text, size_t most)
{
	size_t widest = 0, length = strlen(text), characters = 0;
	while (length > 0 && characters < most) {
		size_t piece = head_piece(text, length), width = 0;
		for (size_t i = 0; i < piece; i++)
			width += !utf8_goes_on(text[i]);
		widest = width > widest ? width : widest;
		characters += width;
		text += piece;
		length -= piece;
	}
	return widest;
}
