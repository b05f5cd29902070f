#include "base/array_room.h"

#include <stdint.h>
#include <stdlib.h>

enum { FIRST = 16 };

void *array_grow(void *array, size_t *capacity, size_t wanted, size_t size)
{
	size_t larger = *capacity < FIRST ? FIRST : *capacity;
	while (larger < wanted) {
		if (larger > SIZE_MAX / 2)
			return NULL;
		larger *= 2;
	}
	void *moved = larger <= SIZE_MAX / 2 / size ? realloc(array, larger * size) : NULL;
	if (moved != NULL)
		*capacity = larger;
	return moved;
}
