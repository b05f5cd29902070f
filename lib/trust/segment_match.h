/* Which segment of today is which of an earlier model, and what became of the
 * others, from one table that both have labelled.
 *
 * The rows in both are what speaks for a pair.  A pair may share a number when
 * its common rows are at least half of the one segment and a quarter of the
 * other; among all one-to-one pairings of such pairs the one with the most
 * common rows counts (trust/assignment.h).  A segment without a pair comes from
 * (or went to) the one that has more than half of its rows.  The kinds of
 * change are those of Spiliopoulou, Ntoutsi, Theodoridis and Schult (2006),
 * MONIC. */
#ifndef TRUST_SEGMENT_MATCH_H
#define TRUST_SEGMENT_MATCH_H

#include "base/failure.h"

#include <stdint.h>

#define SEGMENT_NONE SIZE_MAX

enum { SEGMENT_MATCH_LIMIT = 1000 }; /* segments on either side */

enum segment_fate {
	SEGMENT_KEPT,
	SEGMENT_SPLIT,  /* another one of today has most of its rows from it; or it is that one */
	SEGMENT_MERGED, /* an earlier one has most of its rows in it; or it is that one */
	SEGMENT_SPLIT_AND_MERGED,
	SEGMENT_NEW,
	SEGMENT_GONE,
};

/* What is told of one number. */
struct segment_change {
	int64_t number;
	enum segment_fate fate;
	size_t earlier, now;   /* positions in the two models; SEGMENT_NONE: not in it */
	int64_t earlier_rows, rows; /* rows of the table in the one and the other */
	/* Rows in both and in either; where there is no pair, of the segment and the
	 * one of the other model that has most rows in common with it. */
	int64_t common, either;
	int64_t outside;       /* of `rows`, those that were in no earlier segment */
};

struct segment_match {
	size_t earlier_count, count; /* segments in the two models */
	int64_t *common;       /* earlier_count x count: the table of rows in both */
	int64_t *outside;      /* rows of today's segments that were in no earlier one */
	int64_t *numbers;      /* of today's segments */
	int64_t next_number;   /* above every number that was ever given */
	size_t *now_of;        /* earlier segment -> its pair, or SEGMENT_NONE */
	size_t *heir;          /* earlier segment without a pair -> today's with most of its
	                          rows, or SEGMENT_NONE */
	size_t *parent;        /* today's segment without a pair -> the earlier one from which
	                          most of its rows are, or SEGMENT_NONE */
	struct segment_change *changes; /* one a number, ascending */
	size_t change_count;
};

/* Matches `count` segments of today with `earlier_count` earlier ones, at most
 * SEGMENT_MATCH_LIMIT each.  The labels of the n rows are positions; an
 * earlier label may be -1, for a row that was in no segment.  Earlier segment i
 * has the number earlier_numbers[i]; a segment of today without a
 * pair gets the next free number from next_number on, in the order of the
 * positions.  Free it in either case; false when out of memory. */
bool segment_match_find(struct segment_match *match, const int32_t *earlier_labels,
                        const int64_t *earlier_numbers, size_t earlier_count,
                        int64_t next_number, const int32_t *labels, size_t count, size_t n,
                        struct failure *why);
void segment_match_free(struct segment_match *match);

/* The word for a fate: "kept", "split", "merged", "split and merged", "new", "gone". */
const char *segment_fate_name(enum segment_fate fate);

#endif
