/* How far each segment can be trusted, from the report of seg-stability. */
#include "plot/bars.h"
#include "plot/plot.h"
#include "plot/segment_list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 95 };

/* Where the bands begin (Hennig 2007). */
static const struct band {
	double from;
	const char *name;
} bands[] = { { 0.6, "doubtful" }, { 0.75, "stable" }, { 0.85, "highly stable" } };

struct stability {
	struct segment_list list;
	struct bar *bars;
	size_t untrusted;
};

static double number_at(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_number(value) ? json_number_value(value) : NAN;
}

static bool add_segment(struct stability *s, const json_t *segment, struct failure *why)
{
	const json_t *label = json_object_get(segment, "cluster");
	const char *trust = json_string_value(json_object_get(segment, "trust"));
	const json_t *value = json_object_get(segment, "stability");
	double stability = number_at(segment, "stability");
	size_t at = s->list.count;
	char number[32], name[SCRIPT_TEXT_SIZE];
	if (!json_is_string(label) && !json_is_integer(label))
		return fail(why, "not a report of seg-stability: segment %zu has no cluster", at + 1);
	if (!json_is_null(value) && !(stability >= 0 && stability <= 1))
		return fail(why, "not a report of seg-stability: segment %zu has no stability from 0 to 1",
		            at + 1);
	int length = snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
	                      json_integer_value(label));
	bool text = json_is_string(label);
	if (!segment_list_add(&s->list, text ? json_string_value(label) : number,
	                      text ? json_string_length(label) : (size_t)length, NULL, 0, why))
		return false;
	struct bar *bar = &s->bars[at];
	segment_list_text(&s->list, at, name, 60);
	snprintf(bar->name, sizeof bar->name, "%.*s", BAR_NAME - 1, name);
	script_plain(name, trust != NULL ? trust : "", trust != NULL ? strlen(trust) : 0, 16);
	if (isnan(stability))
		snprintf(bar->text, sizeof bar->text, "not judged");
	else
		snprintf(bar->text, sizeof bar->text, "%.2f %.50s", stability, name);
	bar->value = stability;
	bar->style = s->list.entries[at].style;
	double spread = number_at(segment, "sd");
	bar->low = fmax(stability - spread, 0);
	bar->high = fmin(stability + spread, 1);
	if (isnan(spread) || isnan(stability))
		bar->low = bar->high = NAN;
	s->untrusted += stability < bands[0].from;
	return true;
}

static bool read_report(struct stability *s, const json_t *document, struct failure *why)
{
	const json_t *segments = json_object_get(document, "segments");
	if (!json_is_array(segments) || json_array_size(segments) == 0)
		return fail(why, "not a report of seg-stability: it has no segments");
	s->bars = calloc(SEGMENT_LIST_LIMIT, sizeof *s->bars);
	if (s->bars == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < json_array_size(segments); i++)
		if (!add_segment(s, json_array_get(segments, i), why))
			return false;
	return true;
}

static void write_bands(struct script *script)
{
	for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
		script_line(script, "set arrow from %.2f,graph 0 to %.2f,graph 1 nohead front dt 2 "
		            "lc rgb '%s'", bands[i].from, bands[i].from, palette_ink());
	script_line(script, "set xtics ('0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.75' 0.75, "
	            "'0.85' 0.85, '1' 1)");
}

static void describe(const struct stability *s, const json_t *document, bool text,
                     char title[96], char notes[400])
{
	const json_t *ari = json_object_get(document, "bootstrapped_ari");
	double bootstraps = number_at(document, "bootstraps"), mean = number_at(ari, "mean");
	if (s->untrusted > 0)
		snprintf(title, 96, "%zu of %zu segments cannot be trusted", s->untrusted, s->list.count);
	else
		snprintf(title, 96, "%zu segment%s: how far each can be trusted", s->list.count,
		         s->list.count == 1 ? "" : "s");
	char drawn[64] = "", agreement[128] = "";
	if (!isnan(bootstraps))
		snprintf(drawn, sizeof drawn, "Over %.0f bootstraps. ", bootstraps);
	if (!isnan(mean))
		snprintf(agreement, sizeof agreement, " Two bootstraps agree on all rows by an adjusted "
		         "Rand index of %.2f.", mean);
	snprintf(notes, 400, "%sBelow 0.6 untrusted, to 0.75 doubtful, to 0.85 stable, from there "
	         "highly stable; %s: one standard deviation.%s", drawn,
	         text ? "[ to ]" : "whiskers", agreement);
}

static void write_script(struct plot *plot, const struct stability *s)
{
	struct script *script = &plot->script;
	size_t count = s->list.count;
	double columns = script_columns(&plot->options->script, COLUMNS);
	const char *axis = "stability (mean Jaccard index)";
	char title[96], notes[400];
	describe(s, plot->document, script_format_is_text(&plot->options->script), title, notes);
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ COLUMNS, bars_rows(count, 1.5) + 4,
	                                     bars_text_rows(s->bars, count, columns), title,
	                                     notes,
	                                     bars_least_columns(s->bars, count, 22, 45),
	                                     bars_least_rows(count) });
	bool text = script_is_text(script);
	if (!text) {
		bars_frame(script, s->bars, count, (struct axis){ 0, 1 }, 22);
		write_bands(script);
		script_axis(script, "x", axis, 60);
	}
	bars_write(script, s->bars, count, 1);
	script_data(script, "spreads", "y low high");
	for (size_t i = 0; i < count; i++)
		script_row(script, (double[]){ (double)i, s->bars[i].low, s->bars[i].high }, 3);
	script_data_end(script);
	if (text) {
		struct bars_limit limits[sizeof bands / sizeof *bands] = { { 0, NULL } };
		for (size_t i = 0; i < sizeof bands / sizeof *bands; i++)
			limits[i].at = bands[i].from;
		bars_print(script, s->bars, count, (struct axis){ 0, 1 }, 1, axis, limits,
		           sizeof bands / sizeof *bands);
		return;
	}
	bars_plot(script);
	script_plot(script, "$spreads using 2:1:($3-$2):(0) with vectors heads size 0.006,90 "
	            "lw 1.5 lc rgb '%s'", palette_ink());
	script_plot_end(script);
}

bool plot_stability(struct plot *plot, struct failure *why)
{
	struct stability s = { 0 };
	bool drawn = read_report(&s, plot->document, why);
	if (drawn)
		write_script(plot, &s);
	segment_list_free(&s.list);
	free(s.bars);
	return drawn;
}
