#include "plot/script.h"

#include "plot/palette.h"
#include "stream/row.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE_LINES = 3, NOTE_LINES = 10, NOTE_LINES_USUAL = 2 };

static void append_list(struct script *script, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0 || !buffer_reserve(&script->text, (size_t)length + 1)) {
		script->no_memory = true;
		return;
	}
	vsnprintf(script->text.data + script->text.length, (size_t)length + 1, format, arguments);
	script->text.length += (size_t)length;
}

static void append(struct script *script, const char *text)
{
	if (!buffer_append_text(&script->text, text))
		script->no_memory = true;
}

void script_line(struct script *script, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	append_list(script, format, arguments);
	va_end(arguments);
	append(script, "\n");
}

void script_data(struct script *script, const char *name, const char *comment)
{
	script_line(script, "$%s << EOD\n# %s", name, comment);
}

void script_row(struct script *script, const double *values, size_t count)
{
	char number[NUMBER_SIZE];
	for (size_t i = 0; i < count; i++) {
		append(script, i > 0 ? " " : "");
		append(script, script_number(number, values[i]));
	}
	append(script, "\n");
}

void script_data_end(struct script *script)
{
	append(script, "EOD\n");
}

void script_plot(struct script *script, const char *format, ...)
{
	append(script, script->plotting ? ", \\\n     " : "plot ");
	script->plotting = true;
	va_list arguments;
	va_start(arguments, format);
	append_list(script, format, arguments);
	va_end(arguments);
}

void script_plot_end(struct script *script)
{
	append(script, "\n");
	script->plotting = false;
}

/* A path is not cut. */
static void write_path(struct script *script, const char *path)
{
	append(script, "set output '");
	for (; *path != '\0'; path++)
		append(script, *path == '\'' ? "''" : (char[]){ *path, '\0' });
	append(script, "'\n");
}

static void write_terminal(struct script *script)
{
	const struct script_options *options = script->options;
	int width = (int)(script->columns * SCRIPT_COLUMN_PIXELS + 0.5);
	int height = (int)(script->rows * SCRIPT_ROW_PIXELS + 0.5);
	const char *ground = palette_ground();
	switch (options->format) {
	case SCRIPT_TEXT:
		script_line(script, "set terminal dumb noenhanced nofeed size %d,%d %s",
		            (int)script->columns, (int)script->rows,
		            options->colour ? "ansi256" : "mono");
		break;
	case SCRIPT_SVG:
		script_line(script, "set terminal svg noenhanced size %d,%d font 'sans-serif,13' "
		            "background '%s'", width, height, ground);
		break;
	case SCRIPT_PNG:
		/* Twice the pixels: sharp on today's screens and on paper. */
		script_line(script, "set terminal pngcairo noenhanced size %d,%d font 'sans,10' "
		            "fontscale 2 linewidth 2 pointscale 3.4 background '%s'", 2 * width,
		            2 * height, ground);
		break;
	case SCRIPT_PDF:
		/* 96 pixels to the inch */
		script_line(script, "set terminal pdfcairo noenhanced size %.2fin,%.2fin "
		            "font 'sans,10' fontscale 0.72 pointscale 1.3 background '%s'", width / 96.0,
		            height / 96.0, ground);
		break;
	}
	if (options->output != NULL)
		write_path(script, options->output);
}

/* The lines of a text, of at most `columns` of its letters; what is beyond
 * `most` of them is left to the last. */
static size_t break_lines(const struct script *script, const char *text, double columns,
                          size_t most, const char **lines, size_t *lengths)
{
	size_t count = 0;
	while (*text != '\0' && count < most) {
		size_t left = strlen(text);
		size_t length = script_line_length(text, left, columns, !script_is_text(script));
		lines[count] = text;
		lengths[count] = count + 1 < most ? length : left;
		count++;
		text += length + strspn(text + length, " ");
	}
	return count;
}

static void write_lines(struct script *script, const char *text, double columns, size_t most,
                        const char *style, double *row, double height)
{
	const char *lines[NOTE_LINES];
	size_t lengths[NOTE_LINES], count = break_lines(script, text, columns, most, lines, lengths);
	double left = (script_is_text(script) ? 1 : 2) / script->columns;
	for (size_t i = 0; i < count; i++, *row += height) {
		char plain[SCRIPT_TEXT_SIZE], quoted[SCRIPT_TEXT_SIZE];
		double room = script_is_text(script) ? SCRIPT_TEXT_COLUMNS : columns;
		script_plain(plain, lines[i], lengths[i],
		             script_is_text(script) ? columns : SCRIPT_TEXT_COLUMNS);
		script_line(script, "set label %s at screen %.4f,%.4f left front%s",
		            script_text(quoted, plain, strlen(plain), room), left,
		            1 - *row / script->rows, style);
	}
}

/* The letters of the title are larger than the others: 16 to 13. */
static double title_columns(const struct script *script)
{
	return script_is_text(script) ? script->columns - 2 : (script->columns - 4) * 13 / 16;
}

