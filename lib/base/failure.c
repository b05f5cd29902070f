#include "base/failure.h"

#include <stdarg.h>
#include <stdio.h>

bool fail(struct failure *why, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof why->text, format, arguments);
	va_end(arguments);
	return false;
}

bool fail_memory(struct failure *why)
{
	return fail(why, "out of memory");
}

const char *quote(char quoted[QUOTED_SIZE], const char *text, size_t length)
{
	enum { SHOWN = 40 };
	size_t shown = length < SHOWN ? length : SHOWN;
	/* A multi-byte character is not cut in the middle. */
	while (shown < length && shown > 0 && ((unsigned char)text[shown] & 0xC0) == 0x80)
		shown--;
	char *out = quoted;
	*out++ = '\'';
	for (size_t i = 0; i < shown; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte < 0x20 || byte == 0x7F)
			out += snprintf(out, 5, "\\x%02x", byte);
		else
			*out++ = (char)byte;
	}
	*out++ = '\'';
	snprintf(out, 4, "%s", shown < length ? "..." : "");
	return quoted;
}
