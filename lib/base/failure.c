#include "base/failure.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static bool is_control(char byte)
{
	return (unsigned char)byte < 0x20 || byte == 0x7F;
}

bool fail(struct failure *why, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof why->text, format, arguments);
	va_end(arguments);
	/* One line, whatever the names and paths that it speaks of. */
	for (char *at = why->text; *at != '\0'; at++)
		if (is_control(*at))
			*at = '?';
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
	while (shown < length && shown > 0 && utf8_goes_on(text[shown]))
		shown--;
	char *out = quoted;
	*out++ = '\'';
	for (size_t i = 0; i < shown; i++) {
		if (is_control(text[i]))
			out += snprintf(out, 5, "\\x%02x", (unsigned char)text[i]);
		else
			*out++ = text[i];
	}
	*out++ = '\'';
	snprintf(out, 4, "%s", shown < length ? "..." : "");
	return quoted;
}
