/* A gnuplot script as it is written: texts quoted so that gnuplot takes them
 * for nothing but text, numbers in data blocks, and one frame for all pictures.
 *
 * What is appended is remembered, and so is memory that runs out:
 * script_finish reports it. */
#ifndef PLOT_SCRIPT_H
#define PLOT_SCRIPT_H

#include "base/buffer.h"
#include "base/failure.h"
#include "base/number.h"

enum script_format { SCRIPT_TEXT, SCRIPT_SVG, SCRIPT_PNG, SCRIPT_PDF };

struct script_options {
	enum script_format format;
	int width, height;  /* pixels, or characters of a text; 0: as the picture wants it */
	bool colour;        /* of a text, for a terminal that knows 256 */
	const char *output; /* the file that the script writes; NULL: standard output */
	const char *title;  /* instead of the picture's own, or NULL */
};

/* Places and widths are counted in columns and rows, which are characters in
 * a text and COLUMN_PIXELS by ROW_PIXELS elsewhere; so one layout does for
 * both, and a text of n characters fits n columns. */
enum { SCRIPT_COLUMN_PIXELS = 8, SCRIPT_ROW_PIXELS = 20 };

enum { SCRIPT_TITLE_SIZE = 2048, SCRIPT_NOTES_SIZE = 4096 };

struct script {
	const struct script_options *options;
	struct buffer text;
	bool no_memory;
	bool plotting;          /* within a plot command */
	double columns, rows;   /* of the whole picture */
	double top;             /* rows that the title and the notes below it take */
	char title[SCRIPT_TITLE_SIZE]; /* as it stands in the picture, not quoted */
	char notes[SCRIPT_NOTES_SIZE]; /* all of them, on one line */
};

/* What a picture wants: its size (of which the title and notes of two lines take
 * about four rows; more of them make it higher), the least rows of a text without
 * title and notes (it becomes longer where it is to be shorter), the title and the
 * notes below it (lines are broken as needed), and the least columns and rows without
 * title and notes of a picture that is no text (it becomes larger where it is to be
 * smaller). */
struct script_frame {
	double columns, rows, text_rows;
	const char *title, *notes;
	double least_columns, least_rows;
};

/* How wide it becomes. */
double script_columns(const struct script_options *options, double wanted);

/* Starts the script: the terminal, the title and the notes. */
void script_begin(struct script *script, const struct script_options *options,
                  const struct script_frame *frame);

static inline bool script_format_is_text(const struct script_options *options)
{
	return options->format == SCRIPT_TEXT;
}

static inline bool script_is_text(const struct script *script)
{
	return script_format_is_text(script->options);
}

/* The name of an axis ("x" or "y"); `columns` is the room for it. */
void script_axis(struct script *script, const char *axis, const char *name, double columns);

/* The room of the plot within the picture, in columns and rows from its edges;
 * what the title takes is added at the top. */
void script_margins(struct script *script, double left, double right, double top,
                    double bottom);

/* One line of commands. */
void script_line(struct script *script, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A data block: its name, and a comment that says what the columns are. */
void script_data(struct script *script, const char *name, const char *comment);
void script_row(struct script *script, const double *values, size_t count);
void script_data_end(struct script *script);

/* One element of the plot command that is being written, or of a new one. */
void script_plot(struct script *script, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void script_plot_end(struct script *script);

/* False when memory ran out on the way. */
bool script_finish(struct script *script, struct failure *why);
void script_free(struct script *script);

/* A text as gnuplot's single-quoted string, in which nothing is expanded: no
 * variable, no macro, no command in back quotes.  Control characters become
 * blanks, what is not UTF-8 a `?`, and what is beyond `columns`, by
 * script_extent, an ellipsis. */
enum { SCRIPT_TEXT_COLUMNS = 400, SCRIPT_TEXT_SIZE = 2048 };
const char *script_text(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                        double columns);

/* The same as the label of a tic, where gnuplot would take a `%` for a format. */
const char *script_tic(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                       double columns);

/* The same not quoted, and cut by script_width. */
const char *script_plain(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                         double columns);

/* The same, cut by script_fit. */
const char *script_cut(char out[SCRIPT_TEXT_SIZE], const char *text, size_t length,
                       double columns);

/* How wide a text is: in a text drawing, where a character of East Asia takes two
 * columns; about, in the letters of the other pictures, whatever their font; and
 * what suffices for either, character by character.  Nothing else knows of it. */
size_t script_width(const char *text, size_t length);
double script_extent(const char *text, size_t length);
double script_fit(const char *text, size_t length);

/* The bytes of the first character, and the columns it takes, 0 for one that
 * combines with that before it. */
size_t script_character(const char *text, size_t length, size_t *columns);

/* The bytes of the first line of at most so many columns, `letters`: by
 * script_extent: it ends at a blank, if there is one. */
size_t script_line_length(const char *text, size_t length, double columns, bool letters);

/* A number, or NaN, which gnuplot leaves out. */
const char *script_number(char out[NUMBER_SIZE], double value);

#endif
