/* Rows of a labelled stream, as the pictures of rows need them. */
#ifndef PLOT_LABELLED_H
#define PLOT_LABELLED_H

#include "plot/segment_list.h"
#include "stream/table.h"

struct labelled {
	struct table table;
	struct labels labels[2]; /* the segments, and the personas where there are any */
	size_t k;                /* segments; rows of noise have the label -1 */
	size_t noise;            /* how many of those there are */
	size_t *sizes;           /* of the segments, then `noise` */
	struct segment_list list; /* the segments, then noise if any row has it */
};

/* Reads the columns and the segments, which the column `by` names, with the
 * persona of each where the stream has a column `persona` that is the same for
 * all its rows.  Free it in either case. */
bool labelled_read(struct labelled *rows, struct input *input, const struct columns *columns,
                   const char *by, struct failure *why);
void labelled_free(struct labelled *rows);

/* The place in the list of a row's segment. */
static inline size_t labelled_group(const struct labelled *rows, size_t row)
{
	int32_t id = rows->labels[0].ids[row];
	return id < 0 ? rows->k : (size_t)id;
}

#endif
