#include "plot/segment_list.h"

#include "plot/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t style_of(const char *label, size_t length, size_t place)
{
	enum { DIGITS = 6 };
	if (length == 2 && memcmp(label, "-1", 2) == 0)
		return STYLE_NOISE;
	size_t number = 0;
	for (size_t i = 0; i < length; i++) {
		if (length > DIGITS || label[i] < '0' || label[i] > '9')
			return place;
		number = 10 * number + (size_t)(label[i] - '0');
	}
	return length > 0 ? number : place;
}

static char *copy_text(const char *text, size_t length)
{
	char *copy = malloc(length + 1);
	if (copy != NULL) {
		memcpy(copy, text, length);
		copy[length] = '\0';
	}
	return copy;
}

bool segment_list_add(struct segment_list *list, const char *label, size_t length,
                      const char *persona, size_t persona_length, struct failure *why)
{
	if (list->count == SEGMENT_LIST_LIMIT)
		return fail(why, "more than %d segments, which no picture can tell apart; --by names "
		            "the column of the segments", SEGMENT_LIST_LIMIT);
	if (list->entries == NULL)
		list->entries = calloc(SEGMENT_LIST_LIMIT, sizeof *list->entries);
	if (list->entries == NULL)
		return fail_memory(why);
	struct segment_entry *entry = &list->entries[list->count];
	entry->label = copy_text(label, length);
	entry->persona = persona != NULL && persona_length > 0 ? copy_text(persona, persona_length)
	                                                       : NULL;
	entry->style = style_of(label, length, list->count);
	list->count++;
	return (entry->label != NULL && (entry->persona != NULL) == (persona_length > 0))
	    || fail_memory(why);
}

void segment_list_free(struct segment_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->entries[i].label);
		free(list->entries[i].persona);
	}
	free(list->entries);
	*list = (struct segment_list){ 0 };
}

static const char *segment_entry_text(const struct segment_entry *entry,
                                      char out[SCRIPT_TEXT_SIZE], double columns)
{
	char label[SCRIPT_TEXT_SIZE], persona[SCRIPT_TEXT_SIZE], text[2 * SCRIPT_TEXT_SIZE];
	bool noise = entry->style == STYLE_NOISE;
	script_plain(label, entry->label, strlen(entry->label), SCRIPT_TEXT_COLUMNS);
	if (entry->persona != NULL)
		script_plain(persona, entry->persona, strlen(entry->persona), SCRIPT_TEXT_COLUMNS);
	snprintf(text, sizeof text, "%s%s%s", label, entry->persona != NULL || noise ? " " : "",
	         entry->persona != NULL ? persona : noise ? "(noise)" : "");
	return script_plain(out, text, strlen(text), columns);
}

static const char *name_of(const struct segment_entry *entry)
{
	return entry->persona != NULL ? entry->persona : entry->label;
}

static size_t shared_start(const struct segment_list *list, size_t at)
{
	const char *names[SEGMENT_LIST_LIMIT];
	for (size_t i = 0; i < list->count; i++)
		names[i] = name_of(&list->entries[i]);
	return name_shared(names, list->count, at);
}

const char *segment_list_text(const struct segment_list *list, size_t at,
                              char out[SCRIPT_TEXT_SIZE], double columns)
{
	char full[SCRIPT_TEXT_SIZE], name[SCRIPT_TEXT_SIZE], text[3 * SCRIPT_TEXT_SIZE];
	const struct segment_entry *entry = &list->entries[at];
	size_t shared = shared_start(list, at);
	bool persona = entry->persona != NULL;
	double before = persona ? script_fit(entry->label, strlen(entry->label)) + 1 : 0;
	double room = columns - before;
	segment_entry_text(entry, full, SCRIPT_TEXT_COLUMNS);
	if ((script_fit(full, strlen(full)) <= columns + 1e-6 && strlen(full) >= strlen(name_of(entry)))
	    || script_fit(name_of(entry), shared) < room - 2 || room < 6)
		return script_cut(out, full, strlen(full), columns);
	snprintf(text, sizeof text, "%.*s%s%s", persona ? SCRIPT_TEXT_COLUMNS : 0, entry->label,
	         persona ? " " : "", name_skip(name, name_of(entry), shared, room));
	return script_cut(out, text, strlen(text), columns);
}

double segment_list_columns(const struct segment_list *list, double most)
{
	double widest = 0;
	for (size_t i = 0; i < list->count; i++) {
		char text[SCRIPT_TEXT_SIZE];
		segment_entry_text(&list->entries[i], text, SCRIPT_TEXT_COLUMNS);
		double width = script_fit(text, strlen(text));
		widest = width > widest ? width : widest;
	}
	return widest < most ? widest : most;
}
