#include "report/pictures.h"

#include "plot/gnuplot.h"
#include "plot/plot.h"
#include "plot/svg.h"
#include "report/inline_svg.h"

#include <stdio.h>
#include <string.h>

enum { DEFAULT_MIN_SAMPLES = 4, DEFAULT_PERCENTILE = 90, SILHOUETTE_SEED = 42 };

/* Two of them side by side on a screen; those with a column for each feature
 * take what they need. */
enum { PICTURE_WIDTH = 680 };

static const struct {
	const char *kind, *heading, *caption;
	enum artifact source;
	bool own_width;
} plan[PICTURES] = {
	{ "sizes", "How large the segments are",
	  "Each bar is a segment, with its customers and their share.", ARTIFACT_SEGMENTS, false },
	{ "profile", "What sets the segments apart",
	  "Each row is a segment, each column a feature. 100 is the average of all customers, 200 "
	  "is twice as much. The numbers are in the table below, too.",
	  ARTIFACT_PROFILES, true },
	{ "scatter", "The two features that set them apart most",
	  "Each mark is a customer, or each cell some, by the two features of which the segments "
	  "explain the greatest part; a ringed mark is the centre of a segment.",
	  ARTIFACT_SEGMENTS, false },
	{ "pca", "The customers on one plane",
	  "Customers that lie near each other are similar, as far as two axes can show it. "
	  "Arrows point to where a feature is high.",
	  ARTIFACT_SEGMENTS, false },
	{ "silhouette", "How well each customer fits",
	  "Each segment is a blade with its customers from the best to the worst fit. 1 fits "
	  "perfectly; below 0 a customer is nearer to another segment.",
	  ARTIFACT_SEGMENTS, false },
	{ "stability", "Which segments would be found again",
	  "How much of each segment is found again when the customers are drawn anew. From 0.75 on "
	  "it is stable, below 0.6 it is not to be trusted.",
	  ARTIFACT_STABILITY, false },
	{ "kselect", "What speaks for the number of segments",
	  "One panel for each signal; a ring marks its own choice, the dashed line the number that "
	  "is recommended.",
	  ARTIFACT_METADATA, false },
	{ "kdistance", "Where outliers begin",
	  "The distance of every customer to a near neighbour, in ascending order. Beyond the "
	  "dashed line a customer has too few neighbours to be at the heart of a dense region.",
	  ARTIFACT_SEGMENTS, false },
	{ "drift", "What has moved",
	  "How far each feature is from where it was, the farthest first. Beyond 0.25 the segments "
	  "no longer fit.",
	  ARTIFACT_DRIFT, false },
};

static void set_options(struct plot_options *how, const struct artifacts *a, int threads,
                        const struct progress *progress)
{
	*how = (struct plot_options){
		.by = "cluster", .min_samples = DEFAULT_MIN_SAMPLES, .percentile = DEFAULT_PERCENTILE,
		.seed = SILHOUETTE_SEED, .threads = threads, .progress = progress,
		.script.format = SCRIPT_SVG,
	};
	if (a->density == NULL)
		return;
	how->eps = json_number_value(json_object_get(a->density, "eps"));
	how->min_samples =
		(size_t)json_integer_value(json_object_get(a->density, "min_samples"));
}

/* Whether it may stand in a page. */
static bool svg_is_plain(const struct buffer *svg, struct failure *why)
{
	struct html scratch = { 0 };
	bool plain = inline_svg(&scratch, svg->data, svg->length, false, why)
	    && html_done(&scratch, why);
	html_free(&scratch);
	return plain;
}

static bool run_plot(struct picture *picture, struct plot *plot, struct failure *why)
{
	struct buffer drawn = { 0 };
	bool made = plot_kind_named(picture->kind)->draw(plot, why) && script_finish(&plot->script, why)
	    && gnuplot_draw(&plot->script.text, &drawn, why);
	if (made) {
		char prefix[32];
		snprintf(prefix, sizeof prefix, "%s-picture-", picture->kind);
		picture->width = (int)(plot->script.columns * SCRIPT_COLUMN_PIXELS);
		made = svg_finish(&picture->svg, drawn.data, drawn.length,
		                  &(struct svg_names){ plot->script.title, plot->script.notes, prefix },
		                  why)
		    && svg_is_plain(&picture->svg, why);
	}
	script_free(&plot->script);
	buffer_free(&drawn);
	return made;
}

static bool draw_one(struct picture *picture, const struct artifacts *a, enum artifact source,
                     const struct plot_options *how)
{
	const char *path = a->paths[source];
	struct input input;
	struct plot plot = { .options = how };
	if (source == ARTIFACT_METADATA || source == ARTIFACT_STABILITY) {
		plot.document = source == ARTIFACT_STABILITY ? a->stability : a->kselect;
		return run_plot(picture, &plot, &picture->trouble);
	}
	if (!input_open(&input, &path, 1, &(struct input_options){ 0 }, &picture->trouble))
		return false;
	plot.input = &input;
	bool drawn = run_plot(picture, &plot, &picture->trouble);
	input_close(&input);
	return drawn;
}

static size_t count_features(const struct segments *segments)
{
	size_t count = 0;
	for (size_t i = 0; i < segments->names.count; i++)
		count += segments->columns[i].use == COLUMN_FEATURE && i != segments->count_at
		    && i != segments->share_at && i != segments->stability_at;
	return count;
}

/* Without a search for outliers there is no limit of theirs to show, and of one feature no two
 * that set the segments apart. */
static bool has_source(const struct artifacts *a, size_t i)
{
	if (strcmp(plan[i].kind, "scatter") == 0 && count_features(&a->segments) < 2)
		return false;
	return a->there[plan[i].source]
	    && (plan[i].source != ARTIFACT_METADATA || a->kselect != NULL)
	    && (strcmp(plan[i].kind, "kdistance") != 0 || a->density != NULL);
}

void pictures_draw(struct pictures *pictures, const struct artifacts *a, int threads,
                   const struct progress *progress)
{
	struct plot_options how;
	*pictures = (struct pictures){ .no_gnuplot = !gnuplot_is_installed() };
	set_options(&how, a, threads, progress);
	for (size_t i = 0; i < PICTURES; i++) {
		struct picture *picture = &pictures->list[i];
		picture->kind = plan[i].kind;
		picture->heading = plan[i].heading;
		picture->caption = plan[i].caption;
		picture->tinted = strcmp(plan[i].kind, "pca") == 0
			|| strcmp(plan[i].kind, "scatter") == 0;
		if (pictures->no_gnuplot || !has_source(a, i))
			continue;
		progress_report(progress, "pictures", i, PICTURES);
		how.script.width = plan[i].own_width ? 0 : PICTURE_WIDTH;
		if (draw_one(picture, a, plan[i].source, &how)) {
			picture->trouble.text[0] = '\0';
			pictures->drawn++;
		} else {
			buffer_free(&picture->svg);
		}
	}
}

void pictures_free(struct pictures *pictures)
{
	for (size_t i = 0; i < PICTURES; i++)
		buffer_free(&pictures->list[i].svg);
}
