#include "base/text_order.h"

#include "base/number.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	size_t index;
	const char *text;
	size_t length;
	double number; /* 0 where order is by bytes */
};

static int compare(const void *a_entry, const void *b_entry)
{
	const struct entry *a = a_entry, *b = b_entry;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	size_t shorter = a->length < b->length ? a->length : b->length;
	int order = shorter > 0 ? memcmp(a->text, b->text, shorter) : 0;
	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static size_t *order_of(const struct text_set *set, bool by_number, struct failure *why)
{
	struct entry *entries = calloc(set->count + 1, sizeof *entries);
	size_t *order = calloc(set->count + 1, sizeof *order);
	if (entries == NULL || order == NULL) {
		free(entries);
		free(order);
		fail_memory(why);
		return NULL;
	}
	for (size_t i = 0; i < set->count; i++) {
		entries[i].index = i;
		entries[i].text = text_set_get(set, i, &entries[i].length);
		by_number = by_number
		    && number_parse(entries[i].text, entries[i].length, &entries[i].number);
	}
	for (size_t i = 0; !by_number && i < set->count; i++)
		entries[i].number = 0;
	qsort(entries, set->count, sizeof *entries, compare);
	for (size_t i = 0; i < set->count; i++)
		order[i] = entries[i].index;
	free(entries);
	return order;
}

size_t *text_order(const struct text_set *set, struct failure *why)
{
	return order_of(set, true, why);
}

size_t *text_order_bytes(const struct text_set *set, struct failure *why)
{
	return order_of(set, false, why);
}
