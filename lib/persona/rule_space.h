/* What a segment can be like, as far as rules speak of it, and where each rule
 * holds in that.
 *
 * A segment is taken as one value and one level in each column that the rules
 * speak of, each column for itself.  Values and levels of one column go together
 * freely, for the mean that levels hang on may lie anywhere; but for these: with
 * `high` above 2 nothing from 0 down is high, and with `low` below 0 nothing
 * from 0 up is low (the relative deviation of such values ends at 1, or at -1).
 * A `count` is above 0.
 *
 * Regions are arrays of one span for each of the columns; where a span is that
 * of `whole`, the column does not matter. */
#ifndef PERSONA_RULE_SPACE_H
#define PERSONA_RULE_SPACE_H

#include "persona/box.h"
#include "persona/rules.h"
#include "stream/row.h"

enum {
	RULE_SPACE_RULES = 1000, /* no more rules and columns are taken */
	RULE_SPACE_COLUMNS = 1000,
	RULE_ALL_LEVELS = LEVEL_LOW | LEVEL_MID | LEVEL_HIGH,
};

struct rule_space {
	struct header columns; /* that the rules speak of, in their order */
	struct span *whole;    /* all that a column can be */
	struct box *boxes;     /* where each rule holds */
	size_t count;
	struct box *voids; /* what cannot be; of one side each */
	size_t void_count;
};

/* Fails for too many rules or columns and when out of memory.  Free the space
 * in either case. */
bool rule_space_make(struct rule_space *space, const struct rules *rules, struct failure *why);
void rule_space_free(struct rule_space *space);

/* Whether what a rule asks of one column cannot be. */
bool rule_space_contradicts(const struct rule_space *space, const struct side *side);

/* Whether a span bounds the values of a column, and whether it says anything of
 * it at all. */
static inline bool rule_space_bounds(const struct span *span, const struct span *whole)
{
	return span->low != whole->low || span->high != whole->high;
}

static inline bool rule_space_matters(const struct span *span, const struct span *whole)
{
	return rule_space_bounds(span, whole) || span->levels != RULE_ALL_LEVELS;
}

#endif
