/* How large the segments are. */
#include "base/number.h"
#include "plot/bars.h"
#include "plot/labelled.h"
#include "plot/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 95 };

struct sizes {
	struct segment_list list;
	double counts[SEGMENT_LIST_LIMIT];
	double total;
};

static bool add_row(struct sizes *sizes, const struct input *input, size_t by, size_t count_at,
                    size_t persona_at, struct failure *why)
{
	const struct row *row = &input->row;
	double count;
	if (!input_number(input, count_at, &count, why))
		return false;
	if (!(count > 0 && count <= 1e15))
		return input_fail_cell(input, count_at, "not a number of rows", NULL, why);
	const struct cell *label = &row->cells[by];
	bool named = persona_at < input->header.count;
	if (!segment_list_add(&sizes->list, label->text, label->length,
	                      named ? row->cells[persona_at].text : NULL,
	                      named ? row->cells[persona_at].length : 0, why))
		return false;
	sizes->counts[sizes->list.count - 1] = count;
	sizes->total += count;
	return true;
}

/* A profile has one row a segment. */
static bool read_profile(struct sizes *sizes, struct input *input, const char *by,
                         struct failure *why)
{
	const struct header *header = &input->header;
	size_t by_at, count_at = header_find(header, "count");
	size_t persona_at = header_find(header, "persona");
	if (!columns_find(header, by, &by_at, why))
		return false;
	enum input_status status;
	while ((status = input_next(input, why)) == INPUT_ROW)
		if (!add_row(sizes, input, by_at, count_at, persona_at, why))
			return false;
	if (status == INPUT_FAILED)
		return false;
	return sizes->list.count > 0
	    || fail(why, "the table has a header and no rows; did the stage before fail?");
}

static bool count_rows(struct sizes *sizes, struct input *input, const char *by,
                       struct failure *why)
{
	struct labelled rows;
	struct columns none = { 0 };
	bool counted = labelled_read(&rows, input, &none, by, why);
	if (counted) {
		sizes->list = rows.list;
		rows.list = (struct segment_list){ 0 };
		for (size_t g = 0; g < sizes->list.count; g++) {
			sizes->counts[g] = (double)rows.sizes[g];
			sizes->total += sizes->counts[g];
		}
	}
	labelled_free(&rows);
	return counted;
}

static void write_script(struct plot *plot, const struct sizes *sizes, struct bar *bars)
{
	struct script *script = &plot->script;
	size_t count = sizes->list.count, noise = 0;
	double most = 0, least = sizes->total;
	double columns = script_columns(&plot->options->script, COLUMNS);
	for (size_t g = 0; g < count; g++) {
		const struct segment_entry *entry = &sizes->list.entries[g];
		char name[SCRIPT_TEXT_SIZE], number[NUMBER_ROUNDED_SIZE];
		double size = sizes->counts[g];
		segment_list_text(&sizes->list, g, name, BARS_NAMES * columns);
		snprintf(bars[g].name, sizeof bars[g].name, "%.*s", BAR_NAME - 1, name);
		number_format_rounded(size, 0, number);
		snprintf(bars[g].text, sizeof bars[g].text, "%.20s (%.1f %%)", number,
		         100 * size / sizes->total);
		bars[g].value = size;
		bars[g].style = entry->style;
		bars[g].low = bars[g].high = NAN;
		most = size > most ? size : most;
		noise += entry->style == STYLE_NOISE;
		if (entry->style != STYLE_NOISE && size < least)
			least = size;
	}
	char title[128], notes[160] = "", total[NUMBER_ROUNDED_SIZE];
	number_format_rounded(sizes->total, 0, total);
	snprintf(title, sizeof title, "%zu segment%s of %.20s rows", count - noise,
	         count - noise == 1 ? "" : "s", total);
	if (count - noise > 1)
		snprintf(notes, sizeof notes, "The smallest has %.1f %% of them.",
		         100 * least / sizes->total);
	double rows = bars_rows(count, 1.5) + 2.5;
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ COLUMNS, rows, bars_text_rows(bars, count, columns), title,
	                                     notes,
	                                     bars_least_columns(bars, count, 17, 16),
	                                     bars_least_rows(count) });
	if (script_is_text(script)) {
		bars_write(script, bars, count, 0);
		bars_print(script, bars, count, (struct axis){ 0, most }, 0, "rows", NULL, 0);
		return;
	}
	bars_frame(script, bars, count, (struct axis){ 0, most * 1.02 }, 17);
	script_axis(script, "x", "rows", 40);
	bars_write(script, bars, count, 0);
	bars_plot(script);
	script_plot_end(script);
}

bool plot_sizes(struct plot *plot, struct failure *why)
{
	const struct header *header = &plot->input->header;
	struct sizes *sizes = calloc(1, sizeof *sizes);
	struct bar *bars = calloc(SEGMENT_LIST_LIMIT, sizeof *bars);
	bool drawn = (sizes != NULL && bars != NULL) || fail_memory(why);
	bool profile = header_find(header, "count") < header->count
	    && header_find(header, "share") < header->count;
	drawn = drawn && (profile ? read_profile(sizes, plot->input, plot->options->by, why)
	                          : count_rows(sizes, plot->input, plot->options->by, why));
	if (drawn)
		write_script(plot, sizes, bars);
	if (sizes != NULL)
		segment_list_free(&sizes->list);
	free(sizes);
	free(bars);
	return drawn;
}
