/* The profile as a heat map: each feature of each segment by its index, 100
 * times the mean in the segment by the mean in all rows. */
#include "persona/segments.h"
#include "base/compensated_sum.h"
#include "base/elementary.h"
#include "base/number.h"
#include "plot/canvas.h"
#include "plot/names.h"
#include "plot/plot.h"
#include "plot/segment_list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURES_DRAWN = 40, TEXT_CELL = 34 };

struct heat_map {
	size_t by, count_at, persona_at; /* columns; persona_at: or the number of them */
	struct columns features;
	const char *names[FEATURES_DRAWN]; /* of these */
	size_t left_out;         /* features beyond FEATURES_DRAWN */
	struct segment_list list;
	double *means;           /* segment * features.count + feature */
	double *counts;          /* rows of the segments */
	double *population;      /* the means of all rows */
};

/* Every column that is a mean by its name and a number in this row. */
static bool choose_features(struct heat_map *m, const struct input *input, struct failure *why)
{
	const struct header *header = &input->header;
	for (size_t i = 0; i < header->count; i++) {
		const struct cell *cell = &input->row.cells[i];
		double value;
		if (i != m->by && !segments_is_statistic(header, header->names[i])
		    && number_parse(cell->text, cell->length, &value)
		    && !columns_add(&m->features, i, why))
			return false;
	}
	return m->features.count > 0
	    || fail(why, "the profile has no feature; seg-profile writes their means");
}

static bool find_columns(struct heat_map *m, const struct plot *plot, struct failure *why)
{
	const struct header *header = &plot->input->header;
	struct failure reason;
	if (!columns_find(header, plot->options->by, &m->by, why))
		return false;
	if (!columns_find(header, "count", &m->count_at, &reason))
		return fail(why, "%s; seg-profile writes it", reason.text);
	m->persona_at = header_find(header, "persona");
	return plot->options->features == NULL
	    || columns_select(&m->features, header, plot->options->features, why);
}

static bool is_there(const struct segment_list *list, const struct cell *label)
{
	for (size_t i = 0; i < list->count; i++)
		if (strlen(list->entries[i].label) == label->length
		    && memcmp(list->entries[i].label, label->text, label->length) == 0)
			return true;
	return false;
}

static bool add_segment(struct heat_map *m, const struct input *input, struct failure *why)
{
	const struct cell *cells = input->row.cells, *label = &cells[m->by];
	size_t segment = m->list.count;
	bool named = m->persona_at < input->header.count;
	if (is_there(&m->list, label))
		return input_fail_cell(input, m->by, "the segment is there twice",
		                       "seg-profile writes one row a segment", why);
	if (!segment_list_add(&m->list, label->text, label->length,
	                      named ? cells[m->persona_at].text : NULL,
	                      named ? cells[m->persona_at].length : 0, why)
	    || !input_number(input, m->count_at, &m->counts[segment], why))
		return false;
	if (!(m->counts[segment] > 0 && m->counts[segment] <= 1e15))
		return input_fail_cell(input, m->count_at, "not a number of rows", NULL, why);
	for (size_t j = 0; j < m->features.count; j++) {
		double *mean = &m->means[segment * m->features.count + j];
		if (!input_number(input, m->features.at[j], mean, why))
			return false;
		if (!(fabs(*mean) <= 1e100))
			return input_fail_cell(input, m->features.at[j], "beyond 1e100", NULL, why);
	}
	return true;
}

static bool make_room(struct heat_map *m, const struct header *header, struct failure *why)
{
	if (m->features.count > FEATURES_DRAWN) {
		m->left_out = m->features.count - FEATURES_DRAWN;
		m->features.count = FEATURES_DRAWN;
	}
	m->means = calloc(SEGMENT_LIST_LIMIT * m->features.count, sizeof *m->means);
	m->counts = calloc(SEGMENT_LIST_LIMIT, sizeof *m->counts);
	for (size_t j = 0; j < m->features.count; j++)
		m->names[j] = header->names[m->features.at[j]];
	m->population = calloc(m->features.count, sizeof *m->population);
	return (m->means != NULL && m->counts != NULL && m->population != NULL) || fail_memory(why);
}

static bool read_profile(struct heat_map *m, const struct plot *plot, struct failure *why)
{
	struct input *input = plot->input;
	enum input_status status;
	while ((status = input_next(input, why)) == INPUT_ROW) {
		if (m->means == NULL
		    && ((m->features.count == 0 && !choose_features(m, input, why))
		        || !make_room(m, &input->header, why)))
			return false;
		if (!add_segment(m, input, why))
			return false;
	}
	if (status == INPUT_FAILED)
		return false;
	return m->list.count > 0
	    || fail(why, "the table has a header and no rows; did the stage before fail?");
}

