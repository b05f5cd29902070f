#include "plot/script.h"

#include "plot/palette.h"
#include "stream/row.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_LINES = 4 };

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

/* Where the next line of at most `columns` characters ends: at a blank, if there
 * is one. */
static size_t line_length(const char *text, size_t columns)
{
	size_t end = 0, blank = 0;
	for (size_t width = 0; text[end] != '\0'; end++) {
		if (text[end] == ' ')
			blank = end;
		width += ((unsigned char)text[end] & 0xC0) != 0x80;
		if (width > columns)
			return blank > 0 ? blank : end;
	}
	return end;
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

/* The title and the notes, from the upper left corner down. */
static void write_header(struct script *script, const char *notes)
{
	bool text = script_is_text(script);
	double left = (text ? 1 : 2) / script->columns, row = text ? 0.5 : 1.2;
	char quoted[SCRIPT_TEXT_SIZE];
	/* The letters of the title are larger than a column is wide. */
	double wide = text ? script->columns - 2 : (script->columns - 4) * 0.85;
	/* SVG counts pixels, the others points. */
	const char *size = text ? "" : script->options->format == SCRIPT_SVG ? " font ',16'"
	                                                                     : " font ',12.5'";
	script_text(quoted, script->title, strlen(script->title), wide);
	script_line(script, "set label %s at screen %.4f,%.4f left front%s tc rgb '%s'", quoted, left,
	            1 - row / script->rows, size, palette_ink());
	row += text ? 1 : 1.2;
	for (int line = 0; line < NOTE_LINES && *notes != '\0'; line++) {
		size_t length = line_length(notes, (size_t)(script->columns - 4));
		bool last = line + 1 == NOTE_LINES;
		script_text(quoted, notes, last ? strlen(notes) : length, script->columns - 4);
		script_line(script, "set label %s at screen %.4f,%.4f left front tc rgb '%s'", quoted,
		            left, 1 - row / script->rows, palette_soft_ink());
		row += text ? 1 : 0.9;
		notes += length;
		notes += strspn(notes, " ");
	}
	script->top = row - (text ? 0.5 : 0.3);
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
	if (options->width > 0)
		script->columns = text ? options->width : (double)options->width / SCRIPT_COLUMN_PIXELS;
	if (options->height > 0)
		script->rows = text ? options->height : (double)options->height / SCRIPT_ROW_PIXELS;
	if (text && !options->size_given && script->rows < frame->text_rows)
		script->rows = frame->text_rows;
	char plain[SCRIPT_TEXT_SIZE];
	const char *title = options->title != NULL ? options->title : frame->title;
	script_plain(plain, title, strlen(title), SCRIPT_TEXT_COLUMNS);
	keep_text(script->title, sizeof script->title, plain);
	keep_text(script->notes, sizeof script->notes, frame->notes);
	append(script, "# Made by seg-plot; to draw it: gnuplot FILE\nreset\nset encoding utf8\n");
	write_terminal(script);
	script_line(script, "set border 3 lc rgb '%s'\nset tics nomirror out textcolor rgb '%s'\n"
	            "set key noautotitle", palette_soft_ink(), palette_ink());
	if (options->format != SCRIPT_TEXT)
		script_line(script, "set grid lc rgb '%s' lt 1 lw 0.5", palette_rule());
	write_header(script, script->notes);
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
