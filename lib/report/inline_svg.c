#include "report/inline_svg.h"

#include <string.h>

static const char *const elements[] = {
	"svg", "title", "desc", "defs", "g", "use", "text", "tspan", "path", "rect", "circle",
	"ellipse", "line", "polyline", "polygon", "pattern", "marker", "clipPath", "filter",
	"feFlood", "feComposite", "linearGradient", "radialGradient", "stop", NULL,
};

struct span {
	const char *at, *end;
};

static bool starts(const struct span *rest, const char *with)
{
	size_t length = strlen(with);
	return (size_t)(rest->end - rest->at) >= length && memcmp(rest->at, with, length) == 0;
}

static struct span take_name(struct span *rest)
{
	struct span name = { rest->at, rest->at };
	while (rest->at < rest->end && strchr(" \t\r\n=/>\"'", *rest->at) == NULL)
		rest->at++;
	name.end = rest->at;
	return name;
}

static void skip_blanks(struct span *rest)
{
	while (rest->at < rest->end && strchr(" \t\r\n", *rest->at) != NULL)
		rest->at++;
}

static bool is(const struct span *name, const char *word)
{
	return (size_t)(name->end - name->at) == strlen(word) && starts(name, word);
}

static bool ends(const struct span *name, const char *word)
{
	size_t length = strlen(word);
	return (size_t)(name->end - name->at) >= length
	    && memcmp(name->end - length, word, length) == 0;
}

/* An address within the picture, wherever a value may hold one. */
static bool leads_out(const struct span *name, struct span value)
{
	if (ends(name, "href") && (value.at == value.end || *value.at != '#'))
		return true;
	for (; value.at < value.end; value.at++)
		if ((starts(&value, "url(") && !starts(&value, "url(#")) || starts(&value, "script:"))
			return true;
	return false;
}

static bool attribute_is_plain(struct span *rest)
{
	struct span name = take_name(rest), value;
	skip_blanks(rest);
	if (name.at == name.end || !starts(rest, "="))
		return false;
	rest->at++;
	skip_blanks(rest);
	if (rest->at == rest->end || (*rest->at != '"' && *rest->at != '\''))
		return false;
	char quote = *rest->at++;
	value.at = rest->at;
	while (rest->at < rest->end && *rest->at != quote)
		rest->at++;
	value.end = rest->at;
	if (rest->at == rest->end)
		return false;
	rest->at++;
	return !starts(&name, "on") && !leads_out(&name, value);
}

/* Behind the `<` of a tag. */
static bool tag_is_plain(struct span *rest)
{
	if (starts(rest, "/"))
		rest->at++;
	struct span name = take_name(rest);
	bool known = false;
	for (size_t i = 0; !known && elements[i] != NULL; i++)
		known = is(&name, elements[i]);
	while (known) {
		skip_blanks(rest);
		if (starts(rest, "/"))
			rest->at++;
		if (starts(rest, ">"))
			return true;
		known = attribute_is_plain(rest);
	}
	return false;
}

static bool is_plain(struct span rest)
{
	for (; rest.at < rest.end; rest.at++)
		if (*rest.at == '<') {
			rest.at++;
			if (!tag_is_plain(&rest))
				return false;
		}
	return true;
}

bool inline_svg(struct html *page, const char *svg, size_t length, struct failure *why)
{
	struct span picture = { svg, svg + length };
	while (picture.at < picture.end && !starts(&picture, "<svg"))
		picture.at++;
	while (picture.end > picture.at && !ends(&picture, "</svg>"))
		picture.end--;
	if (picture.at == picture.end)
		return fail(why, "gnuplot wrote no SVG");
	if (!is_plain(picture))
		return fail(why, "the SVG holds more than shapes and texts, so it stays out of the page");
	if (!page->no_memory
	    && !buffer_append(&page->text, picture.at, (size_t)(picture.end - picture.at)))
		page->no_memory = true;
	return true;
}
