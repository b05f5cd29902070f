/* How far new rows have moved from the reference: the population stability
 * index of each feature, from the table of seg-drift. */
#include "plot/bars.h"
#include "plot/plot.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURES_DRAWN = 200, COLUMNS = 100 };

/* The customary thresholds. */
static const double watch = 0.1, refit = 0.25;

enum { STABLE_STYLE = 0, WATCH_STYLE = 4, REFIT_STYLE = 1 }; /* of the palette */

struct feature {
	struct bar bar; /* its low and high: what chance reaches; NaN where the table does not say */
	size_t place;   /* in the table */
};

struct drift {
	struct feature *features;
	size_t count;
	size_t at[5]; /* feature, psi, noise_95, shift_sd, verdict */
	size_t due;   /* verdicts of a refit */
};

static const char *const names[] = { "feature", "psi", "noise_95", "shift_sd", "verdict" };
enum { FEATURE, PSI, NOISE, SHIFT, VERDICT };

/* An optional number: NaN where the column or the value is missing. */
static double number_at(const struct input *input, size_t at)
{
	double value;
	if (at >= input->header.count)
		return NAN;
	const struct cell *cell = &input->row.cells[at];
	return number_parse(cell->text, cell->length, &value) ? value : NAN;
}

static size_t style_of(const char *verdict, size_t length, double psi)
{
	if (length == 6 && memcmp(verdict, "stable", length) == 0)
		return STABLE_STYLE;
	if (length == 5 && memcmp(verdict, "watch", length) == 0)
		return WATCH_STYLE;
	if (length == 5 && memcmp(verdict, "refit", length) == 0)
		return REFIT_STYLE;
	return psi < watch ? STABLE_STYLE : psi < refit ? WATCH_STYLE : REFIT_STYLE;
}

static bool add_feature(struct drift *d, const struct input *input, struct failure *why)
{
	const struct cell *cells = input->row.cells, *name = &cells[d->at[FEATURE]];
	if (d->count == FEATURES_DRAWN)
		return fail(why, "more than %d features; seg-drift -f names fewer", FEATURES_DRAWN);
	struct feature *feature = &d->features[d->count];
	struct bar *bar = &feature->bar;
	if (!input_number(input, d->at[PSI], &bar->value, why))
		return false;
	if (!(bar->value >= 0 && bar->value <= 1e6))
		return input_fail_cell(input, d->at[PSI], "not an index", NULL, why);
	char text[SCRIPT_TEXT_SIZE], shift[32] = "";
	bool judged = d->at[VERDICT] < input->header.count;
	const char *verdict = judged ? cells[d->at[VERDICT]].text : "";
	size_t length = judged ? cells[d->at[VERDICT]].length : 0;
	double moved = number_at(input, d->at[SHIFT]);
	script_plain(text, name->text, name->length, 40);
	snprintf(bar->name, sizeof bar->name, "%.*s", BAR_NAME - 1, text);
	if (fabs(moved) < 1e6)
		snprintf(shift, sizeof shift, ", mean %+.2f sd", moved);
	script_plain(text, verdict, length, 12);
	snprintf(bar->text, sizeof bar->text, "%.3f %.26s%s", bar->value, text, shift);
	bar->style = style_of(verdict, length, bar->value);
	bar->low = bar->high = number_at(input, d->at[NOISE]);
	feature->place = d->count++;
	d->due += bar->style == REFIT_STYLE;
	return true;
}

static bool read_table(struct drift *d, struct input *input, struct failure *why)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		d->at[i] = header_find(&input->header, names[i]);
		struct failure reason;
		if (i <= PSI && !columns_find(&input->header, names[i], &d->at[i], &reason))
			return fail(why, "%s; seg-drift writes it", reason.text);
	}
	d->features = calloc(FEATURES_DRAWN, sizeof *d->features);
	if (d->features == NULL)
		return fail_memory(why);
	enum input_status status;
	while ((status = input_next(input, why)) == INPUT_ROW)
		if (!add_feature(d, input, why))
			return false;
	if (status == INPUT_FAILED)
		return false;
	return d->count > 0
	    || fail(why, "the table has a header and no rows; did the stage before fail?");
}

