/* What is wrong with a set of rules, whatever segments will come: rules that
 * can never win, rules that overlap, and what no rule covers.
 *
 * A segment is taken as one value and one level in each column that the rules
 * speak of, each column for itself.  Values and levels of one column go together
 * freely, for the mean that levels hang on may lie anywhere; but for these: with
 * `high` above 2 nothing from 0 down is high, and with `low` below 0 nothing
 * from 0 up is low (the relative deviation of such values ends at 1, or at -1).
 * A `count` is above 0. */
#ifndef PERSONA_RULE_CHECK_H
#define PERSONA_RULE_CHECK_H

#include "persona/box.h"
#include "persona/rules.h"
#include "stream/row.h"

enum {
	RULE_CHECK_RULES = 1000,     /* no more rules and columns can be checked */
	RULE_CHECK_COLUMNS = 1000,
	RULE_CHECK_STEPS = 200000000, /* comparisons before the check gives up (box_pieces) */
	RULE_CHECK_LISTED = 1000,    /* no more overlaps and gaps are listed */
};

enum { RULE_ALL_LEVELS = LEVEL_LOW | LEVEL_MID | LEVEL_HIGH };

enum rule_verdict {
	RULE_UNDECIDED, /* the comparisons ran out before */
	RULE_CAN_WIN,
	RULE_CONTRADICTS, /* nothing meets its condition on `column` */
	RULE_SHADOWED,    /* rules before it win wherever it holds */
};

struct rule_finding {
	enum rule_verdict verdict;
	size_t column;       /* RULE_CONTRADICTS: index into `columns` */
	size_t *by;          /* RULE_SHADOWED: those rules; without one of them it could win, */
	size_t by_count;     /* unless the comparisons ran out first */
	size_t winner;       /* of the example: one of `by` */
	struct span *example; /* RULE_SHADOWED: where it holds and `winner` wins; or NULL */
};

/* Two rules that can win, both of which hold somewhere where none before the
 * first does: which of them comes first matters. */
struct rule_overlap {
	size_t winner, other; /* winner < other */
	bool exception;       /* the winner holds nowhere else: an exception to the other */
	struct span *example; /* where both hold and the winner wins */
};

/* Regions are arrays of one span for each of the columns; where a span is that
 * of `whole`, the column does not matter. */
struct rule_check {
	const struct rules *rules;
	struct header columns; /* that the rules speak of, in their order */
	struct span *whole;    /* all that a column can be */
	struct box *boxes;     /* where each rule holds */
	struct box *voids;     /* what cannot be */
	size_t void_count;
	struct rule_finding *findings; /* one a rule */
	struct rule_overlap *overlaps;
	size_t overlap_count, listed_overlaps; /* all that were found, and are listed */
	struct span *gaps; /* `gap_count` regions that no rule covers and no two of which meet */
	size_t gap_count;
	bool gaps_listed;  /* all of them */
	bool gaps_decided, overlaps_decided;
	size_t steps; /* comparisons that are left */
};

/* Checks the rules, which must outlive the check.  The answers are exact.  At
 * most `steps` comparisons are made, and for one question a tenth of those that
 * are left; an answer that would need more is marked as missing.  First comes
 * whether each rule can win, then what no rule covers, then what overlaps.  Fails only for too many rules or columns and when out of memory.
 * Free the check in either case. */
bool rule_check(struct rule_check *check, const struct rules *rules, size_t steps,
                struct failure *why);
void rule_check_free(struct rule_check *check);

/* Whether a span bounds the values of a column, and whether it says anything of
 * it at all. */
static inline bool rule_check_bounds(const struct span *span, const struct span *whole)
{
	return span->low != whole->low || span->high != whole->high;
}

static inline bool rule_check_matters(const struct span *span, const struct span *whole)
{
	return rule_check_bounds(span, whole) || span->levels != RULE_ALL_LEVELS;
}

/* A level of the span, for an example: the lowest. */
static inline const char *rule_check_level(const struct span *span)
{
	return level_name(span->levels & -span->levels);
}

/* How many rules can never win, and whether every question was decided. */
size_t rule_check_losers(const struct rule_check *check);
bool rule_check_complete(const struct rule_check *check);

#endif
