/* How well a tree keeps to the segments that it stands for. */
#ifndef TREE_FIDELITY_H
#define TREE_FIDELITY_H

#include "tree/growth.h"

struct segment_fidelity {
	size_t rows;  /* of the segment */
	size_t ruled; /* rows that the tree puts there */
	size_t right; /* rows of the segment that it puts there */
};

struct fidelity {
	struct segment_fidelity *segments;
	size_t k;
	size_t rows, outside, right; /* all rows; those in no segment; those put right */
};

/* Sends every row through the tree, by its raw values. */
bool fidelity_measure(struct fidelity *fidelity, const struct threshold_tree *tree,
                      const struct tree_data *data, struct failure *why);

/* right / rows, and right / ruled; NaN where there are none. */
double fidelity_recall(const struct segment_fidelity *segment);
double fidelity_precision(const struct segment_fidelity *segment);
/* The share of all rows, also those in no segment, that are put right. */
double fidelity_agreement(const struct fidelity *fidelity);

void fidelity_free(struct fidelity *fidelity);

#endif
