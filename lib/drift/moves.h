/* Which customers went from which segment to which, told by their identity. */
#ifndef DRIFT_MOVES_H
#define DRIFT_MOVES_H

#include "base/text_set.h"
#include "drift/segment_mix.h"

#include <stdint.h>

struct moves {
	struct text_set customers; /* of the reference, then those who joined */
	uint16_t *segment_of;      /* of each of the reference */
	bool *seen;                /* of each, among the new rows */
	size_t capacity;
	size_t *counts; /* [from * SEGMENT_LIMIT + to], customers who are in both */
	size_t both;    /* all of these */
	size_t joined;  /* new rows whose customer is not in the reference */
	size_t nameless; /* rows without an identity, in the reference and among the new ones */
};

bool moves_create(struct moves *moves, struct failure *why);

/* A row of the reference, or a new one when all of the reference are in: the customer's identity
 * and segment (below SEGMENT_LIMIT).  A customer who is in a table twice is an error. */
bool moves_add_reference(struct moves *moves, const char *id, size_t length, size_t segment,
                         struct failure *why);
bool moves_add_new(struct moves *moves, const char *id, size_t length, size_t segment,
                   struct failure *why);

/* Customers in both who were in `from`, and how many of these are elsewhere now; `segments` is
 * the number of segments. */
void moves_from(const struct moves *moves, size_t from, size_t segments, size_t *customers,
                size_t *moved);

void moves_free(struct moves *moves);

#endif
