#include "plot/names.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* The bytes in which two names begin alike; 0 where they are the same. */
static size_t common_start(const char *name, const char *other)
{
	size_t same = 0;
	while (name[same] != '\0' && name[same] == other[same])
		same++;
	return name[same] != other[same] ? same : 0;
}

size_t name_shared(const char *const *names, size_t count, size_t at)
{
	size_t longest = 0;
	for (size_t i = 0; i < count; i++) {
		size_t same = common_start(names[at], names[i]);
		longest = same > longest ? same : longest;
	}
	return longest;
}

static size_t character_start(const char *text, size_t at)
{
	while (at > 0 && utf8_goes_on(text[at]))
		at--;
	return at;
}

static bool parts_words(char c)
{
	return c == ' ' || c == '_';
}

const char *name_skip(char out[SCRIPT_TEXT_SIZE], const char *name, size_t shared, double room)
{
	static const char gap[] = "\xE2\x80\xA6";
	size_t length = strlen(name), head = 0;
	if (script_fit(name, length) <= room + 1e-6 || script_fit(name, shared) < room - 2
	    || room < 6) {
		snprintf(out, SCRIPT_TEXT_SIZE, "%s", name);
		return out;
	}
	/* A third for the start, and the rest from where they differ, or a little before. */
	while (head < shared && script_fit(name, head + 1) <= room / 3)
		head++;
	head = character_start(name, head);
	size_t from = character_start(name, shared);
	while (from > head && script_fit(name + from, length - from) + 1
	       <= room - script_fit(name, head) - 1)
		from = character_start(name, from - 1);
	/* From a whole word on, where one begins before they differ. */
	for (size_t i = from; from > head && !parts_words(name[from - 1]) && i < shared; i++)
		if (parts_words(name[i]))
			from = i + 1;
	snprintf(out, SCRIPT_TEXT_SIZE, "%.*s%s%s", (int)head, name, gap, name + from);
	return out;
}

const char *name_apart(char out[SCRIPT_TEXT_SIZE], const char *const *names, size_t count,
                       size_t at, double columns, bool letters)
{
	char text[SCRIPT_TEXT_SIZE];
	size_t length = strlen(names[at]);
	double width = letters ? script_extent(names[at], length)
	                       : (double)script_width(names[at], length);
	if (width <= columns + 1e-6)
		return script_plain(out, names[at], length, SCRIPT_TEXT_COLUMNS);
	name_skip(text, names[at], name_shared(names, count, at), columns);
	return script_cut(out, text, strlen(text), columns);
}
