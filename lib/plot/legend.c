#include "plot/legend.h"

#include <stdio.h>
#include <string.h>

/* Entries of one line that stand beside the plot; columns around a name; and rows
 * of a first and a further line, but for a text. */
enum { BESIDE = 18, AROUND = 5, BESIDE_COLUMNS = 32, BELOW_COLUMNS = 44 };
static const double first_row = 1.2, next_row = 0.9;

/* The lines of an entry; a name that needs more than LEGEND_LINES is cut. */
static size_t break_entry(const struct legend *legend, size_t at, char text[SCRIPT_TEXT_SIZE],
                          size_t starts[LEGEND_LINES + 1])
{
	double whole = SCRIPT_TEXT_COLUMNS;
	for (;;) {
		segment_list_text(legend->list, at, text, whole);
		size_t length = strlen(text), count = 0, from = 0;
		while (from < length && count < LEGEND_LINES) {
			starts[count++] = from;
			from += script_line_length(text + from, length - from, legend->entry,
			                           !legend->text);
			from += strspn(text + from, " ");
		}
		starts[count] = from;
		if (from >= length || whole < legend->entry)
			return count;
		whole = whole > LEGEND_LINES * legend->entry ? LEGEND_LINES * legend->entry : whole - 2;
	}
}

static double rows_of(const struct legend *legend, size_t lines)
{
	return legend->text ? (double)lines : first_row + next_row * (double)(lines - 1);
}

/* The rows of all entries. */
static double count_rows(const struct legend *legend)
{
	char text[SCRIPT_TEXT_SIZE];
	size_t starts[LEGEND_LINES + 1];
	double rows = 0, highest = 0;
	for (size_t g = 0; g < legend->list->count; g++) {
		double own = rows_of(legend, break_entry(legend, g, text, starts));
		highest = own > highest ? own : highest;
		if ((g + 1) % legend->across == 0 || g + 1 == legend->list->count) {
			rows += highest;
			highest = 0;
		}
	}
	return rows;
}

struct legend legend_plan(const struct segment_list *list, double columns, double plot_least,
                          bool text)
{
	struct legend legend = { .list = list, .text = text, .across = 1 };
	double most = columns / 3 - AROUND;
	legend.entry = segment_list_columns(list, most < BESIDE_COLUMNS ? most : BESIDE_COLUMNS);
	legend.entry = legend.entry > 8 ? legend.entry : 8;
	legend.rows = count_rows(&legend);
	legend.right = legend.entry + AROUND;
	if (legend.rows <= BESIDE * (text ? 1 : first_row)
	    && columns - legend.right >= plot_least) {
		return legend;
	}
	legend.right = 1;
	most = columns - AROUND - 2;
	legend.entry = segment_list_columns(list, most < BELOW_COLUMNS ? most : BELOW_COLUMNS);
	legend.across = (size_t)((columns - 2) / (legend.entry + AROUND));
	legend.across = legend.across > 1 ? legend.across : 1;
	legend.rows = count_rows(&legend);
	legend.below = legend.rows + 0.5;
	return legend;
}

void legend_letters(const struct segment_list *list, char *letters)
{
	static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                             "0123456789$%&=<>*@!?~^;{}/_,\"";
	bool used[256] = { false };
	for (size_t g = 0; g < list->count; g++) {
		const struct segment_entry *entry = &list->entries[g];
		unsigned char own = (unsigned char)entry->label[0];
		bool plain = own > ' ' && own < 0x7F && entry->label[1] == '\0'
		    && strchr(".#()|+-:", own) == NULL && !used[own];
		letters[g] = entry->style == STYLE_NOISE ? '.' : plain ? (char)own : '\0';
		used[(unsigned char)letters[g]] = true;
	}
	for (size_t g = 0; g < list->count; g++) {
		const char *next = others;
		while (letters[g] == '\0' && *next != '\0' && used[(unsigned char)*next])
			next++;
		if (letters[g] == '\0')
			letters[g] = *next != '\0' ? *next : '#';
		used[(unsigned char)letters[g]] = true;
	}
}

static void write_entry(struct script *script, const struct legend *legend, size_t g,
                        double column, double row, bool dense)
{
	char text[SCRIPT_TEXT_SIZE], quoted[SCRIPT_TEXT_SIZE];
	size_t starts[LEGEND_LINES + 1], lines = break_entry(legend, g, text, starts);
	size_t style = legend->list->entries[g].style;
	for (size_t i = 0; i < lines; i++) {
		size_t length = starts[i + 1] - starts[i];
		while (length > 0 && text[starts[i] + length - 1] == ' ')
			length--;
		script_text(quoted, text + starts[i], length, legend->entry + 1);
		if (i == 0)
			script_line(script, "set label %s at screen %.4f,%.4f left tc rgb '%s' "
			            "offset 1.6,-0.25 point pt %d ps 1.1 lc rgb '%s'", quoted,
			            column / script->columns, 1 - row / script->rows, palette_ink(),
			            dense ? 5 : palette_mark(style), palette_colour(style));
		else
			script_line(script, "set label %s at screen %.4f,%.4f left tc rgb '%s' "
			            "offset 2.2,0", quoted, column / script->columns,
			            1 - (row + next_row * (double)i) / script->rows, palette_ink());
	}
}

void legend_write(struct script *script, const struct legend *legend, double top, double room,
                  bool dense)
{
	const struct segment_list *list = legend->list;
	char text[SCRIPT_TEXT_SIZE];
	size_t starts[LEGEND_LINES + 1];
	double left = legend->below > 0 ? 3 : script->columns - legend->right + 1, row = top;
	for (size_t g = 0; g < list->count; g += legend->across) {
		size_t end = g + legend->across < list->count ? g + legend->across : list->count;
		double highest = 0;
		for (size_t i = g; i < end; i++) {
			double own = rows_of(legend, break_entry(legend, i, text, starts));
			highest = own > highest ? own : highest;
		}
		bool last = end == list->count;
		if (row + highest + (last ? 0 : first_row) > top + room) {
			script_line(script, "set label 'and %zu more' at screen %.4f,%.4f left tc rgb '%s'",
			            list->count - g, left / script->columns, 1 - row / script->rows,
			            palette_soft_ink());
			return;
		}
		for (size_t i = g; i < end; i++)
			write_entry(script, legend, i,
			            left + (double)(i - g) * (legend->entry + AROUND), row, dense);
		row += highest;
	}
}

void legend_print(struct canvas *canvas, const struct legend *legend, size_t top,
                  const char *letters)
{
	const struct segment_list *list = legend->list;
	char text[SCRIPT_TEXT_SIZE], line[SCRIPT_TEXT_SIZE];
	size_t starts[LEGEND_LINES + 1], row = top;
	double left = legend->below > 0 ? 1 : (double)canvas->columns - legend->right + 1;
	for (size_t g = 0; g < list->count; g += legend->across) {
		size_t highest = 0;
		for (size_t i = g; i < list->count && i < g + legend->across; i++) {
			size_t column = (size_t)(left + (double)(i - g) * (legend->entry + AROUND));
			size_t lines = break_entry(legend, i, text, starts);
			canvas_mark(canvas, column, row, letters[i], palette_colour(list->entries[i].style));
			for (size_t at = 0; at < lines; at++) {
				snprintf(line, sizeof line, "%.*s", (int)(starts[at + 1] - starts[at]),
				         text + starts[at]);
				canvas_text(canvas, column + 3, row + at, line, (size_t)legend->entry + 1,
				            palette_ink());
			}
			highest = lines > highest ? lines : highest;
		}
		row += highest;
	}
}
