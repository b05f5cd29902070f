#include "report/parts.h"

#include "base/utf8.h"
#include "persona/traits.h"
#include "report/head_text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { LONG_HEAD = 40, LONG_PERSONA = 60 }; /* characters */

void room_begin(struct html *page)
{
	html_put(page, "<div class=\"room\">\n<div class=\"sideways\" aria-hidden=\"true\"><span>"
	         "Wider than the screen: scroll sideways</span></div>\n");
}

void room_end(struct html *page)
{
	html_put(page, "<div class=\"edge\"></div>\n</div>\n");
}

void table_begin(struct html *page, const char *id, const char *caption)
{
	html_put(page, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"");
	html_put(page, id);
	html_put(page, "\">\n");
	room_begin(page);
	html_put(page, "<table>\n<caption id=\"");
	html_put(page, id);
	html_put(page, "\"><span>");
	html_put(page, caption);
	html_put(page, "</span></caption>\n");
}

void table_end(struct html *page)
{
	html_put(page, "</tbody>\n</table>\n");
	room_end(page);
	html_put(page, "</div>\n");
}

void table_head(struct html *page, const char *text, bool number)
{
	html_put(page, number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
	html_words(page, text);
	html_put(page, "</th>");
}

/* The bytes of the first `most` characters; SIZE_MAX where there are no more than that. */
static size_t bytes_of(const char *text, size_t most)
{
	size_t characters = 0;
	for (size_t i = 0; text[i] != '\0'; i++)
		if (!utf8_goes_on(text[i]) && characters++ == most)
			return i;
	return SIZE_MAX;
}

/* The whole text, or its start with the whole as a tip. */
static void put_start(struct html *page, const char *text, size_t most)
{
	size_t length = bytes_of(text, most);
	if (length == SIZE_MAX) {
		html_data(page, text, strlen(text));
		return;
	}
	html_put(page, "<abbr title=\"");
	html_words(page, text);
	html_put(page, "\">");
	html_data(page, text, length);
	html_put(page, "\xE2\x80\xA6</abbr>");
}

static void put_column_start(struct html *page, const char *name)
{
	struct buffer text = { 0 };
	if (traits_column(&text, name) && buffer_append_byte(&text, '\0'))
		put_start(page, text.data, LONG_HEAD);
	else
		page->no_memory = true;
	buffer_free(&text);
}

/* As put_start, but it may break between its pieces. */
static void put_head_text(struct html *page, const char *text)
{
	size_t length = bytes_of(text, LONG_HEAD);
	bool whole = length == SIZE_MAX;
	if (!whole) {
		html_put(page, "<abbr title=\"");
		html_words(page, text);
		html_put(page, "\">");
	}
	html_put(page, "<bdi>");
	for (size_t left = whole ? strlen(text) : length, piece; left > 0; left -= piece) {
		piece = head_piece(text, left);
		html_text(page, text, piece);
		/* A blank is a place to break by itself. */
		html_put(page, piece < left && text[piece - 1] != ' ' ? "<wbr>" : "");
		text += piece;
	}
	html_put(page, whole ? "</bdi>" : "</bdi>\xE2\x80\xA6</abbr>");
}

void table_head_data(struct html *page, const char *name, bool number)
{
	struct buffer text = { 0 };
	html_put(page, number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
	if (traits_column(&text, name) && buffer_append_byte(&text, '\0'))
		put_head_text(page, text.data);
	else
		page->no_memory = true;
	buffer_free(&text);
	html_put(page, "</th>");
}

size_t table_head_width(const char *name)
{
	return head_width(name, LONG_HEAD);
}

void put_long_name(struct html *page, const char *name, bool *open)
{
	if (bytes_of(name, LONG_HEAD) == SIZE_MAX)
		return;
	html_put(page, *open ? "<li>" : "<ul class=\"names\">\n<li>");
	put_column_start(page, name);
	html_put(page, " is ");
	put_column_name(page, name);
	html_put(page, "</li>\n");
	*open = true;
}

void table_json_number(struct html *page, const json_t *value)
{
	html_put(page, "<td class=\"number\">");
	html_number(page, json_is_number(value) ? json_number_value(value) : NAN);
	html_put(page, "</td>");
}

void put_column_name(struct html *page, const char *name)
{
	struct buffer text = { 0 };
	if (traits_column(&text, name))
		html_data(page, text.data, text.length);
	else
		page->no_memory = true;
	buffer_free(&text);
}

void put_segment(struct html *page, const struct report *report, const char *name)
{
	const struct artifacts *a = report->artifacts;
	html_data(page, name, strlen(name));
	for (size_t i = 0; i < a->segments.count; i++)
		if (strcmp(a->segments.labels.names[i], name) == 0) {
			const char *persona = artifacts_persona(a, i, "persona");
			html_put(page, persona[0] != '\0' ? " " : "");
			if (persona[0] != '\0')
				put_start(page, persona, LONG_PERSONA);
			return;
		}
}

void put_scalar(struct html *page, const json_t *value)
{
	if (json_is_string(value))
		html_data(page, json_string_value(value), json_string_length(value));
	else if (json_is_integer(value))
		html_format(page, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_real(value))
		html_number(page, json_real_value(value));
	else if (json_is_boolean(value))
		html_put(page, json_is_true(value) ? "yes" : "no");
	else if (json_is_null(value))
		html_put(page, "none");
}

void put_list(struct html *page, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *entry = json_array_get(list, i);
		html_put(page, i > 0 ? ", " : "");
		if (json_is_string(entry))
			put_column_name(page, json_string_value(entry));
		else
			put_scalar(page, entry);
	}
}

void put_text(struct html *page, const char *text, size_t length)
{
	html_put(page, "<bdi>");
	for (size_t i = 0; i + 1 < length; i++)
		if (text[i] == ' ' && text[i + 1] == '%') {
			html_text(page, text, i);
			html_put(page, "\xC2\xA0");
			text += i + 1;
			length -= i + 1;
			i = 0;
		}
	html_text(page, text, length);
	html_put(page, "</bdi>");
}

size_t put_items(struct html *page, const char *text, const char *keep, const char *between,
                 size_t most)
{
	size_t count = 0;
	while (*text != '\0') {
		const char *end = text;
		size_t kept = strlen(keep), cut = strlen(between);
		while (*end != '\0'
		       && (strncmp(end, keep, kept) != 0 || strncmp(end + kept, between, cut) != 0))
			end++;
		size_t length = (size_t)(end - text) + (*end != '\0' ? kept : 0);
		if (count++ < most) {
			html_put(page, "<li>");
			put_text(page, text, length);
			html_put(page, "</li>\n");
		}
		text += length + (*end != '\0' ? cut : 0);
	}
	return count > most ? count - most : 0;
}
