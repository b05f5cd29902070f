/* What seg-stability wrote about segments, read back by those who tell of them. */
#ifndef TRUST_VERDICTS_H
#define TRUST_VERDICTS_H

#include "base/text_set.h"
#include "trust/segment_stability.h"

struct verdicts {
	struct text_set segments; /* by their names in the stream */
	double *stability;        /* of each; NaN where it is not known */
	enum trust *trust;
	size_t capacity;
};

/* Reads the file: the JSON report, or the CSV, where `by` is the column that
 * names the segments.  A pipe is taken for JSON.  A segment that is there twice,
 * a stability that lies not between 0 and 1, a word that is no band and a file
 * without segments are errors.  Free it in either case. */
bool verdicts_read(struct verdicts *verdicts, const char *path, const char *by,
                   struct failure *why);
void verdicts_free(struct verdicts *verdicts);

/* Where a segment is; false where it is not. */
bool verdicts_find(const struct verdicts *verdicts, const char *name, size_t length, size_t *at);

#endif
