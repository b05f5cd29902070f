/* What speaks for each number of segments: one panel a signal, from the report
 * of seg-kselect. */
#include "plot/palette.h"
#include "plot/plot.h"
#include "plot/text_chart.h"
#include "plot/tics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A signal is drawn where the table has it. */
static const struct signal {
	const char *key;    /* of the value, in the rows of the table */
	const char *choice; /* of its choice, among the choices */
	const char *spread; /* of its error or standard deviation, or NULL */
	const char *name, *verb;
} signals[] = {
	{ "inertia", "elbow", NULL, "inertia", "elbow" },
	{ "silhouette", "silhouette", NULL, "silhouette", "highest" },
	{ "calinski_harabasz", "calinski_harabasz", NULL, "Calinski-Harabasz", "highest" },
	{ "davies_bouldin", "davies_bouldin", NULL, "Davies-Bouldin", "lowest" },
	{ "gap", "gap", "gap_s", "gap statistic", "choice" },
	{ "prediction_strength", "prediction_strength", "prediction_strength_sd",
	  "prediction strength", "choice" },
	{ "bootstrapped_ari", "bootstrapped_ari", "bootstrapped_ari_sd", "bootstrapped ARI",
	  "choice" },
};

/* The rows of a panel but for its plot. */
#define PANEL_FRAME 4.6

enum { SIGNALS = sizeof signals / sizeof *signals };
enum { KS = 200 }; /* whose numbers stand at the axis of a text drawing */

struct selection {
	const json_t *table, *choices;
	double recommended; /* NaN: none */
	double least, most; /* k */
	int drawn[SIGNALS];
	int count; /* of signals that are drawn */
};

static double number_at(const json_t *object, const char *key)
{
	const json_t *value = key != NULL ? json_object_get(object, key) : NULL;
	return json_is_number(value) ? json_number_value(value) : NAN;
}

static bool read_table(struct selection *s, struct failure *why)
{
	s->least = INFINITY;
	s->most = -INFINITY;
	for (size_t i = 0; i < json_array_size(s->table); i++) {
		double k = number_at(json_array_get(s->table, i), "k");
		if (!(k >= 1 && k <= 1e9))
			return fail(why, "the report's table has no k in row %zu", i + 1);
		s->least = k < s->least ? k : s->least;
		s->most = k > s->most ? k : s->most;
	}
	for (int j = 0; j < SIGNALS; j++) {
		bool there = false;
		for (size_t i = 0; i < json_array_size(s->table); i++)
			there |= !isnan(number_at(json_array_get(s->table, i), signals[j].key));
		if (there)
			s->drawn[s->count++] = j;
	}
	return s->count > 0 || fail(why, "the report's table has no signal");
}

static bool read_report(struct selection *s, const json_t *document, struct failure *why)
{
	s->table = json_object_get(document, "table");
	s->choices = json_object_get(document, "choices");
	if (!json_is_array(s->table) || json_array_size(s->table) == 0
	    || !json_is_object(s->choices))
		return fail(why, "not a report of seg-kselect: it has no table and choices");
	s->recommended = number_at(document, "recommended");
	return read_table(s, why);
}

/* The value of a signal at some k, NaN where there is none. */
static double value_at(const struct selection *s, const char *key, double k)
{
	for (size_t i = 0; i < json_array_size(s->table); i++) {
		const json_t *row = json_array_get(s->table, i);
		if (number_at(row, "k") == k)
			return number_at(row, key);
	}
	return NAN;
}

static void write_curves(struct script *script, const struct selection *s)
{
	for (int i = 0; i < s->count; i++) {
		const struct signal *signal = &signals[s->drawn[i]];
		double choice = number_at(s->choices, signal->choice);
		char name[64], comment[64];
		snprintf(comment, sizeof comment, "k %s%s", signal->key,
		         signal->spread != NULL ? " spread" : "");
		script_data(script, signal->key, comment);
		for (size_t j = 0; j < json_array_size(s->table); j++) {
			const json_t *row = json_array_get(s->table, j);
			script_row(script, (double[]){ number_at(row, "k"), number_at(row, signal->key),
			                               number_at(row, signal->spread) },
			           signal->spread != NULL ? 3 : 2);
		}
		script_data_end(script);
		snprintf(name, sizeof name, "%s_choice", signal->key);
		script_data(script, name, comment);
		script_row(script, (double[]){ choice, value_at(s, signal->key, choice) }, 2);
		script_data_end(script);
	}
}

