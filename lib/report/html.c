#include "report/html.h"

#include "base/number.h"
#include "stream/row.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"     /* U+FFFD */
#define NARROW_SPACE "\xE2\x80\xAF"    /* U+202F, which does not break */
#define NOT_KNOWN "\xE2\x80\x93"       /* U+2013, a dash */

static void put(struct html *page, const char *bytes, size_t length)
{
	if (!page->no_memory && !buffer_append(&page->text, bytes, length))
		page->no_memory = true;
}

void html_put(struct html *page, const char *markup)
{
	put(page, markup, strlen(markup));
}

static const char *reference(unsigned char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
		return NULL;
	default:
		return byte < 0x20 || byte == 0x7F ? REPLACEMENT : NULL;
	}
}

/* C1 controls (U+0080 .. U+009F), what turns the direction of all that follows
 * (U+202A .. U+202E, U+2066 .. U+2069), and noncharacters: the length of the one
 * that valid UTF-8 starts with, or 0. */
static size_t forbidden(const unsigned char *at, size_t length)
{
	if (length >= 2 && at[0] == 0xC2 && at[1] < 0xA0)
		return 2;
	if (length >= 3 && at[0] == 0xE2
	    && ((at[1] == 0x80 && at[2] >= 0xAA && at[2] <= 0xAE)
	        || (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9)))
		return 3;
	if (length >= 3 && at[0] == 0xEF
	    && ((at[1] == 0xBF && at[2] >= 0xBE) || (at[1] == 0xB7 && at[2] >= 0x90 && at[2] <= 0xAF)))
		return 3;
	if (length >= 4 && at[0] >= 0xF0 && (at[1] & 0x0F) == 0x0F && at[2] == 0xBF && at[3] >= 0xBE)
		return 4;
	return 0;
}

static void put_valid(struct html *page, const char *text, size_t length)
{
	size_t start = 0;
	for (size_t i = 0; i < length;) {
		const char *instead = reference((unsigned char)text[i]);
		size_t taken = 1;
		if (instead == NULL && (unsigned char)text[i] >= 0x80) {
			taken = forbidden((const unsigned char *)text + i, length - i);
			instead = taken > 0 ? REPLACEMENT : NULL;
			taken = taken > 0 ? taken : 1;
		}
		if (instead != NULL) {
			put(page, text + start, i - start);
			html_put(page, instead);
			start = i + taken;
		}
		i += taken;
	}
	put(page, text + start, length - start);
}

void html_text(struct html *page, const char *text, size_t length)
{
	while (length > 0) {
		size_t valid = utf8_valid_prefix(text, length);
		put_valid(page, text, valid);
		if (valid < length) {
			html_put(page, REPLACEMENT);
			valid++;
		}
		text += valid;
		length -= valid;
	}
}

void html_words(struct html *page, const char *text)
{
	html_text(page, text, strlen(text));
}

void html_format(struct html *page, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	html_words(page, text);
}

void html_data(struct html *page, const char *text, size_t length)
{
	html_put(page, "<bdi>");
	html_text(page, text, length);
	html_put(page, "</bdi>");
}

/* The digits before the point in groups of three. */
static void put_grouped(struct html *page, const char *number)
{
	size_t sign = number[0] == '-', digits = strspn(number + sign, "0123456789");
	put(page, number, sign);
	for (size_t i = 0; i < digits; i++) {
		if (i > 0 && digits > 4 && (digits - i) % 3 == 0)
			html_put(page, NARROW_SPACE);
		put(page, number + sign + i, 1);
	}
	html_put(page, number + sign + digits);
}

void html_number(struct html *page, double value)
{
	char number[NUMBER_ROUNDED_SIZE];
	if (!isfinite(value)) {
		html_put(page, NOT_KNOWN);
		return;
	}
	double size = fabs(value);
	int places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
	for (; size > 0 && size < 1 && places < 17; places++)
		size *= 10;
	if (fabs(value) >= 1e15 || (value != 0 && fabs(value) < 1e-6))
		number_format(value, number);
	else
		snprintf(number, sizeof number, "%.*f", value == floor(value) ? 0 : places, value);
	put_grouped(page, number);
}

void html_percent(struct html *page, double share)
{
	char number[NUMBER_ROUNDED_SIZE];
	if (!isfinite(share) || fabs(share) > 1e12) {
		html_put(page, NOT_KNOWN);
		return;
	}
	snprintf(number, sizeof number, "%.1f", 100 * share);
	put_grouped(page, number);
	html_put(page, NARROW_SPACE "%");
}

void html_count(struct html *page, uint64_t count, const char *one, const char *several)
{
	char number[NUMBER_SIZE];
	snprintf(number, sizeof number, "%" PRIu64, count);
	put_grouped(page, number);
	html_put(page, " ");
	html_words(page, count == 1 ? one : several);
}

bool html_done(const struct html *page, struct failure *why)
{
	return !page->no_memory || fail_memory(why);
}

void html_free(struct html *page)
{
	buffer_free(&page->text);
}
