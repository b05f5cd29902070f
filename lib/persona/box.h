/* Regions of what a segment can be like: for each of some columns a range of
 * values and a set of levels.
 *
 * Ranges are closed, on the finite doubles: "above 30" starts at the next
 * double after 30.  So what is left when one region is taken out of another is
 * made of such regions again, without a case for open ends, and exactly. */
#ifndef PERSONA_BOX_H
#define PERSONA_BOX_H

#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct span {
	double low, high; /* both belong to it; low > high: nothing does */
	int levels;       /* a set of LEVEL_..., none: nothing belongs to it */
};

/* What some columns must be; the others may be anything. */
struct box {
	struct side {
		size_t column;
		struct span span;
	} *sides; /* no column twice */
	size_t count;
};

static inline bool span_is_empty(const struct span *span)
{
	return span->low > span->high || span->levels == 0;
}

/* What belongs to both. */
struct span span_meet(const struct span *a, const struct span *b);

/* Whether all of `inner` belongs to `outer`; of boxes that are not empty. */
bool span_within(const struct span *inner, const struct span *outer);
bool box_within(const struct box *inner, const struct box *outer);

/* A value of the span that reads well: round, and near its middle or, where
 * it has but one bound within `whole`, at that. */
double span_value(const struct span *span, const struct span *whole);

enum pieces { PIECES_ALL, PIECES_STOPPED, PIECES_LIMIT, PIECES_FAILED };

/* Sees one piece: `columns` spans, good until it returns.  False stops. */
typedef bool see_piece(void *context, const struct span *piece);

/* Takes the boxes out of the region (`columns` spans) and shows what is left,
 * in pieces of which no two have anything in common.  A box that meets a piece
 * is peeled out of it one side after the other, depth first, so that memory
 * grows with boxes times columns however many pieces there are.  To tell
 * whether boxes cover a region is NP-hard, so the work is bounded: each
 * comparison of a piece with a box takes one from *steps, and at 0 the answer
 * is PIECES_LIMIT.  PIECES_FAILED: out of memory. */
enum pieces box_pieces(const struct span *region, size_t columns, const struct box *const *boxes,
                       size_t count, see_piece *see, void *context, size_t *steps);

/* Joins pieces that differ in one column only and are neighbours there, until
 * there are no such two.  `pieces` holds `count` times `columns` spans; the new
 * count. */
size_t box_join(struct span *pieces, size_t count, size_t columns);

#endif