/* What was chosen is what the title is for; the rest goes where room is short. */
static void title_of(const struct script *script, const struct selection *s,
                     const struct signal *signal, double columns, char text[160])
{
	double choice = number_at(s->choices, signal->choice);
	double value = value_at(s, signal->key, choice);
	bool prefers = isnan(value);
	if (json_object_get(s->choices, signal->choice) == NULL) {
		snprintf(text, 160, "%s", signal->name); /* it was not asked for one */
		return;
	}
	if (isnan(choice)) {
		snprintf(text, 160, "%s: no %s", signal->name, signal->verb);
		return;
	}
	for (int shorter = prefers; shorter < 4; shorter++) {
		if (shorter == 0)
			snprintf(text, 160, fabs(value) >= 1e4 && fabs(value) < 1e15
			         ? "%s: %s at k = %.0f (%.0f)" : "%s: %s at k = %.0f (%.4g)",
			         signal->name, signal->verb, choice, value);
		else if (shorter == 1 && prefers)
			snprintf(text, 160, "%s: prefers k = %.0f", signal->name, choice);
		else if (shorter == 1)
			snprintf(text, 160, "%s: %s at k = %.0f", signal->name, signal->verb, choice);
		else
			snprintf(text, 160, "%s: %s%.0f", signal->name, shorter == 2 ? "k = " : "", choice);
		if ((script_is_text(script) ? (double)strlen(text) : script_extent(text, strlen(text)))
		    <= columns)
			return;
	}
}

/* The range of a signal, its spread within it. */
static struct axis signal_range(const struct selection *s, const struct signal *signal)
{
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < json_array_size(s->table); i++) {
		const json_t *row = json_array_get(s->table, i);
		double value = number_at(row, signal->key), spread = number_at(row, signal->spread);
		spread = isnan(spread) ? 0 : spread;
		low = value - spread < low ? value - spread : low;
		high = value + spread > high ? value + spread : high;
	}
	return axis_of((double[]){ low, high }, 2);
}

/* In a picture the inertia, which is a sum, begins at 0, and nothing goes below it that
 * cannot. */
static struct axis picture_range(const struct selection *s, const struct signal *signal)
{
	struct axis axis = signal_range(s, signal);
	bool positive = true;
	for (size_t i = 0; i < json_array_size(s->table); i++)
		positive &= !(number_at(json_array_get(s->table, i), signal->key) < 0);
	if (positive && (axis.low < 0 || signal == &signals[0]))
		axis.low = 0;
	return axis;
}

static void write_panel(struct script *script, const struct selection *s, int place, int across,
                        int down)
{
	const struct signal *signal = &signals[s->drawn[place]];
	char title[160], quoted[SCRIPT_TEXT_SIZE];
	double width = script->columns / across, height = (script->rows - script->top) / down;
	double left = place % across * width, top = place / across * height;
	struct axis range = picture_range(s, signal);
	struct tics tics;
	char low[NUMBER_SIZE], high[NUMBER_SIZE];
	tics_up(&tics, range, height - PANEL_FRAME);
	script_line(script, "set yrange [%s:%s]\nunset ytics\nset ytics nomirror out",
	            script_number(low, range.low), script_number(high, range.high));
	tics_write(script, "y", &tics);
	script_margins(script, left + fmax(9, tics.widest + 4),
	               script->columns - left - width + 2, top + 1.6,
	               script->rows - script->top - top - height + 3);
	title_of(script, s, signal, width - 9, title);
	script_line(script, "set title %s tc rgb '%s' offset 0,-0.5",
	            script_text(quoted, title, strlen(title), width - 4), palette_ink());
	script_line(script, "set xlabel 'k' offset 0,0.6");
	if (signal->spread != NULL)
		script_plot(script, "$%s using 1:2:3 with yerrorbars pt -1 lc rgb '%s'", signal->key,
		            palette_soft_ink());
	script_plot(script, "$%s using 1:2 with linespoints lw 2 pt 7 ps 0.6 lc rgb '%s'", signal->key,
	            palette_colour(0));
	if (!isnan(value_at(s, signal->key, number_at(s->choices, signal->choice))))
		script_plot(script, "$%s_choice using 1:2 with points pt 6 ps 2.2 lw 3 lc rgb '%s'",
		            signal->key, palette_colour(1));
	script_plot_end(script);
	if (place == 0)
		script_line(script, "unset label");
}

