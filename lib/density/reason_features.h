/* The features of a density clustering and, where the stream has them, their
 * raw twins: age of z_age, the number that was scaled.  A feature that is no
 * z_* column was not scaled and is its own twin. */
#ifndef DENSITY_REASON_FEATURES_H
#define DENSITY_REASON_FEATURES_H

#include "density/outlier_reasons.h"
#include "stream/columns.h"

struct reason_features {
	struct reason_feature *list;
	size_t count;
	struct columns columns; /* to be read: the features, and behind them the twins */
};

/* Finds the twins of the features; with `twins` false none is looked for.  The
 * header must outlive the features.  Free them in either case. */
bool reason_features_find(struct reason_features *features, const struct header *header,
                          const struct columns *model, bool twins, struct failure *why);

/* Makes the features know their raw values in the table that was read of
 * `columns`. */
void reason_features_attach(struct reason_features *features, const struct matrix *table);

void reason_features_free(struct reason_features *features);

#endif
