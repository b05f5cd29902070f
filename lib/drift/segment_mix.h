/* How many rows each segment has, in the reference and now. */
#ifndef DRIFT_SEGMENT_MIX_H
#define DRIFT_SEGMENT_MIX_H

#include "base/text_set.h"
#include "drift/psi.h"

enum { SEGMENT_LIMIT = 1000 };

struct segment_mix {
	struct text_set segments; /* of both, in the order in which they came */
	size_t reference[SEGMENT_LIMIT], now[SEGMENT_LIMIT];
	size_t *order; /* after segment_mix_sort: as base/text_order.h has it */
};

/* The index of a segment, which is made where it is new.  False with more than SEGMENT_LIMIT of
 * them, for an empty name or one with a NUL byte, or out of memory. */
bool segment_mix_find(struct segment_mix *mix, const char *name, size_t length, size_t *segment,
                      struct failure *why);

bool segment_mix_sort(struct segment_mix *mix, struct failure *why);

/* The index of the mix, after segment_mix_sort: it does not depend on the order of the rows.
 * `comparisons` as for psi_of_counts. */
struct psi segment_mix_psi(const struct segment_mix *mix, size_t comparisons);

void segment_mix_free(struct segment_mix *mix);

#endif
