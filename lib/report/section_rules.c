#include "report/parts.h"
#include "report/sections.h"

#include <string.h>

bool rules_there(const struct report *report)
{
	return report->artifacts->rules.length > 0;
}

struct line {
	const char *text;
	size_t length; /* 0 at the end */
	bool indented;
};

static struct line next_line(const struct buffer *rules, size_t *at)
{
	const char *start = rules->data + *at;
	size_t left = rules->length - *at;
	const char *end = left > 0 ? memchr(start, '\n', left) : NULL;
	struct line line = { start, end != NULL ? (size_t)(end - start) : left, false };
	*at += line.length + (end != NULL);
	while (line.length > 0 && *line.text == ' ') {
		line.indented = true;
		line.text++;
		line.length--;
	}
	return line;
}

static void put_line(struct html *page, const char *before, const struct line *line,
                     const char *behind)
{
	html_put(page, before);
	put_text(page, line->text, line->length);
	html_put(page, behind);
}

/* A rule is followed by an indented line that says how good it is; what is not
 * is about all of them. */
void section_rules(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	bool open = false;
	html_put(page, "<p>For systems that do not know the segments: a few thresholds that give "
	         "nearly the same.");
	if (a->there[ARTIFACT_SQL])
		html_put(page, " <code>rules.sql</code> has them as SQL.");
	html_put(page, "</p>\n");
	for (size_t at = 0; at < a->rules.length;) {
		struct line line = next_line(&a->rules, &at), after = { 0 };
		size_t ahead = at;
		if (at < a->rules.length)
			after = next_line(&a->rules, &ahead);
		if (line.length == 0)
			continue;
		if (after.indented && !line.indented) {
			put_line(page, open ? "<li><p>" : "<ul class=\"rules\">\n<li><p>", &line, "</p>");
			open = true;
		} else if (line.indented && open) {
			put_line(page, "<p class=\"quiet\">", &line, after.indented ? "</p>" : "</p></li>\n");
		} else {
			put_line(page, open ? "</ul>\n<p>" : "<p>", &line, "</p>\n");
			open = false;
		}
	}
	html_put(page, open ? "</ul>\n" : "");
}