/* Whether what is recommended was among the k that were looked at. */
static bool is_in_range(const struct selection *s)
{
	return s->recommended >= s->least && s->recommended <= s->most;
}

static void print_signal(const struct text_chart *chart, const struct selection *s,
                         const struct signal *signal)
{
	double choice = number_at(s->choices, signal->choice), last_k = NAN, last = NAN;
	if (is_in_range(s))
		text_chart_upright(chart, s->recommended);
	for (size_t i = 0; i < json_array_size(s->table); i++) {
		const json_t *row = json_array_get(s->table, i);
		double k = number_at(row, "k"), value = number_at(row, signal->key);
		if (!isnan(value) && !isnan(last))
			text_chart_line(chart, last_k, last, k, value, '.', palette_colour(0));
		last_k = k;
		last = value;
	}
	for (size_t i = 0; i < json_array_size(s->table); i++) {
		const json_t *row = json_array_get(s->table, i);
		double k = number_at(row, "k"), value = number_at(row, signal->key);
		double spread = number_at(row, signal->spread);
		if (!isnan(spread) && !isnan(value))
			text_chart_line(chart, k, value - spread, k, value + spread, '|',
			                palette_soft_ink());
		if (!isnan(value))
			text_chart_mark(chart, k, value, k == choice ? 'O' : '*',
			                palette_colour(k == choice));
	}
}

/* How many k on is the next number, for the numbers to fit so many columns. */
static double tick_step(const struct selection *s, double columns)
{
	double digits = s->most >= 1000 ? 10 : s->most >= 100 ? 3 : s->most >= 10 ? 2 : 1;
	return fmax(ceil((digits + 1.6) * (s->most - s->least + 1) / fmax(columns, 1)), 1);
}

/* As many panels side by side as are 26 columns wide. */
enum { PANEL_COLUMNS = 26, PANEL_ROWS = 6 };
static int panels_across(const struct selection *s, double columns)
{
	int across = (int)(columns / PANEL_COLUMNS);
	across = across < 1 ? 1 : across > s->count ? s->count : across;
	int down = (s->count + across - 1) / across;
	return (s->count + down - 1) / down;
}

static void print_text(struct script *script, const struct selection *s, int across, int down)
{
	struct canvas canvas;
	canvas_open(&canvas, script);
	size_t width = canvas.columns / (size_t)across, height = canvas.rows / (size_t)down;
	double ticks[KS];
	size_t count = 0;
	double step = tick_step(s, (double)width - 10);
	for (double k = s->least; k <= s->most && count < KS; k += step)
		ticks[count++] = k;
	for (int i = 0; i < s->count; i++) {
		const struct signal *signal = &signals[s->drawn[i]];
		size_t left = (size_t)(i % across) * width, top = (size_t)(i / across) * height;
		char title[160];
		struct text_chart chart;
		title_of(script, s, signal, (double)width - 3, title);
		text_chart_open(&chart, &canvas, &(struct text_chart_frame){
			.left = left + 1, .top = top, .columns = width - 3,
			.rows = height - (height > PANEL_ROWS),
			.x = { s->least - 0.4, s->most + 0.4 }, .y = signal_range(s, signal),
			.y_name = title, .x_ticks = ticks, .x_tick_count = count });
		if (chart.left > 1)
			canvas_text(&canvas, chart.left - 2, chart.top + chart.rows + 1, "k", 1, palette_ink());
		print_signal(&chart, s, signal);
	}
	canvas_print(&canvas);
}

