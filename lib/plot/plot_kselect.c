/* What speaks for each number of segments: one panel a signal, from the report
 * of seg-kselect. */
#include "plot/palette.h"
#include "plot/plot.h"

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

enum { SIGNALS = sizeof signals / sizeof *signals };

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

static void title_panel(struct script *script, const struct selection *s,
                        const struct signal *signal, double columns)
{
	double choice = number_at(s->choices, signal->choice);
	double value = value_at(s, signal->key, choice);
	char text[160], quoted[SCRIPT_TEXT_SIZE];
	if (json_object_get(s->choices, signal->choice) == NULL)
		snprintf(text, sizeof text, "%s", signal->name); /* it was not asked for one */
	else if (isnan(choice))
		snprintf(text, sizeof text, "%s: no %s", signal->name, signal->verb);
	else if (isnan(value))
		snprintf(text, sizeof text, "%s: prefers k = %.0f", signal->name, choice);
	else if (script_is_text(script))
		snprintf(text, sizeof text, "%s: %s at k = %.0f", signal->name, signal->verb, choice);
	else
		snprintf(text, sizeof text, "%s: %s at k = %.0f (%.4g)", signal->name, signal->verb, choice,
		         value);
	/* What was chosen is what the title is for; the rest goes where room is short. */
	if (!isnan(choice) && (double)strlen(text) > columns)
		snprintf(text, sizeof text, "%s: k = %.0f", signal->name, choice);
	if (!isnan(choice) && (double)strlen(text) > columns)
		snprintf(text, sizeof text, "%s: %.0f", signal->name, choice);
	script_line(script, "set title %s tc rgb '%s' offset 0,-0.5",
	            script_text(quoted, text, strlen(text), columns), palette_ink());
}

static void write_panel(struct script *script, const struct selection *s, int place, int across,
                        int down)
{
	const struct signal *signal = &signals[s->drawn[place]];
	bool text = script_is_text(script);
	double width = script->columns / across, height = (script->rows - script->top) / down;
	double left = place % across * width, top = place / across * height;
	double above = text ? 1 : 1.6, below = text ? 2 : 3;
	script_margins(script, left + 9, script->columns - left - width + 2, top + above,
	               script->rows - script->top - top - height + below);
	title_panel(script, s, signal, width - 4);
	script_line(script, "set xlabel 'k' offset 0,%s", text ? "0.5" : "0.6");
	if (signal->spread != NULL)
		script_plot(script, "$%s using 1:2:3 with yerrorbars pt -1 lc rgb '%s'", signal->key,
		            palette_soft_ink());
	script_plot(script, "$%s using 1:2 with linespoints lw 2 pt 7 ps 0.6 lc rgb '%s'", signal->key,
	            palette_colour(0));
	if (!isnan(value_at(s, signal->key, number_at(s->choices, signal->choice))))
		script_plot(script, "$%s_choice using 1:2%s with %s rgb '%s'", signal->key,
		            text ? ":('O')" : "", text ? "labels tc" : "points pt 6 ps 2.2 lw 3 lc",
		            palette_colour(1));
	script_plot_end(script);
	if (place == 0)
		script_line(script, "unset label");
}

/* Whether what is recommended was among the k that were looked at. */
static bool is_in_range(const struct selection *s)
{
	return s->recommended >= s->least && s->recommended <= s->most;
}

static void describe(const struct selection *s, const json_t *document, char title[96],
                     char notes[SCRIPT_TEXT_SIZE + 256])
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
	snprintf(notes, SCRIPT_TEXT_SIZE + 256, "%s%s The ring marks each signal's own choice%s.%s", plain,
	         plain[0] != '\0' ? "." : "",
	         is_in_range(s) ? ", the dashed line what is recommended" : "",
	         spread ? " Whiskers: one standard error of the gap, standard deviation of the others."
	                : "");
}

static void write_script(struct plot *plot, const struct selection *s)
{
	struct script *script = &plot->script;
	int across = s->count == 1 ? 1 : s->count <= 4 ? 2 : 3;
	int down = (s->count + across - 1) / across;
	char title[96], notes[SCRIPT_TEXT_SIZE + 256], recommended[NUMBER_SIZE];
	describe(s, plot->document, title, notes);
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ across == 1 ? 90 : across * 52, 5 + down * 13,
	                                     6 + down * 9, title, notes });
	script_line(script, "set xrange [%.1f:%.1f]", s->least - 0.4, s->most + 0.4);
	double tics = (script_is_text(script) ? 20.0 : 40.0) / across;
	script_line(script, "set xtics %.0f", ceil((s->most - s->least + 1) / tics));
	script_line(script, "set offsets 0, 0, graph 0.06, graph 0.06\nset format y '%%.4g'");
	if (is_in_range(s))
		script_line(script, "set arrow from %s,graph 0 to %s,graph 1 nohead dt 2 lw 1.5 "
		            "lc rgb '%s'", script_number(recommended, s->recommended), recommended,
		            palette_ink());
	write_curves(script, s);
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
