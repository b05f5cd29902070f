/* Horizontal bars, one below the other, each with its name and a text. */
#ifndef PLOT_BARS_H
#define PLOT_BARS_H

#include "plot/axis.h"
#include "plot/palette.h"
#include "plot/script.h"

enum { BAR_NAME = 512, BAR_TEXT = 64 };

/* The most of a picture's columns that names may have. */
#define BARS_NAMES 0.45

struct bar {
	char name[BAR_NAME]; /* not quoted */
	char text[BAR_TEXT]; /* behind the bar */
	double value;        /* NaN: no bar */
	size_t style;
	double low, high;    /* in a text drawing, marks `[` and `]` upon it, or `|` where both
	                      * are equal; NaN: none */
};

/* Writes the frame, from `left` columns for the names on, and the axis of the
 * values, which runs from `range.low` to `range.high`; the names stand at y = 0,
 * 1, ... from above.  `right` columns are left for a legend. */
void bars_frame(struct script *script, const struct bar *bars, size_t count, struct axis range,
                double right);

/* The columns that the longest name needs, at most `most`. */
double bars_name_columns(const struct bar *bars, size_t count, double most);

/* The data block $bars (y value rgb), and, but for a text drawing, the bars' texts,
 * behind their ends but not before `text_from`; then bars_plot puts the element of
 * the plot command. */
void bars_write(struct script *script, const struct bar *bars, size_t count, double text_from);
void bars_plot(struct script *script);

/* A line across all bars of a text drawing. */
struct bars_limit {
	double at;
	const char *name; /* above it, or NULL: its number below it */
};

/* Draws and ends a text drawing. */
void bars_print(struct script *script, const struct bar *bars, size_t count, struct axis range,
                double text_from, const char *axis, const struct bars_limit *limits,
                size_t limit_count);

/* The rows of a picture with so many bars, without its title; the least that its names and
 * its axis need, and the least columns where `right` of them are left to the right of the
 * axis, which has `axis` itself. */
double bars_rows(size_t count, double each);
double bars_least_rows(size_t count);
double bars_least_columns(const struct bar *bars, size_t count, double right, double axis);

/* The least rows of a text drawing so many columns wide. */
double bars_text_rows(const struct bar *bars, size_t count, double columns);

#endif
