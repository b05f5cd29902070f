/* Bytes that grow. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buffer {
	char *data;
	size_t length, capacity;
};

/* Makes room for `more` bytes behind the end; false when out of memory. */
bool buffer_reserve(struct buffer *buffer, size_t more);

void buffer_free(struct buffer *buffer);

static inline bool buffer_append(struct buffer *buffer, const char *bytes, size_t length)
{
	if (buffer->capacity - buffer->length < length && !buffer_reserve(buffer, length))
		return false;
	if (length > 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	return true;
}

static inline bool buffer_append_byte(struct buffer *buffer, char byte)
{
	return buffer_append(buffer, &byte, 1);
}

static inline bool buffer_append_text(struct buffer *buffer, const char *text)
{
	return buffer_append(buffer, text, strlen(text));
}

#endif
