/* Where the rows of a table stood in its files.  Mostly each row is one line
 * behind the row before, so what is kept is where that does not hold. */
#ifndef STREAM_PLACES_H
#define STREAM_PLACES_H

#include "base/failure.h"

struct place {
	size_t row;  /* the first row, from 0, of a run of rows on consecutive lines */
	size_t path; /* which of the files */
	size_t line; /* the line on which that row starts */
};

struct places {
	struct place *runs;
	size_t count, capacity;
};

/* Notes a row; they come in order, from 0. */
bool places_add(struct places *places, size_t row, size_t path, size_t line,
                struct failure *why);

/* The place of a row that was noted. */
struct place places_find(const struct places *places, size_t row);

void places_free(struct places *places);

#endif
