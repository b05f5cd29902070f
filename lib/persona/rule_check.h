/* What is wrong with a set of rules, whatever segments will come (as
 * persona/rule_space.h sees them): rules that can never win, rules that overlap,
 * what no rule covers, and personas with two goals. */
#ifndef PERSONA_RULE_CHECK_H
#define PERSONA_RULE_CHECK_H

#include "persona/rule_space.h"

enum {
	RULE_CHECK_STEPS = 200000000, /* comparisons before the check gives up (box_pieces) */
	RULE_CHECK_LISTED = 1000,     /* no more overlaps and gaps are listed */
};

enum rule_verdict {
	RULE_UNDECIDED, /* the comparisons ran out before */
	RULE_CAN_WIN,
	RULE_CONTRADICTS, /* nothing meets its condition on `column` */
	RULE_SHADOWED,    /* rules before it win wherever it holds */
};

struct rule_finding {
	enum rule_verdict verdict;
	size_t namesake; /* the first rule with the same persona but another goal, or itself */
	size_t column; /* RULE_CONTRADICTS: index into space.columns */
	/* RULE_SHADOWED: those rules; without one of them it could win, unless the
	 * comparisons ran out first. */
	size_t *by, by_count;
	size_t winner; /* of the example: one of `by` */
	struct span *example; /* RULE_SHADOWED: where it holds and `winner` wins; or NULL */
};

/* Two rules that can win, both of which hold somewhere where none before the
 * first does: which of them comes first matters. */
struct rule_overlap {
	size_t winner, other; /* winner < other */
	bool exception;       /* the winner holds nowhere else: an exception to the other */
	struct span *example; /* where both hold and the winner wins */
};

struct rule_check {
	const struct rules *rules;
	struct rule_space space;
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
 * whether each rule can win, then what no rule covers, then what overlaps.
 * Fails only for too many rules or columns and when out of memory.  Free the
 * check in either case. */
bool rule_check(struct rule_check *check, const struct rules *rules, size_t steps,
                struct failure *why);
void rule_check_free(struct rule_check *check);

/* A level of the span, for an example: the lowest. */
static inline const char *rule_check_level(const struct span *span)
{
	return level_name(span->levels & -span->levels);
}

/* How many rules can never win, and whether every question was decided. */
size_t rule_check_losers(const struct rule_check *check);
bool rule_check_complete(const struct rule_check *check);

#endif
