#include "quality/labelling.h"

#include <string.h>

bool labelling_count(const struct labelling *labelling, size_t rows, size_t *sizes,
                     struct labelling_count *count, struct failure *why)
{
	*count = (struct labelling_count){ 0 };
	memset(sizes, 0, labelling->k * sizeof *sizes);
	for (size_t i = 0; i < rows; i++) {
		int32_t label = labelling->labels[i];
		if (label < 0)
			continue;
		if ((size_t)label >= labelling->k)
			return fail(why, "row %zu: cluster %ld is out of range: there are %zu",
			            i + 1, (long)label, labelling->k);
		sizes[label]++;
		count->rows++;
	}
	for (size_t c = 0; c < labelling->k; c++)
		count->clusters += sizes[c] > 0;
	return true;
}

void labelling_group_rows(const struct labelling *labelling, size_t rows, size_t *start,
                          uint32_t *order)
{
	/* Two places ahead, so that filling `order` leaves each start in place. */
	for (size_t i = 0; i < rows; i++)
		if (labelling->labels[i] >= 0)
			start[labelling->labels[i] + 2]++;
	for (size_t c = 2; c <= labelling->k; c++)
		start[c] += start[c - 1];
	for (size_t i = 0; i < rows; i++)
		if (labelling->labels[i] >= 0)
			order[start[labelling->labels[i] + 1]++] = (uint32_t)i;
}

const char *labelling_incomparable(const struct labelling_count *count)
{
	if (count->clusters == 0)
		return "no row is in a cluster";
	if (count->clusters == 1)
		return "all rows are in one cluster; at least two are needed";
	if (count->clusters >= count->rows)
		return "every row is a cluster of its own";
	return NULL;
}
