#include "stream/places.h"

#include "base/array_room.h"

#include <stdlib.h>

bool places_add(struct places *places, size_t row, size_t path, size_t line,
                struct failure *why)
{
	if (places->count > 0) {
		const struct place *last = &places->runs[places->count - 1];
		if (last->path == path && line - last->line == row - last->row)
			return true;
	}
	struct place *runs = array_room(places->runs, &places->capacity, places->count + 1,
	                                sizeof *runs);
	if (runs == NULL)
		return fail_memory(why);
	places->runs = runs;
	places->runs[places->count++] = (struct place){ row, path, line };
	return true;
}

struct place places_find(const struct places *places, size_t row)
{
	size_t low = 0, high = places->count; /* the run is in [low, high) */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (places->runs[middle].row <= row)
			low = middle;
		else
			high = middle;
	}
	struct place place = places->runs[low];
	place.line += row - place.row;
	place.row = row;
	return place;
}

void places_free(struct places *places)
{
	free(places->runs);
	*places = (struct places){ 0 };
}
