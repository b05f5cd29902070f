#include "tree/fidelity.h"

#include <math.h>
#include <stdlib.h>

bool fidelity_measure(struct fidelity *fidelity, const struct threshold_tree *tree,
                      const struct tree_data *data, struct failure *why)
{
	const struct matrix *raw = data->raw;
	*fidelity = (struct fidelity){ .k = data->k, .rows = raw->rows };
	fidelity->segments = calloc(data->k + 1, sizeof *fidelity->segments);
	double *values = calloc(raw->cols + 1, sizeof *values);
	if (fidelity->segments == NULL || values == NULL) {
		free(values);
		return fail_memory(why);
	}
	for (size_t i = 0; i < raw->rows; i++) {
		for (size_t j = 0; j < raw->cols; j++)
			values[j] = matrix_column(raw, j)[i];
		size_t put = tree->nodes[tree_find_leaf(tree, values)].segment;
		fidelity->segments[put].ruled++;
		if (data->labels[i] < 0) {
			fidelity->outside++;
			continue;
		}
		size_t segment = (size_t)data->labels[i];
		fidelity->segments[segment].rows++;
		fidelity->segments[segment].right += segment == put;
		fidelity->right += segment == put;
	}
	free(values);
	return true;
}

static double share(size_t part, size_t whole)
{
	return whole > 0 ? (double)part / (double)whole : NAN;
}

double fidelity_recall(const struct segment_fidelity *segment)
{
	return share(segment->right, segment->rows);
}

double fidelity_precision(const struct segment_fidelity *segment)
{
	return share(segment->right, segment->ruled);
}

double fidelity_agreement(const struct fidelity *fidelity)
{
	return share(fidelity->right, fidelity->rows);
}

void fidelity_free(struct fidelity *fidelity)
{
	free(fidelity->segments);
	*fidelity = (struct fidelity){ 0 };
}