static double note_columns(const struct script *script)
{
	return script->columns - (script_is_text(script) ? 2 : 4);
}

/* The title and the notes, from the upper left corner down. */
static void write_header(struct script *script)
{
	bool text = script_is_text(script);
	double row = text ? 0.5 : 1.2;
	char style[64];
	/* SVG counts pixels, the others points; a text has the terminal's own colour. */
	snprintf(style, sizeof style, " font ',%s' tc rgb '%s'",
	         script->options->format == SCRIPT_SVG ? "16" : "12.5", palette_ink());
	write_lines(script, script->title, title_columns(script), TITLE_LINES,
	            text ? "" : style, &row, text ? 1 : 1.2);
	snprintf(style, sizeof style, " tc rgb '%s'", palette_soft_ink());
	write_lines(script, script->notes, note_columns(script), NOTE_LINES, text ? "" : style, &row,
	            text ? 1 : 0.9);
	script->top = row - (text ? 0.5 : 0.3);
}

/* The rows of the header: of a text all, of another picture those that are more
 * than it has room for. */
static double header_rows(const struct script *script)
{
	const char *lines[NOTE_LINES];
	size_t lengths[NOTE_LINES];
	double title = (double)break_lines(script, script->title, title_columns(script), TITLE_LINES,
	                                   lines, lengths);
	double notes = (double)break_lines(script, script->notes, note_columns(script), NOTE_LINES,
	                                   lines, lengths);
	if (script_is_text(script))
		return title + notes;
	notes -= NOTE_LINES_USUAL;
	return 1.2 * (title - 1) + (notes > 0 ? 0.9 * notes : 0);
}

/* Cut, if need be, but not within a character. */
static void keep_text(char *kept, size_t size, const char *text)
{
	snprintf(kept, size, "%s", text);
	kept[utf8_valid_prefix(kept, strlen(kept))] = '\0';
}

void script_begin(struct script *script, const struct script_options *options,
                  const struct script_frame *frame)
{
	*script = (struct script){ .options = options, .columns = frame->columns,
		                   .rows = frame->rows };
	bool text = options->format == SCRIPT_TEXT;
	char plain[SCRIPT_TEXT_SIZE];
	const char *title = options->title != NULL ? options->title : frame->title;
	script_plain(plain, title, strlen(title), SCRIPT_TEXT_COLUMNS);
	keep_text(script->title, sizeof script->title, plain);
	keep_text(script->notes, sizeof script->notes, frame->notes);
	for (size_t end = strlen(script->notes); end > 0 && script->notes[end - 1] == ' ';)
		script->notes[--end] = '\0';
	script->columns = script_columns(options, frame->columns);
	if (!text && script->columns < frame->least_columns)
		script->columns = frame->least_columns;
	double header = header_rows(script);
	script->rows += header;
	if (options->height > 0)
		script->rows = text ? options->height : (double)options->height / SCRIPT_ROW_PIXELS;
	if (text && script->rows < frame->text_rows + header)
		script->rows = frame->text_rows + header;
	/* Title and notes of the usual lines take four rows. */
	if (!text && script->rows < frame->least_rows + header + 4)
		script->rows = frame->least_rows > 0 ? frame->least_rows + header + 4 : script->rows;
	append(script, "# Made by seg-plot; to draw it: gnuplot FILE\nreset\nset encoding utf8\n");
	write_terminal(script);
	script_line(script, "set border 3 lc rgb '%s'\nset tics nomirror out textcolor rgb '%s'\n"
	            "set key noautotitle", palette_soft_ink(), palette_ink());
	if (options->format != SCRIPT_TEXT)
		script_line(script, "set grid lc rgb '%s' lt 1 lw 0.5", palette_rule());
	write_header(script);
}

double script_columns(const struct script_options *options, double wanted)
{
	if (options->width <= 0)
		return wanted;
	return options->format == SCRIPT_TEXT ? options->width
	                                      : (double)options->width / SCRIPT_COLUMN_PIXELS;
}

void script_axis(struct script *script, const char *axis, const char *name, double columns)
{
	char quoted[SCRIPT_TEXT_SIZE];
	/* A little nearer to the tics than gnuplot would put it. */
	const char *offset = script_is_text(script) ? "" : axis[0] == 'x' ? " offset 0,0.6" : "";
	script_line(script, "set %slabel %s%s tc rgb '%s'", axis,
	            script_text(quoted, name, strlen(name), columns), offset, palette_ink());
}

void script_margins(struct script *script, double left, double right, double top, double bottom)
{
	script_line(script, "set lmargin at screen %.4f; set rmargin at screen %.4f",
	            left / script->columns, 1 - right / script->columns);
	script_line(script, "set tmargin at screen %.4f; set bmargin at screen %.4f",
	            1 - (script->top + top) / script->rows, bottom / script->rows);
}

bool script_finish(struct script *script, struct failure *why)
{
	if (script->options != NULL && script->options->output != NULL)
		script_line(script, "unset output");
	return !script->no_memory || fail_memory(why);
}

void script_free(struct script *script)
{
	buffer_free(&script->text);
}
