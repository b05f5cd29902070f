#include "base/text_set.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a (Fowler, Noll and Vo), with a last mix so that the low bits serve. */
static size_t hash(const char *text, size_t length)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < length; i++)
		sum = (sum ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return (size_t)(sum ^ sum >> 29);
}

const char *text_set_get(const struct text_set *set, size_t index, size_t *length)
{
	size_t start = index > 0 ? set->ends[index - 1] : 0;
	*length = set->ends[index] - start;
	return set->bytes.data + start;
}

/* The slot that holds the text, or the free one where it would go. */
static size_t find_slot(const struct text_set *set, const char *text, size_t length)
{
	size_t mask = set->slot_count - 1;
	size_t slot = hash(text, length) & mask;
	while (set->slots[slot] != 0) {
		size_t size;
		const char *there = text_set_get(set, set->slots[slot] - 1, &size);
		if (size == length && (length == 0 || memcmp(there, text, length) == 0))
			break;
		slot = (slot + 1) & mask;
	}
	return slot;
}

size_t text_set_find(const struct text_set *set, const char *text, size_t length)
{
	if (set->slot_count == 0)
		return set->count;
	size_t index = set->slots[find_slot(set, text, length)];
	return index > 0 ? index - 1 : set->count;
}

static bool grow(struct text_set *set)
{
	size_t slot_count = set->slot_count > 0 ? 2 * set->slot_count : 64;
	size_t *slots = calloc(slot_count, sizeof *slots);
	size_t *ends = realloc(set->ends, slot_count * sizeof *ends);
	if (ends != NULL)
		set->ends = ends;
	if (slots == NULL || ends == NULL) {
		free(slots);
		return false;
	}
	free(set->slots);
	set->slots = slots;
	set->slot_count = slot_count;
	for (size_t i = 0; i < set->count; i++) {
		size_t length;
		const char *text = text_set_get(set, i, &length);
		set->slots[find_slot(set, text, length)] = i + 1;
	}
	return true;
}

bool text_set_add(struct text_set *set, const char *text, size_t length, bool *added,
                  struct failure *why)
{
	/* At most half full. */
	if (2 * set->count >= set->slot_count && !grow(set))
		return fail_memory(why);
	size_t slot = find_slot(set, text, length);
	*added = set->slots[slot] == 0;
	if (!*added)
		return true;
	if (!buffer_reserve(&set->bytes, length + 1) || !buffer_append(&set->bytes, text, length))
		return fail_memory(why);
	set->ends[set->count++] = set->bytes.length;
	set->slots[slot] = set->count;
	return true;
}

void text_set_free(struct text_set *set)
{
	buffer_free(&set->bytes);
	free(set->ends);
	free(set->slots);
	*set = (struct text_set){ 0 };
}
