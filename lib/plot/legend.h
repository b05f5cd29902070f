/* The legend of the segments: to the right of the plot where it fits, else below
 * it in columns, and the picture is as much higher.  One of our own, as gnuplot's
 * leaves out what it finds no room for. */
#ifndef PLOT_LEGEND_H
#define PLOT_LEGEND_H

#include "plot/canvas.h"
#include "plot/segment_list.h"

enum { LEGEND_LINES = 3 }; /* of a name, at most */

struct legend {
	const struct segment_list *list;
	bool text;
	double right;  /* columns to the right of the plot; 1 where it is below */
	double below;  /* rows below it, or 0 */
	double rows;   /* that it takes where it is */
	double entry;  /* columns of a name */
	size_t across; /* entries side by side */
};

/* For a picture so many columns wide, of which the plot and its axis keep
 * `plot_least` where the legend is to stand beside it. */
struct legend legend_plan(const struct segment_list *list, double columns, double plot_least,
                          bool text);

/* How the entry of a segment is marked: in a text drawing by a letter of its own
 * as long as there are any (SEGMENT_LIST_LIMIT places), else, where cells are
 * coloured, by a square, else by the mark of its points. */
void legend_letters(const struct segment_list *list, char *letters);

/* From `top` rows of the whole picture on, in so many rows at most; what then has no room is
 * counted in the last line. */
void legend_write(struct script *script, const struct legend *legend, double top, double room,
                  bool dense);
void legend_print(struct canvas *canvas, const struct legend *legend, size_t top,
                  const char *letters);

#endif
