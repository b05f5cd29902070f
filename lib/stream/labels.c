#include "stream/labels.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

bool labels_add(struct labels *labels, const struct cell *cell, struct failure *why)
{
	if (labels->rows == labels->capacity) {
		size_t capacity = labels->capacity > 0 ? 2 * labels->capacity : 4096;
		int32_t *ids = realloc(labels->ids, capacity * sizeof *ids);
		if (ids == NULL)
			return fail_memory(why);
		labels->ids = ids;
		labels->capacity = capacity;
	}
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

struct named {
	const char *text;
	size_t length, id;
	double value;
	bool numeric;
};

/* Numbers before texts; equal numbers (1, 1.0) and texts by their bytes. */
static int compare_names(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	if (x->numeric != y->numeric)
		return x->numeric ? -1 : 1;
	if (x->numeric && x->value != y->value)
		return x->value < y->value ? -1 : 1;
	size_t shorter = x->length < y->length ? x->length : y->length;
	int order = memcmp(x->text, y->text, shorter);
	return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

static bool is_noise(const struct named *name)
{
	return name->length == strlen(NOISE_LABEL)
	    && memcmp(name->text, NOISE_LABEL, name->length) == 0;
}

bool labels_sort(struct labels *labels, bool keep_noise, struct failure *why)
{
	size_t count = labels->names.count;
	struct named *sorted = calloc(count + 1, sizeof *sorted);
	int32_t *group_of = calloc(count + 1, sizeof *group_of);
	labels->order = calloc(count + 1, sizeof *labels->order);
	bool made = sorted != NULL && group_of != NULL && labels->order != NULL;
	for (size_t i = 0; made && i < count; i++) {
		sorted[i].text = text_set_get(&labels->names, i, &sorted[i].length);
		sorted[i].numeric = number_parse(sorted[i].text, sorted[i].length, &sorted[i].value);
		sorted[i].id = i;
	}
	if (made)
		qsort(sorted, count, sizeof *sorted, compare_names);
	labels->k = 0;
	for (size_t i = 0; made && i < count; i++) {
		if (is_noise(&sorted[i]) && !keep_noise) {
			group_of[sorted[i].id] = -1;
			continue;
		}
		labels->order[labels->k] = sorted[i].id;
		group_of[sorted[i].id] = (int32_t)labels->k++;
	}
	for (size_t i = 0; made && i < labels->rows; i++)
		labels->ids[i] = group_of[labels->ids[i]];
	free(sorted);
	free(group_of);
	return made || fail_memory(why);
}

const char *labels_name(const struct labels *labels, size_t group, size_t *length)
{
	return text_set_get(&labels->names, labels->order[group], length);
}

void labels_free(struct labels *labels)
{
	text_set_free(&labels->names);
	free(labels->ids);
	free(labels->order);
	*labels = (struct labels){ 0 };
}
