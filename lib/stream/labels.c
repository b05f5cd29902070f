#include "stream/labels.h"

#include "base/array_room.h"
#include "base/text_order.h"

#include <stdlib.h>
#include <string.h>

bool label_is_noise(const char *text, size_t length)
{
	return length == strlen(NOISE_LABEL) && memcmp(text, NOISE_LABEL, length) == 0;
}

bool labels_add(struct labels *labels, const struct cell *cell, struct failure *why)
{
	int32_t *ids = array_room(labels->ids, &labels->capacity, labels->rows + 1, sizeof *ids);
	if (ids == NULL)
		return fail_memory(why);
	labels->ids = ids;
	bool added;
	if (!text_set_add(&labels->names, cell->text, cell->length, &added, why))
		return false;
	if (added && labels->names.count > INT32_MAX)
		return fail(why, "too many groups");
	size_t id = added ? labels->names.count - 1
	                  : text_set_find(&labels->names, cell->text, cell->length);
	labels->ids[labels->rows++] = (int32_t)id;
	return true;
}

static bool is_noise(const struct text_set *names, size_t index)
{
	size_t length;
	const char *text = text_set_get(names, index, &length);
	return label_is_noise(text, length);
}

bool labels_sort(struct labels *labels, bool keep_noise, struct failure *why)
{
	size_t count = labels->names.count;
	int32_t *group_of = calloc(count + 1, sizeof *group_of);
	labels->order = text_order(&labels->names, why);
	if (group_of == NULL || labels->order == NULL) {
		free(group_of);
		return fail_memory(why);
	}
	labels->k = 0;
	for (size_t i = 0; i < count; i++) {
		size_t name = labels->order[i];
		bool noise = !keep_noise && is_noise(&labels->names, name);
		group_of[name] = noise ? -1 : (int32_t)labels->k;
		if (!noise)
			labels->order[labels->k++] = name;
	}
	for (size_t i = 0; i < labels->rows; i++)
		labels->ids[i] = group_of[labels->ids[i]];
	free(group_of);
	return true;
}

const char *labels_name(const struct labels *labels, size_t group, size_t *length)
{
	return text_set_get(&labels->names, labels->order[group], length);
}

/* Whether text is 0, or digits (behind a minus) that do not begin with 0, and few
 * enough for 64 bits. */
static bool is_whole_number(const char *text, size_t length)
{
	size_t first = length > 1 && text[0] == '-' ? 1 : 0, i = first;
	while (i < length && text[i] >= '0' && text[i] <= '9')
		i++;
	return length > 0 && i == length && length <= 18
	    && (text[first] != '0' || (first == 0 && length == 1));
}

json_t *labels_json_name(const struct labels *labels, size_t group, struct failure *why)
{
	size_t length;
	const char *text = labels_name(labels, group, &length);
	json_t *name = NULL;
	if (is_whole_number(text, length)) {
		json_int_t number = 0;
		for (size_t i = text[0] == '-'; i < length; i++)
			number = 10 * number + (text[i] - '0');
		name = json_integer(text[0] == '-' ? -number : number);
	} else {
		name = json_stringn(text, length);
	}
	if (name == NULL)
		fail(why, "a label is not UTF-8, which JSON must be; seg-features says where");
	return name;
}

void labels_free(struct labels *labels)
{
	text_set_free(&labels->names);
	free(labels->ids);
	free(labels->order);
	*labels = (struct labels){ 0 };
}
