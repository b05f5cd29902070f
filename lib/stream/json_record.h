/* The cells of one NDJSON row: a flat object with the header's keys. */
#ifndef STREAM_JSON_RECORD_H
#define STREAM_JSON_RECORD_H

#include "base/number.h"
#include "stream/row.h"

#include <jansson.h>

struct json_record {
	json_t *object; /* the row that the cells point into */
	struct cell *cells;
	size_t count;
	char (*numbers)[NUMBER_SIZE]; /* the text of numbers, one for each cell */
};

void json_record_free(struct json_record *record);

/* Reads the keys of the first object as the header. */
bool json_record_header(struct header *header, const char *line, size_t length,
                        struct failure *why);

/* Reads a row: every key of the header once, in any order, and no other.  The
 * cells come in the header's order and are good until the next call. */
bool json_record_read(struct json_record *record, const struct header *header, const char *line,
                      size_t length, struct failure *why);

#endif
