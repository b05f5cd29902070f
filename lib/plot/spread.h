/* Labels that would lie upon each other, moved apart. */
#ifndef PLOT_SPREAD_H
#define PLOT_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

struct spread_box {
	double x, y; /* its middle, in columns and rows */
	double half_width, half_height;
	bool fixed;  /* it stays, and the others give way */
};

/* Moves each box that is not fixed, in their order, to the nearest place within
 * 0 .. width and 0 .. height where it overlaps neither a fixed box nor one that
 * was placed before; where there is none, it stays. */
void spread_boxes(struct spread_box *boxes, size_t count, double width, double height);

/* Moves places on one line apart to a distance of `gap`, without changing
 * their order, as far as they fit within 0 .. size; they come in ascending order. */
void spread_line(double *places, size_t count, double gap, double size);

#endif