/* The greatest index first. */
static int by_psi(const void *a, const void *b)
{
	const struct feature *first = a, *second = b;
	if (first->bar.value != second->bar.value)
		return first->bar.value < second->bar.value ? 1 : -1;
	return first->place < second->place ? -1 : 1;
}

/* The names stand on both sides of the two lines, which a great index brings close. */
static void mark_threshold(struct script *script, double at, const char *name, bool after)
{
	script_line(script, "set arrow from %.2f,graph 0 to %.2f,graph 1 nohead front dt 2 lc rgb '%s'",
	            at, at, palette_ink());
	script_line(script, "set label '%s' at first %.2f,graph 1 %s,0.5 tc rgb '%s'", name, at,
	            after ? "left offset 0.3" : "right offset -0.3", palette_soft_ink());
}

static void write_noise(struct script *script, const struct drift *d)
{
	script_data(script, "noise", "y noise_95");
	for (size_t i = 0; i < d->count; i++)
		script_row(script, (double[]){ (double)i, d->features[i].bar.high }, 2);
	script_data_end(script);
}

static void write_script(struct plot *plot, const struct drift *d, const struct bar *bars)
{
	struct script *script = &plot->script;
	double most = 0.3, columns = script_columns(&plot->options->script, COLUMNS);
	bool noise = false, text = script_format_is_text(&plot->options->script);
	for (size_t i = 0; i < d->count; i++) {
		most = bars[i].value > most ? bars[i].value : most;
		most = d->features[i].bar.high > most ? d->features[i].bar.high : most;
		noise |= !isnan(d->features[i].bar.high);
	}
	const char *axis = "population stability index";
	char title[128], notes[400];
	if (d->due > 0)
		snprintf(title, sizeof title, "Drift: %zu of %zu call for a refit", d->due, d->count);
	else
		snprintf(title, sizeof title, "Drift: none of %zu calls for a refit", d->count);
	snprintf(notes, sizeof notes, "Population stability index of the new rows against the "
	         "reference, the greatest first; customarily watched from 0.1 on, and "
	         "refitted from 0.25.%s",
	         noise ? text ? " A | is what chance alone reaches in 5 % of cases, with so many rows."
	               : " The short line is what chance alone reaches in 5 % of cases, with so "
	                 "many rows." : "");
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ COLUMNS, bars_rows(d->count, 1.5) + 5,
	                                     bars_text_rows(bars, d->count, columns), title,
	                                     notes,
	                                     bars_least_columns(bars, d->count, 28, 16),
	                                     bars_least_rows(d->count) });
	if (noise)
		write_noise(script, d);
	if (text) {
		bars_write(script, bars, d->count, 0);
		bars_print(script, bars, d->count, (struct axis){ 0, most }, most, axis,
		           (struct bars_limit[]){ { watch, "watch" }, { refit, "refit" } }, 2);
		return;
	}
	bars_frame(script, bars, d->count, (struct axis){ 0, most * 1.04 }, 28);
	script_line(script, "set tmargin at screen %.4f", 1 - (script->top + 1.5) / script->rows);
	mark_threshold(script, watch, "watch", false);
	mark_threshold(script, refit, "refit", true);
	script_axis(script, "x", axis, 60);
	bars_write(script, bars, d->count, most * 1.04);
	bars_plot(script);
	if (noise)
		script_plot(script, "$noise using 2:($1-0.45):(0):(0.9) with vectors nohead lw 2.5 "
		            "lc rgb '%s'", palette_ink());
	script_plot_end(script);
}

bool plot_drift(struct plot *plot, struct failure *why)
{
	struct drift d = { 0 };
	struct bar *bars = NULL;
	bool drawn = read_table(&d, plot->input, why);
	if (drawn) {
		bars = calloc(d.count, sizeof *bars);
		drawn = bars != NULL || fail_memory(why);
	}
	if (drawn) {
		qsort(d.features, d.count, sizeof *d.features, by_psi);
		for (size_t i = 0; i < d.count; i++)
			bars[i] = d.features[i].bar;
		write_script(plot, &d, bars);
	}
	free(bars);
	free(d.features);
	return drawn;
}
