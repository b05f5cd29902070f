/* Room in arrays that grow. */
#ifndef BASE_ARRAY_ROOM_H
#define BASE_ARRAY_ROOM_H

#include <stddef.h>

void *array_grow(void *array, size_t *capacity, size_t wanted, size_t size);

/* Makes `array`, which has room for *capacity elements of `size` bytes, have room
 * for `wanted` at least: twice as many as before, so that growing one by one costs
 * little.  Returns the array, which may have moved, or NULL when memory runs out;
 * then it is as it was. */
static inline void *array_room(void *array, size_t *capacity, size_t wanted, size_t size)
{
	return array != NULL && wanted <= *capacity ? array
	                                            : array_grow(array, capacity, wanted, size);
}

#endif
