/* The numbers at the axes of pictures other than texts: as many as there is room for. */
#ifndef PLOT_TICS_H
#define PLOT_TICS_H

#include "plot/script.h"
#include "plot/text_chart.h"

struct tics {
	size_t count; /* 0: gnuplot chooses, for no round numbers fit the axis */
	double at[TICKS_MOST];
	char texts[TICKS_MOST][TICK_TEXT];
	double widest; /* of the texts, in columns */
};

/* Those of a level axis so many columns long, and of an upright one of so many rows.
 * All are written in full or, where that is shorter, with one of the letters k, M, G
 * and T for thousands, millions, 10^9 and 10^12. */
void tics_across(struct tics *tics, struct axis axis, double columns);
void tics_up(struct tics *tics, struct axis axis, double rows);

/* Sets them for "x" or "y". */
void tics_write(struct script *script, const char *axis, const struct tics *tics);

/* The columns that an upright axis, its name and its numbers need, at least `least`. */
double tics_margin(const struct tics *tics, double least);

#endif
