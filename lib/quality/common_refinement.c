#include "quality/common_refinement.h"

#include <stdlib.h>
#include <string.h>

bool common_refinement_create(struct common_refinement *refinement, size_t rows,
                              struct failure *why)
{
	*refinement = (struct common_refinement){
		.rows = rows, .groups = 1, .group = calloc(rows + 1, sizeof *refinement->group),
	};
	return refinement->group != NULL ? true : fail_memory(why);
}

void common_refinement_free(struct common_refinement *refinement)
{
	free(refinement->group);
	*refinement = (struct common_refinement){ 0 };
}

/* Writes each row's finer group to `finer`; `number` has a place for every pair
 * of a group and a label.  Returns how many groups there are, counted no
 * further than `most` + 1. */
static size_t split(const struct common_refinement *refinement,
                    const struct labelling *labelling, size_t most, int32_t *number,
                    int32_t *finer)
{
	size_t groups = 0;
	memset(number, 0xFF, refinement->groups * (labelling->k + 1) * sizeof *number);
	for (size_t i = 0; i < refinement->rows && groups <= most; i++) {
		size_t label = labelling->labels[i] >= 0 ? (size_t)labelling->labels[i] : labelling->k;
		int32_t *of_pair = &number[(size_t)refinement->group[i] * (labelling->k + 1) + label];
		if (*of_pair < 0)
			*of_pair = (int32_t)groups++;
		finer[i] = *of_pair;
	}
	return groups;
}

bool common_refinement_add(struct common_refinement *refinement,
                           const struct labelling *labelling, size_t most, bool *refined,
                           struct failure *why)
{
	if (labelling->k >= SIZE_MAX / sizeof(int32_t) / refinement->groups)
		return fail_memory(why);
	int32_t *number = malloc(refinement->groups * (labelling->k + 1) * sizeof *number);
	int32_t *finer = malloc((refinement->rows + 1) * sizeof *finer);
	if (number == NULL || finer == NULL) {
		free(number);
		free(finer);
		return fail_memory(why);
	}
	size_t groups = split(refinement, labelling, most, number, finer);
	free(number);
	*refined = groups <= most;
	if (*refined) {
		free(refinement->group);
		refinement->group = finer;
		refinement->groups = groups;
	} else {
		free(finer);
	}
	return true;
}
