#include "report/inline_svg.h"

#include "report/svg_colours.h"

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

static void put_span(struct html *page, const char *at, const char *end)
{
	if (!page->no_memory && !buffer_append(&page->text, at, (size_t)(end - at)))
		page->no_memory = true;
}

/* The value of an attribute, in the colours of the page where it is one of the pictures'. */
static void put_value(struct html *page, const struct span *name, const struct span *value,
                      bool tints)
{
	double opacity = 1;
	size_t length = (size_t)(value->end - value->at);
	const char *colour = svg_colour(name->at, (size_t)(name->end - name->at), value->at, length);
	/* The key's squares are points, which have a color. */
	bool fills = is(name, "fill");
	if (colour == NULL && tints && (fills || is(name, "color")))
		colour = svg_tint(value->at, length, &opacity);
	if (colour == NULL) {
		put_span(page, value->at, value->end);
		return;
	}
	html_put(page, colour);
	if (opacity < 1) {
		char quote[] = { *value->end, '\0' };
		html_put(page, quote);
		html_put(page, fills ? " fill-opacity=" : " opacity=");
		html_put(page, quote);
		html_format(page, "%.3f", opacity);
	}
}

static bool put_attribute(struct html *page, struct span *rest, bool tints)
{
	const char *start = rest->at;
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
	put_span(page, start, value.at);
	put_value(page, &name, &value, tints);
	put_span(page, value.end, rest->at);
	return !starts(&name, "on") && !leads_out(&name, value);
}

/* Behind the `<` of a tag, up to its `>`. */
static bool put_tag(struct html *page, struct span *rest, bool tints)
{
	const char *start = rest->at;
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
		put_span(page, start, rest->at);
		if (starts(rest, ">"))
			return true;
		known = put_attribute(page, rest, tints);
		start = rest->at;
	}
	return false;
}

static bool put_picture(struct html *page, struct span rest, bool tints)
{
	const char *start = rest.at;
	for (; rest.at < rest.end; rest.at++)
		if (*rest.at == '<') {
			rest.at++;
			put_span(page, start, rest.at);
			if (!put_tag(page, &rest, tints))
				return false;
			start = rest.at;
		}
	put_span(page, start, rest.end);
	return true;
}

bool inline_svg(struct html *page, const char *svg, size_t length, bool tints,
                struct failure *why)
{
	struct span picture = { svg, svg + length };
	while (picture.at < picture.end && !starts(&picture, "<svg"))
		picture.at++;
	while (picture.end > picture.at && !ends(&picture, "</svg>"))
		picture.end--;
	if (picture.at == picture.end)
		return fail(why, "gnuplot wrote no SVG");
	size_t before = page->text.length;
	if (put_picture(page, picture, tints))
		return true;
	page->text.length = before;
	return fail(why, "the SVG holds more than shapes and texts, so it stays out of the page");
}
