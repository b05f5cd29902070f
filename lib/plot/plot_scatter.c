/* Two columns, coloured by segment. */
#include "plot/points.h"
#include "plot/plot.h"

#include "base/compensated_sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scatter {
	struct columns columns;
	struct labelled rows;
	double *shares;    /* of the variance of each column, explained by the segments */
	size_t first, second; /* the columns that are drawn */
};

/* The correlation ratio eta squared (Pearson 1905): the variance between the
 * segments by the variance in all; 0 where there is none. */
static bool correlation_ratio(const struct labelled *rows, const double *x, double *ratio,
                              struct failure *why)
{
	size_t n = rows->table.x.rows, groups = rows->list.count;
	struct compensated_sum *sums = calloc(groups + 1, sizeof *sums), total = { 0 };
	if (sums == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < n; i++) {
		compensated_add(&sums[labelled_group(rows, i)], x[i]);
		compensated_add(&total, x[i]);
	}
	double mean = compensated_total(&total) / (double)n, between = 0, within = 0;
	for (size_t i = 0; i < n; i++) {
		size_t g = labelled_group(rows, i);
		double centre = compensated_total(&sums[g]) / (double)rows->sizes[g];
		between += (centre - mean) * (centre - mean);
		within += (x[i] - centre) * (x[i] - centre);
	}
	free(sums);
	*ratio = between + within > 0 ? between / (between + within) : 0;
	return true;
}

/* Without -f, the two columns in which the segments differ most. */
static bool choose_columns(struct scatter *s, struct failure *why)
{
	size_t count = s->columns.count;
	s->shares = calloc(count, sizeof *s->shares);
	if (s->shares == NULL)
		return fail_memory(why);
	for (size_t j = 0; j < count; j++)
		if (!correlation_ratio(&s->rows, matrix_column(&s->rows.table.x, j), &s->shares[j], why))
			return false;
	s->first = 0;
	s->second = 1;
	if (count == 2)
		return true;
	for (size_t j = 1; j < count; j++)
		if (s->shares[j] > s->shares[s->first])
			s->first = j;
	s->second = s->first == 0 ? 1 : 0;
	for (size_t j = 0; j < count; j++)
		if (j != s->first && s->shares[j] > s->shares[s->second])
			s->second = j;
	return true;
}

/* The raw features, those whose z_ columns there are. */
static bool find_raw(const struct header *header, struct columns *columns, struct failure *why)
{
	for (size_t i = 0; i < header->count; i++) {
		const char *name = header->names[i];
		if (column_is_model(name)
		    && header_find(header, name + strlen(MODEL_PREFIX)) == header->count)
			return fail(why, "the stream has '%s' but not '%s', and without -f a scatter plot is "
			            "of raw features; -f X,Y names two columns, which may be z_ columns",
			            name, name + strlen(MODEL_PREFIX));
	}
	return columns_raw(columns, header, why);
}

static bool find_columns(struct plot *plot, struct scatter *s, struct failure *why)
{
	const struct header *header = &plot->input->header;
	const char *list = plot->options->features;
	bool found = list != NULL ? columns_select(&s->columns, header, list, why)
	                          : find_raw(header, &s->columns, why);
	if (found && list != NULL && s->columns.count != 2)
		return fail(why, "a scatter plot takes two columns, not %zu: -f X,Y names them",
		            s->columns.count);
	return found && (s->columns.count >= 2
	                 || fail(why, "a scatter plot takes two columns; -f X,Y names them"));
}

static bool write_script(struct plot *plot, const struct scatter *s, struct failure *why)
{
	struct script *script = &plot->script;
	const struct matrix *x = &s->rows.table.x;
	char **names = plot->input->header.names;
	const char *across = names[s->columns.at[s->first]], *up = names[s->columns.at[s->second]];
	struct points points = { .rows = &s->rows, .x = matrix_column(x, s->first),
		                 .y = matrix_column(x, s->second) };
	char title[3 * SCRIPT_TEXT_SIZE], note[POINTS_NOTE], notes[3 * SCRIPT_TEXT_SIZE];
	char first[SCRIPT_TEXT_SIZE], second[SCRIPT_TEXT_SIZE];
	script_plain(first, across, strlen(across), 40);
	script_plain(second, up, strlen(up), 40);
	snprintf(title, sizeof title, "%zu segment%s by %s and %s", s->rows.k,
	         s->rows.k == 1 ? "" : "s", first, second);
	points_note(&points, script_format_is_text(&plot->options->script), note);
	snprintf(notes, sizeof notes, "%zu row%s%s. The segments explain %.0f %% of the variance of %s "
	         "and %.0f %% of that of %s. %s", x->rows,
	         x->rows == 1 ? "" : "s",
	         plot->options->features == NULL && s->columns.count > 2
	             ? "; of the raw features, the two in which the segments differ most" : "",
	         100 * s->shares[s->first], first, 100 * s->shares[s->second], second, note);
	struct script_frame frame = { 105, 30, 0, title, notes, 50, 12 };
	points_plan(&points, &plot->options->script, 50, &frame);
	script_begin(script, &plot->options->script, &frame);
	if (script_is_text(script))
		return points_print(script, &points, across, up, NULL, NULL, 0, why);
	points_measure(script, &points, 13);
	points_frame(script, &points);
	script_axis(script, "x", across, points.columns);
	script_axis(script, "y", up, 2.6 * points.plot_rows);
	if (!points_write(script, &points, why))
		return false;
	points_plot(script, &points);
	points_plot_centroids(script, &points);
	script_plot_end(script);
	return true;
}

bool plot_scatter(struct plot *plot, struct failure *why)
{
	struct scatter s = { .rows.table.rows.fd = -1 };
	bool drawn = find_columns(plot, &s, why)
	    && labelled_read(&s.rows, plot->input, &s.columns, plot->options->by, why)
	    && choose_columns(&s, why) && write_script(plot, &s, why);
	columns_free(&s.columns);
	labelled_free(&s.rows);
	free(s.shares);
	return drawn;
}
