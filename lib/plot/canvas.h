/* A text drawing, character by character, which gnuplot then only prints: of
 * itself its text terminal closes no box and lets tics and labels overwrite
 * each other. */
#ifndef PLOT_CANVAS_H
#define PLOT_CANVAS_H

#include "plot/script.h"

struct canvas_cell;

/* Columns from the left, and rows from below the title and the notes down. */
struct canvas {
	struct script *script;
	size_t columns, rows;
	struct canvas_cell *cells;
};

/* As large as the picture that was begun.  Where memory runs out the script
 * remembers it, and nothing is drawn. */
void canvas_open(struct canvas *canvas, struct script *script);

/* One character in a colour "#rrggbb"; outside of the canvas nothing. */
void canvas_mark(struct canvas *canvas, size_t column, size_t row, char mark,
                 const char *colour);

/* A text from `column` on, or that ends before it, cut to `columns`. */
void canvas_text(struct canvas *canvas, size_t column, size_t row, const char *text,
                 size_t columns, const char *colour);
void canvas_text_before(struct canvas *canvas, size_t column, size_t row, const char *text,
                        size_t columns);

/* The same around `middle`, within the canvas. */
void canvas_text_around(struct canvas *canvas, size_t middle, size_t row, const char *text,
                        size_t columns);

/* Whether so many columns, and one on either side, are blank or outside. */
bool canvas_is_blank(const struct canvas *canvas, size_t column, size_t row, size_t columns);

/* A text around `middle` in the first of so many rows from `row` on in which it
 * touches no other; where there is none, it is left out. */
void canvas_text_apart(struct canvas *canvas, size_t middle, size_t row, size_t rows,
                       const char *text);

/* Writes the labels and a plot of nothing else, and frees the canvas. */
void canvas_print(struct canvas *canvas);

#endif
