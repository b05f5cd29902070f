#include "plot/canvas.h"

#include "plot/palette.h"

#include <stdlib.h>
#include <string.h>

enum { CELL_BYTES = 15, RUN_BYTES = 200 };

struct canvas_cell {
	char bytes[CELL_BYTES + 1]; /* a character and what combines with it; "": a blank */
	size_t characters;
	bool covered;               /* by the wide character before it */
	const char *colour;
};

void canvas_open(struct canvas *canvas, struct script *script)
{
	double rows = script->rows - script->top;
	*canvas = (struct canvas){ .script = script, .columns = (size_t)script->columns,
		                   .rows = rows > 1 ? (size_t)rows : 1 };
	canvas->cells = calloc(canvas->columns * canvas->rows + 1, sizeof *canvas->cells);
	if (canvas->cells == NULL)
		script->no_memory = true;
}

static struct canvas_cell *cell_at(const struct canvas *canvas, size_t column, size_t row)
{
	return canvas->cells == NULL || column >= canvas->columns || row >= canvas->rows
	    ? NULL : &canvas->cells[row * canvas->columns + column];
}

/* Half of a wide character is none. */
static void clear(struct canvas *canvas, size_t column, size_t row)
{
	struct canvas_cell *cell = cell_at(canvas, column, row);
	struct canvas_cell *next = cell_at(canvas, column + 1, row);
	if (cell == NULL)
		return;
	if (next != NULL && next->covered)
		*next = (struct canvas_cell){ 0 };
	if (cell->covered && column > 0)
		*cell_at(canvas, column - 1, row) = (struct canvas_cell){ 0 };
	*cell = (struct canvas_cell){ 0 };
}

static void put(struct canvas *canvas, size_t column, size_t row, const char *bytes,
                size_t length, const char *colour)
{
	clear(canvas, column, row);
	struct canvas_cell *cell = cell_at(canvas, column, row);
	if (cell == NULL)
		return;
	memcpy(cell->bytes, bytes, length);
	cell->bytes[length] = '\0';
	cell->characters = 1;
	cell->colour = colour;
}

void canvas_mark(struct canvas *canvas, size_t column, size_t row, char mark, const char *colour)
{
	put(canvas, column, row, &mark, 1, colour);
}

static void combine(struct canvas_cell *cell, const char *bytes, size_t length)
{
	size_t there = cell != NULL ? strlen(cell->bytes) : 0;
	if (there == 0 || there + length > CELL_BYTES)
		return;
	memcpy(cell->bytes + there, bytes, length);
	cell->bytes[there + length] = '\0';
	cell->characters++;
}

void canvas_text(struct canvas *canvas, size_t column, size_t row, const char *text,
                 size_t columns, const char *colour)
{
	char plain[SCRIPT_TEXT_SIZE];
	size_t room = column < canvas->columns ? canvas->columns - column : 0;
	if (room == 0 || columns == 0)
		return;
	script_plain(plain, text, strlen(text), (double)(columns < room ? columns : room));
	size_t last = column;
	for (const char *at = plain; *at != '\0';) {
		size_t wide, length = script_character(at, strlen(at), &wide);
		if (wide == 0) {
			combine(cell_at(canvas, last, row), at, length);
		} else {
			put(canvas, column, row, at, length, colour);
			last = column;
			for (size_t i = 1; i < wide; i++) {
				clear(canvas, column + i, row);
				struct canvas_cell *next = cell_at(canvas, column + i, row);
				if (next != NULL)
					next->covered = true;
			}
			column += wide;
		}
		at += length;
	}
}

static size_t width_within(const char *text, size_t columns)
{
	size_t width = script_width(text, strlen(text));
	return width < columns ? width : columns;
}

void canvas_text_before(struct canvas *canvas, size_t column, size_t row, const char *text,
                        size_t columns)
{
	size_t width = width_within(text, columns < column ? columns : column);
	canvas_text(canvas, column - width, row, text, width, palette_ink());
}

