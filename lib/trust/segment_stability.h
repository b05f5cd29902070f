/* Which segments would be there again with other customers of the same kind.
 *
 * Per-segment stability (Hennig 2007, "Cluster-wise assessment of cluster
 * stability"; R fpc's clusterboot): many bootstraps are clustered; in each, both
 * the segments and the new clusters are looked at on the rows that were drawn,
 * and a segment is as well recovered as the new cluster that is most like it, by
 * the Jaccard index |both| / |either|.  The mean over the bootstraps is the
 * segment's stability.
 *
 * As in clusterboot by default, a row that was drawn more than once counts once,
 * also in the clustering of the bootstrap: in that of repeated rows the copies
 * would pull centroids that no customers are behind.  And as there, a bootstrap
 * that drew no row of a segment has lost it: a Jaccard index of 0.  So a segment
 * of one row, which 63 % of the bootstraps draw, comes to about 0.63 at most. */
#ifndef TRUST_SEGMENT_STABILITY_H
#define TRUST_SEGMENT_STABILITY_H

#include "quality/labelling.h"
#include "trust/bootstrap.h"
#include "trust/spread.h"

/* Hennig's bands for the stability, for people. */
enum trust {
	NOT_JUDGED,    /* the stability is not known */
	UNTRUSTED,     /* below 0.6: do not act on it */
	DOUBTFUL,      /* from 0.6: a pattern, but who belongs to it is doubtful */
	STABLE,        /* from 0.75 */
	HIGHLY_STABLE, /* from 0.85 */
	TRUST_BANDS
};

/* The band's name in tables, as "highly stable"; that of NOT_JUDGED is empty. */
const char *trust_name(enum trust trust);

/* The band of that name, also the empty one; false where there is none. */
bool trust_find(const char *name, size_t length, enum trust *trust);

/* The band of a stability; that of NaN is NOT_JUDGED. */
enum trust trust_of(double stability);

struct stable_segment {
	size_t size;           /* rows, 0 for a segment without any */
	struct spread jaccard; /* over the bootstraps; NaN where it is not judged */
	double dissolved;      /* the share of these with an index of at most 0.5; or NaN */
	enum trust trust;
};

struct segment_stability {
	size_t k;
	struct stable_segment *segments; /* k, by number */
	size_t bootstraps;
};

/* Judges the segments of `labelling`, one label for each row of `x`; noise rows
 * are drawn and clustered like any others, but are no segment.  options->k is
 * what the bootstraps, 2 * options->pairs of them, are clustered into;
 * options->once is not looked at.  A segment without rows is not judged, and with
 * k = 1 none is: one cluster is found again whatever it is.  The rows pass bootstrap_check; fails as
 * bootstrap_pairs does, and where a label is out of range.  Takes 8 bytes for each
 * segment and bootstrap, and 4 a row, beside what bootstrap_pairs takes.  The caller frees
 * the result with segment_stability_free, also after a failure. */
bool segment_stability(const struct matrix *x, const struct labelling *labelling,
                       const struct bootstrap_options *options,
                       struct segment_stability *result, struct failure *why);
void segment_stability_free(struct segment_stability *result);

#endif
