/* A set of texts, each kept once, in the order in which they came. */
#ifndef BASE_TEXT_SET_H
#define BASE_TEXT_SET_H

#include "base/buffer.h"
#include "base/failure.h"

#include <stdint.h>

struct text_set {
	struct buffer bytes;  /* all texts, one behind the other */
	size_t *ends;         /* where each ends in `bytes` */
	size_t count;
	size_t *slots;        /* hash table of 1 + index, 0 is free */
	size_t slot_count;
};

/* Adds a text unless it is there; *added says which. */
bool text_set_add(struct text_set *set, const char *text, size_t length, bool *added,
                  struct failure *why);

/* The index of a text, or set->count. */
size_t text_set_find(const struct text_set *set, const char *text, size_t length);

/* The text with this index (not NUL-terminated). */
const char *text_set_get(const struct text_set *set, size_t index, size_t *length);

void text_set_free(struct text_set *set);

#endif
