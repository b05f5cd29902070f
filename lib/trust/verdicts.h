/* What seg-stability wrote about segments, read back by those who tell of them. */
#ifndef TRUST_VERDICTS_H
#define TRUST_VERDICTS_H

#include "base/text_set.h"
#include "stream/output.h"
#include "trust/segment_stability.h"

struct verdict {
	size_t rows;      /* of the segment */
	double stability; /* NaN where it is not known */
	enum trust trust;
};

struct verdicts {
	const char *path;         /* where they were read, not owned */
	struct text_set segments; /* by their names in the stream */
	struct verdict *list;     /* of each */
	size_t capacity;
	bool has_total;           /* the CSV does not tell */
	size_t total;             /* of rows, noise among them */
};

/* Reads the file: the JSON report, or the CSV, where `by` is the column that
 * names the segments.  A pipe is taken for JSON.  A segment that is there twice,
 * a stability that lies not between 0 and 1, a word that is not the band of the
 * stability and a file without segments are errors.  `path` must outlive the
 * verdicts.  Free them in either case. */
bool verdicts_read(struct verdicts *verdicts, const char *path, const char *by,
                   struct failure *why);
void verdicts_free(struct verdicts *verdicts);

/* Where a segment is; false where it is not. */
bool verdicts_find(const struct verdicts *verdicts, const char *name, size_t length, size_t *at);

/* Whether these are the segments that were judged: the same names, noise aside,
 * with as many rows each, and as many rows in all; `rows` holds those of each of
 * `segments`.  A judged segment without rows may be missing. */
bool verdicts_fit(const struct verdicts *verdicts, const struct text_set *segments,
                  const size_t *rows, struct failure *why);

/* Writes the word, or an empty cell (null) for NOT_JUDGED. */
void verdict_put_trust(struct output *output, enum trust trust);

#endif
