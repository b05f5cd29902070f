#include "report/parts.h"

#include "persona/traits.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

void table_begin(struct html *page, const char *id, const char *caption)
{
	html_put(page, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"");
	html_put(page, id);
	html_put(page, "\">\n<table>\n<caption id=\"");
	html_put(page, id);
	html_put(page, "\"><span>");
	html_put(page, caption);
	html_put(page, "</span></caption>\n");
}

void table_end(struct html *page)
{
	html_put(page, "</tbody>\n</table>\n</div>\n");
}

void table_head(struct html *page, const char *text, bool number)
{
	html_put(page, number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
	html_words(page, text);
	html_put(page, "</th>");
}

void table_head_data(struct html *page, const char *name, bool number)
{
	html_put(page, number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
	put_column_name(page, name);
	html_put(page, "</th>");
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
			html_put(page, " ");
			html_data(page, persona, strlen(persona));
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
			html_data(page, text, length);
			html_put(page, "</li>\n");
		}
		text += length + (*end != '\0' ? cut : 0);
	}
	return count > most ? count - most : 0;
}
