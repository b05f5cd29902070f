/* The line with which a failed filter ends its output, so that the next one
 * knows, in a shell without pipefail, that what it read is not all. */
#ifndef STREAM_MARKER_H
#define STREAM_MARKER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define MARKER "#seg-error "

static inline bool marker_starts(const char *line, size_t length)
{
	return length >= sizeof MARKER - 1 && memcmp(line, MARKER, sizeof MARKER - 1) == 0;
}

#endif
