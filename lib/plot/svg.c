#include "plot/svg.h"

#include <stdio.h>

static bool append_escaped(struct buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		const char *entity = *text == '&' ? "&amp;" : *text == '<' ? "&lt;"
		    : *text == '>' ? "&gt;" : *text == '"' ? "&quot;" : NULL;
		if (!(entity != NULL ? buffer_append_text(out, entity)
		                     : buffer_append_byte(out, *text)))
			return false;
	}
	return true;
}

static bool starts(const char *text, const char *end, const char *with)
{
	size_t length = strlen(with);
	return (size_t)(end - text) >= length && memcmp(text, with, length) == 0;
}

/* Where the text behind the next `mark` starts, or `end`. */
static const char *behind(const char *text, const char *end, const char *mark)
{
	while (text < end && !starts(text, end, mark))
		text++;
	return text < end ? text + strlen(mark) : end;
}

/* Copies one tag up to its `>`, with the prefix before what names an id. */
static bool copy_tag(struct buffer *out, const char **at, const char *end, const char *prefix)
{
	static const char *const marks[] = { " id='", " id=\"", "href='#", "href=\"#", "url(#" };
	while (*at < end) {
		size_t taken = 1;
		bool named = false;
		for (size_t i = 0; !named && prefix != NULL && i < sizeof marks / sizeof *marks; i++) {
			named = starts(*at, end, marks[i]);
			taken = named ? strlen(marks[i]) : 1;
		}
		if (!buffer_append(out, *at, taken) || (named && !buffer_append_text(out, prefix)))
			return false;
		bool closed = **at == '>';
		*at += taken;
		if (closed)
			return true;
	}
	return true;
}

/* The first title and description are the picture's; others go. */
static bool copy_name(struct buffer *out, const char **at, const char *end, const char *tag,
                      const char *name, bool *named)
{
	char close[16];
	snprintf(close, sizeof close, "</%s", tag + 1);
	*at = behind(*at, end, close);
	if (*named)
		return true;
	*named = true;
	return buffer_append_text(out, tag) && append_escaped(out, name)
	    && buffer_append_text(out, close);
}

static bool copy_root(struct buffer *out, const char **at, const char *end,
                      const struct svg_names *names)
{
	*at += strlen("<svg");
	return buffer_append_text(out, "<svg role=\"img\" aria-label=\"")
	    && append_escaped(out, names->title) && buffer_append_text(out, "\"")
	    && copy_tag(out, at, end, names->prefix);
}

bool svg_finish(struct buffer *out, const char *svg, size_t length,
                const struct svg_names *names, struct failure *why)
{
	const char *at = svg, *end = svg + length;
	bool titled = false, described = false, made = true;
	while (made && at < end) {
		if (starts(at, end, "<title>"))
			made = copy_name(out, &at, end, "<title>", names->title, &titled);
		else if (starts(at, end, "<desc>"))
			made = copy_name(out, &at, end, "<desc>", names->description, &described);
		else if (starts(at, end, "<svg"))
			made = copy_root(out, &at, end, names);
		else if (*at == '<')
			made = copy_tag(out, &at, end, names->prefix);
		else
			made = buffer_append_byte(out, *at++);
	}
	return made || fail_memory(why);
}

bool svg_prefix_is_valid(const char *prefix)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                             "0123456789-_";
	return prefix[0] != '\0' && strchr(letters, prefix[0]) != NULL
	    && prefix[strspn(prefix, others)] == '\0';
}