static void average(struct heat_map *m)
{
	double total = 0;
	for (size_t g = 0; g < m->list.count; g++)
		total += m->counts[g];
	for (size_t j = 0; j < m->features.count; j++) {
		struct compensated_sum sum = { 0 };
		for (size_t g = 0; g < m->list.count; g++)
			compensated_add(&sum, m->counts[g] * m->means[g * m->features.count + j]);
		m->population[j] = compensated_total(&sum) / total;
	}
}

static double index_of(const struct heat_map *m, size_t segment, size_t feature)
{
	double mean = m->means[segment * m->features.count + feature];
	return m->population[feature] != 0 ? 100 * mean / m->population[feature] : NAN;
}

/* From -1 for half of the average or less to 1 for twice and more. */
static double shade(double index)
{
	double doublings = index > 0 ? seg_log(index / 100) / seg_log(2) : -1;
	return doublings < -1 ? -1 : doublings > 1 ? 1 : doublings;
}

/* The colour of a text on the shade: the one with the greater contrast, which on
 * the diverging palette is then 4.5 at least. */
static double ink(double tone)
{
	enum { DARK = 0x000000, LIGHT = 0xFFFFFF };
	return tone < -0.89 || tone > 0.97 ? LIGHT : DARK;
}

static void write_cells(struct script *script, const struct heat_map *m)
{
	script_data(script, "cells", "feature segment index shade rgb_of_text mean population_mean");
	for (size_t g = 0; g < m->list.count; g++)
		for (size_t j = 0; j < m->features.count; j++) {
			double index = index_of(m, g, j), tone = isnan(index) ? 0 : shade(index);
			script_row(script, (double[]){ (double)j, (double)g, index,
			                               isnan(index) ? NAN : tone,
			                               ink(tone),
			                               m->means[g * m->features.count + j],
			                               m->population[j] }, 7);
		}
	script_data_end(script);
}

/* The names of the features stand level where their cells are wide enough, else
 * upright. */
static void name_features(struct script *script, const struct heat_map *m, double cell,
                          bool upright, double room)
{
	script_line(script, "set xtics scale 0%s", upright ? " rotate by 90 right" : "");
	for (size_t j = 0; j < m->features.count; j++) {
		char name[SCRIPT_TEXT_SIZE], text[SCRIPT_TEXT_SIZE];
		double most = upright ? room : cell - 1;
		name_apart(name, m->names, m->features.count, j, most, true);
		script_line(script, "set xtics %s(%s %zu)", j > 0 ? "add " : "",
		            script_tic(text, name, strlen(name), SCRIPT_TEXT_COLUMNS), j);
	}
}

static void name_segments(struct script *script, const struct heat_map *m, double columns)
{
	script_line(script, "set ytics scale 0");
	for (size_t g = 0; g < m->list.count; g++) {
		char name[SCRIPT_TEXT_SIZE], text[SCRIPT_TEXT_SIZE];
		segment_list_text(&m->list, g, name, columns);
		script_line(script, "set ytics %s(%s %zu)", g > 0 ? "add " : "",
		            script_tic(text, name, strlen(name), columns), g);
	}
}

static size_t widest_feature(const struct heat_map *m, const struct header *header)
{
	size_t widest = 0;
	for (size_t j = 0; j < m->features.count; j++) {
		const char *name = header->names[m->features.at[j]];
		size_t width = script_width(name, strlen(name));
		widest = width > widest ? width : widest;
	}
	return widest;
}

static void describe(const struct heat_map *m, const struct header *header, char title[160],
                     char notes[SCRIPT_TEXT_SIZE])
{
	size_t segment = 0, feature = 0;
	double strongest = -1;
	for (size_t g = 0; g < m->list.count; g++)
		for (size_t j = 0; j < m->features.count; j++) {
			double index = index_of(m, g, j), away = isnan(index) ? -1 : fabs(index - 100);
			if (away > strongest) {
				strongest = away;
				segment = g;
				feature = j;
			}
		}
	snprintf(title, 160, "%zu segment%s by %zu feature%s (100: the average of all)",
	         m->list.count, m->list.count == 1 ? "" : "s", m->features.count,
	         m->features.count == 1 ? "" : "s");
	char name[SCRIPT_TEXT_SIZE], label[SCRIPT_TEXT_SIZE];
	const char *text = header->names[m->features.at[feature]];
	script_plain(name, text, strlen(text), 40);
	script_plain(label, m->list.entries[segment].label, strlen(m->list.entries[segment].label), 20);
	notes[0] = '\0';
	if (strongest >= 0)
		snprintf(notes, SCRIPT_TEXT_SIZE, "Farthest from it: segment %.100s with %.0f in %.200s.",
		         label, index_of(m, segment, feature), name);
}

/* The indices as a table; where it is wider than the drawing, some features after
 * the others. */
static size_t features_across(double columns, double names, double cell)
{
	double room = (columns - names - 1) / cell;
	return room < 1 ? 1 : (size_t)room;
}

