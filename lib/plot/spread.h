/* Labels that would lie upon each other, moved apart. */
#ifndef PLOT_SPREAD_H
#define PLOT_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

struct spread_box {
	double x, y; /* its middle */
	double half_width, half_height;
	bool fixed;  /* the others give way */
};

/* Pushes overlapping boxes apart, each pair along the shorter way, a little in
 * each round, until none overlap or a limit of rounds is reached; those that
 * are not fixed stay within 0 .. width and 0 .. height. */
void spread_boxes(struct spread_box *boxes, size_t count, double width, double height);

#endif
