#include "drift/moves.h"

#include <stdlib.h>

bool moves_create(struct moves *moves, struct failure *why)
{
	*moves = (struct moves){ 0 };
	moves->counts = calloc((size_t)SEGMENT_LIMIT * SEGMENT_LIMIT, sizeof *moves->counts);
	return moves->counts != NULL || fail_memory(why);
}

static bool make_room(struct moves *moves, struct failure *why)
{
	if (moves->customers.count < moves->capacity)
		return true;
	size_t capacity = moves->capacity > 0 ? 2 * moves->capacity : 1024;
	uint16_t *segment_of = realloc(moves->segment_of, capacity * sizeof *segment_of);
	if (segment_of != NULL)
		moves->segment_of = segment_of;
	bool *seen = realloc(moves->seen, capacity * sizeof *seen);
	if (seen != NULL)
		moves->seen = seen;
	if (segment_of == NULL || seen == NULL)
		return fail_memory(why);
	moves->capacity = capacity;
	return true;
}

static bool fail_twice(const char *id, size_t length, const char *where, struct failure *why)
{
	char quoted[QUOTED_SIZE];
	return fail(why, "%s is there twice %s, so it names no customer",
	            quote(quoted, id, length), where);
}

bool moves_add_reference(struct moves *moves, const char *id, size_t length, size_t segment,
                         struct failure *why)
{
	bool added;
	if (length == 0) {
		moves->nameless++;
		return true;
	}
	size_t at = moves->customers.count;
	if (!make_room(moves, why) || !text_set_add(&moves->customers, id, length, &added, why))
		return false;
	if (!added)
		return fail_twice(id, length, "in the reference", why);
	moves->segment_of[at] = (uint16_t)segment;
	moves->seen[at] = false;
	return true;
}

bool moves_add_new(struct moves *moves, const char *id, size_t length, size_t segment,
                   struct failure *why)
{
	if (length == 0) {
		moves->nameless++;
		return true;
	}
	bool added;
	size_t at = text_set_find(&moves->customers, id, length);
	if (at == moves->customers.count) {
		if (!make_room(moves, why) || !text_set_add(&moves->customers, id, length, &added, why))
			return false;
		moves->seen[at] = true;
		moves->joined++;
		return true;
	}
	if (moves->seen[at])
		return fail_twice(id, length, "among the new rows", why);
	moves->seen[at] = true;
	moves->both++;
	moves->counts[(size_t)moves->segment_of[at] * SEGMENT_LIMIT + segment]++;
	return true;
}

void moves_from(const struct moves *moves, size_t from, size_t segments, size_t *customers,
                size_t *moved)
{
	*customers = 0;
	for (size_t to = 0; to < segments; to++)
		*customers += moves->counts[from * SEGMENT_LIMIT + to];
	*moved = *customers - moves->counts[from * SEGMENT_LIMIT + from];
}

void moves_free(struct moves *moves)
{
	text_set_free(&moves->customers);
	free(moves->segment_of);
	free(moves->seen);
	free(moves->counts);
	*moves = (struct moves){ 0 };
}
