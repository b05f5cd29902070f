#include "base/buffer.h"

#include <stdint.h>
#include <stdlib.h>

bool buffer_reserve(struct buffer *buffer, size_t more)
{
	if (buffer->capacity - buffer->length >= more && buffer->data != NULL)
		return true;
	if (more > SIZE_MAX / 2 - buffer->length)
		return false;
	size_t capacity = buffer->capacity < 256 ? 256 : buffer->capacity;
	while (capacity - buffer->length < more)
		capacity *= 2;
	char *data = realloc(buffer->data, capacity);
	if (data == NULL)
		return false;
	buffer->data = data;
	buffer->capacity = capacity;
	return true;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}
