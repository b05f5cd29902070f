/* The features as arrows in the plane of two components, and where their names
 * stand. */
#ifndef PLOT_ARROWS_H
#define PLOT_ARROWS_H

#include "plot/spread.h"

enum { ARROWS = 10, ARROW_NAME = 25, ARROW_LEADER = 5 };

struct arrow {
	const char *name;
	double x, y;         /* the loadings, on both components */
	double tip_x, tip_y; /* in the units of the axes */
	struct spread_box label; /* in columns and rows of the plot */
	bool led;            /* the name stands away from the tip: a line leads there */
};

/* The plot in columns and rows, where the arrows begin in it, and the columns at
 * its left and right edge that are free for names. */
struct arrow_plane {
	double columns, rows, x, y;
	double gutters[2];
};

/* Places the labels, whose half widths and heights are given, of `count` arrows
 * (at most ARROWS) whose tips are `tips`, x and y of each, in columns and rows:
 * just outside the tip where that covers no arrow and no other name, else in a
 * column outside of all tips of that side, in the gutter if there is one, in the
 * order of the tips. */
void arrows_label(struct arrow *arrows, size_t count, const double (*tips)[2],
                  const struct arrow_plane *plane);

/* How many columns the names at the tips of the left (0) or right (1) side want
 * beyond the edge, where the rest of the plot makes room for them. */
double arrows_overhang(const struct arrow *arrows, size_t count, const double (*tips)[2],
                       const struct arrow_plane *plane, int side);

/* The columns that the names of the left (0) or right (1) side need beside. */
double arrows_gutter(const struct arrow *arrows, size_t count, int side);

/* Boxes that cover shaft and head of each, and its label, for others to give way
 * to; at most ARROW_BOXES an arrow.  Returns how many. */
enum { ARROW_BOXES = 130 };
size_t arrows_boxes(const struct arrow *arrows, size_t count, const double (*tips)[2],
                    const struct arrow_plane *plane, struct spread_box *boxes);

#endif