static void print_text(struct script *script, const struct heat_map *m, double names,
                       double cell)
{
	struct canvas canvas;
	size_t across = features_across(script->columns, names, cell), row = 0;
	canvas_open(&canvas, script);
	for (size_t from = 0; from < m->features.count; from += across) {
		size_t to = from + across < m->features.count ? from + across : m->features.count;
		for (size_t j = from; j < to; j++) {
			char text[SCRIPT_TEXT_SIZE];
			name_apart(text, m->names, m->features.count, j, cell - 2, false);
			canvas_text_before(&canvas, (size_t)(names + 1 + cell * (double)(j - from + 1)), row,
			                   text, (size_t)cell - 2);
		}
		for (size_t g = 0; g < m->list.count; g++) {
			char text[SCRIPT_TEXT_SIZE];
			row++;
			segment_list_text(&m->list, g, text, names);
			canvas_text(&canvas, 1, row, text, (size_t)names, palette_ink());
			for (size_t j = from; j < to; j++) {
				double index = index_of(m, g, j);
				snprintf(text, sizeof text, isnan(index) ? "-" : "%.0f", index);
				canvas_text_before(&canvas, (size_t)(names + 1 + cell * (double)(j - from + 1)),
				                   row, text, (size_t)cell - 1);
			}
		}
		row += 2;
	}
	canvas_print(&canvas);
}

static void write_script(struct plot *plot, const struct heat_map *m)
{
	struct script *script = &plot->script;
	const struct header *header = &plot->input->header;
	const struct script_options *how = &plot->options->script;
	bool text = how->format == SCRIPT_TEXT;
	size_t features = m->features.count, segments = m->list.count;
	char title[160], notes[SCRIPT_TEXT_SIZE];
	describe(m, header, title, notes);
	double names = segment_list_columns(&m->list, 30) + 2, legend = text ? 1 : 15;
	double wanted = (double)widest_feature(m, header) + 2;
	bool upright = !text && wanted * (double)features > 90;
	double cell = upright ? 6 : wanted > 8 ? wanted : 8;
	double upright_name = wanted < 30 ? wanted : 30;
	double bottom = upright ? upright_name * 0.4 + 0.5 : 1.6;
	double columns = names + legend + cell * (double)features, text_rows = 0;
	if (text) {
		double room = script_columns(how, 79);
		cell = fmin(fmin(fmax(wanted, 8), TEXT_CELL), fmax(room - names - 1, 4));
		size_t across = features_across(room, names, cell);
		text_rows = (double)((segments + 2) * ((features + across - 1) / across));
	}
	script_begin(script, how, &(struct script_frame){
		columns > 66 ? columns : 66, (double)segments * 1.7 + bottom + 4,
		text_rows, title, notes, names + legend + 4.5 * (double)features,
		(double)segments + bottom + 1 });
	write_cells(script, m);
	if (text) {
		print_text(script, m, names, cell);
		return;
	}
	cell = (script->columns - names - legend) / (double)features;
	script_margins(script, names, legend, 0.5, bottom);
	script_line(script, "set border 0\nunset grid");
	script_line(script, "set xrange [-0.5:%zu.5]\nset yrange [%zu.5:-0.5]", features - 1,
	            segments - 1);
	name_features(script, m, cell, upright, upright_name);
	name_segments(script, m, names - 2);
	script_line(script, "set palette defined %s", palette_diverging());
	script_line(script, "set cbrange [-1:1]\nset cbtics ('50 or less' -1, '71' -0.5, '100' 0, "
	            "'141' 0.5, '200 or more' 1) scale 0");
	double height = script->rows - script->top - 0.5 - bottom;
	script_line(script, "set colorbox user origin screen %.4f,%.4f size screen %.4f,%.4f noborder",
	            1 - (legend - 1.5) / script->columns, bottom / script->rows,
	            1.5 / script->columns, height / script->rows);
	script_plot(script, "$cells using 1:2:(0.49):(0.47):4 with boxxyerror fs solid 1 noborder "
	            "lc palette");
	script_plot(script, "$cells using 1:2:(sprintf('%%.0f',$3)):5 with labels tc rgb variable");
	script_plot_end(script);
}

bool plot_profile(struct plot *plot, struct failure *why)
{
	struct heat_map m = { 0 };
	bool drawn = find_columns(&m, plot, why) && read_profile(&m, plot, why);
	if (drawn) {
		average(&m);
		write_script(plot, &m);
		if (m.left_out > 0)
			snprintf(plot->note, sizeof plot->note, "the first %zu features are drawn, not the "
			         "other %zu; -f chooses", m.features.count, m.left_out);
	}
	columns_free(&m.features);
	segment_list_free(&m.list);
	free(m.means);
	free(m.counts);
	free(m.population);
	return drawn;
}