static void describe(const struct selection *s, const json_t *document, bool text,
                     char title[96], char notes[SCRIPT_TEXT_SIZE + 256])
{
	const char *why = json_string_value(json_object_get(document, "why"));
	if (json_is_false(json_object_get(document, "structure")))
		snprintf(title, 96, "No cluster structure: one group");
	else if (isnan(s->recommended))
		snprintf(title, 96, "No number of segments is recommended");
	else
		snprintf(title, 96, "Recommended: %.0f segments", s->recommended);
	char plain[SCRIPT_TEXT_SIZE] = "";
	if (why != NULL)
		script_plain(plain, why, strlen(why), SCRIPT_TEXT_COLUMNS);
	bool spread = false;
	for (int i = 0; i < s->count; i++)
		spread |= signals[s->drawn[i]].spread != NULL;
	const char *recommended = !is_in_range(s) ? ""
	    : text ? ", the line of : what is recommended" : ", the dashed line what is recommended";
	const char *whiskers = !spread ? "" : text
	    ? " A line of | spans one standard error of the gap, standard deviation of the others."
	    : " Whiskers: one standard error of the gap, standard deviation of the others.";
	snprintf(notes, SCRIPT_TEXT_SIZE + 256, "%s%sThe %s marks each signal's own choice%s.%s",
	         plain, plain[0] != '\0' ? ". " : "", text ? "O" : "ring", recommended, whiskers);
}

/* The least of a panel in a picture. */
enum { LEAST_COLUMNS = 26, LEAST_ROWS = 9 };

/* In a low and wide picture more panels stand side by side, in a narrow one fewer. */
static void arrange(const struct selection *s, const struct script_options *how, int *across,
                    int *down)
{
	double columns = script_columns(how, *across == 1 ? 90 : *across * 52);
	double rows = how->height > 0 ? (double)how->height / SCRIPT_ROW_PIXELS - 4 : INFINITY;
	while (*across < s->count && rows / *down < LEAST_ROWS + 2
	       && columns / (*across + 1) >= LEAST_COLUMNS) {
		++*across;
		*down = (s->count + *across - 1) / *across;
	}
	while (*across > 1 && columns / *across < LEAST_COLUMNS)
		--*across;
	*down = (s->count + *across - 1) / *across;
	*across = (s->count + *down - 1) / *down;
}

static void write_script(struct plot *plot, const struct selection *s)
{
	struct script *script = &plot->script;
	int across = s->count == 1 ? 1 : s->count <= 4 ? 2 : 3;
	int down = (s->count + across - 1) / across;
	char title[96], notes[SCRIPT_TEXT_SIZE + 256], recommended[NUMBER_SIZE];
	bool printed = script_format_is_text(&plot->options->script);
	if (printed) {
		across = panels_across(s, script_columns(&plot->options->script, 79));
		down = (s->count + across - 1) / across;
	} else {
		arrange(s, &plot->options->script, &across, &down);
	}
	describe(s, plot->document, printed, title, notes);
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ across == 1 ? 90 : across * 52, 5 + down * 13,
	                                     down * PANEL_ROWS, title, notes,
	                                     LEAST_COLUMNS, down * LEAST_ROWS });
	write_curves(script, s);
	if (printed) {
		print_text(script, s, across, down);
		return;
	}
	script_line(script, "set xrange [%.1f:%.1f]", s->least - 0.4, s->most + 0.4);
	script_line(script, "set xtics %s,%.0f", script_number(recommended, s->least),
	            tick_step(s, script->columns / across - 11));
	if (is_in_range(s))
		script_line(script, "set arrow from %s,graph 0 to %s,graph 1 nohead dt 2 lw 1.5 "
		            "lc rgb '%s'", script_number(recommended, s->recommended), recommended,
		            palette_ink());
	script_line(script, "set multiplot");
	for (int i = 0; i < s->count; i++)
		write_panel(script, s, i, across, down);
	script_line(script, "unset multiplot");
}

bool plot_kselect(struct plot *plot, struct failure *why)
{
	struct selection s = { 0 };
	if (!read_report(&s, plot->document, why))
		return false;
	write_script(plot, &s);
	return true;
}