static size_t around(const struct canvas *canvas, size_t middle, size_t width)
{
	size_t start = middle > width / 2 ? middle - width / 2 : 0;
	if (start + width > canvas->columns)
		start = canvas->columns > width ? canvas->columns - width : 0;
	return start;
}

void canvas_text_around(struct canvas *canvas, size_t middle, size_t row, const char *text,
                        size_t columns)
{
	size_t width = width_within(text, columns);
	canvas_text(canvas, around(canvas, middle, width), row, text, width, palette_ink());
}

bool canvas_is_blank(const struct canvas *canvas, size_t column, size_t row, size_t columns)
{
	size_t first = column > 0 ? column - 1 : 0;
	for (size_t i = first; i < column + columns + 1; i++) {
		const struct canvas_cell *cell = cell_at(canvas, i, row);
		if (cell != NULL && (cell->bytes[0] != '\0' || cell->covered))
			return false;
	}
	return true;
}

void canvas_text_apart(struct canvas *canvas, size_t middle, size_t row, size_t rows,
                       const char *text)
{
	size_t width = script_width(text, strlen(text)), start = around(canvas, middle, width);
	for (size_t at = row; at < row + rows; at++)
		if (canvas_is_blank(canvas, start, at, width)) {
			canvas_text(canvas, start, at, text, width, palette_ink());
			return;
		}
}

static bool same_colour(const char *a, const char *b)
{
	return a == NULL || b == NULL || a == b || strcmp(a, b) == 0;
}

/* Whether it is rather the terminal's own colour: a grey of the palette may be lost
 * on its ground. */
static bool is_grey(const char *colour)
{
	return strncmp(colour + 1, colour + 3, 2) == 0 && strncmp(colour + 3, colour + 5, 2) == 0;
}

/* What has one colour, blanks within it too, is one label.  gnuplot counts
 * characters, a wide one as one, and rows from below. */
static void print_row(struct canvas *canvas, size_t row, struct buffer *run)
{
	struct script *script = canvas->script;
	char quoted[SCRIPT_TEXT_SIZE];
	size_t start = 0, characters = 0, column = 0;
	while (column < canvas->columns) {
		const char *colour = NULL;
		size_t end = 0;
		run->length = 0;
		for (; column < canvas->columns; column++) {
			const struct canvas_cell *cell = &canvas->cells[row * canvas->columns + column];
			bool blank = cell->bytes[0] == '\0';
			if (cell->covered)
				continue;
			if (run->length == 0 && blank) {
				characters++;
				continue;
			}
			if (!same_colour(colour, cell->colour) || run->length > RUN_BYTES)
				break;
			if (run->length == 0)
				start = characters;
			colour = cell->colour != NULL ? cell->colour : colour;
			if (!buffer_append_text(run, blank ? " " : cell->bytes))
				script->no_memory = true;
			characters += blank ? 1 : cell->characters;
			end = blank ? end : run->length;
		}
		bool plain = colour == NULL || is_grey(colour);
		if (end > 0)
			script_line(script, "set label %s at character %zu,%zu left%s%s%s",
			            script_text(quoted, run->data, end, SCRIPT_TEXT_COLUMNS), start,
			            canvas->rows - 1 - row, plain ? "" : " tc rgb '", plain ? "" : colour,
			            plain ? "" : "'");
	}
}

void canvas_print(struct canvas *canvas)
{
	struct script *script = canvas->script;
	struct buffer run = { 0 };
	script_line(script, "unset border\nunset tics\nunset xlabel\nunset ylabel\n"
	            "set margins 0,0,0,0\nset xrange [0:1]\nset yrange [0:1]");
	for (size_t row = 0; canvas->cells != NULL && row < canvas->rows; row++)
		print_row(canvas, row, &run);
	script_plot(script, "NaN");
	script_plot_end(script);
	buffer_free(&run);
	free(canvas->cells);
	canvas->cells = NULL;
}
