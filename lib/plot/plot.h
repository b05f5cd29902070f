/* The pictures that seg-plot draws, each from what a stage wrote. */
#ifndef PLOT_PLOT_H
#define PLOT_PLOT_H

#include "base/progress.h"
#include "plot/script.h"
#include "stream/columns.h"
#include "stream/input.h"

#include <jansson.h>
#include <stdint.h>

struct plot_options {
	const char *features; /* a list of columns, or NULL */
	const char *by;       /* the column of the segments */
	size_t min_samples;   /* of k-distances */
	double eps;           /* 0: from the percentile */
	double percentile;
	uint64_t seed; /* of an estimated silhouette */
	int threads;
	const struct progress *progress;
	struct script_options script;
};

struct plot {
	const struct plot_options *options;
	struct input *input;     /* an open stream, or */
	const json_t *document;  /* a JSON object */
	struct script script;    /* the result */
	char note[256];          /* what the picture leaves out, for the user; or "" */
};

/* What a kind looks at among the options. */
enum {
	PLOT_FEATURES = 1 << 0,
	PLOT_BY = 1 << 1,
	PLOT_DENSITY = 1 << 2, /* min_samples, eps, percentile */
	PLOT_SEED = 1 << 3,
};

struct plot_kind {
	const char *name;
	const char *document; /* the program whose JSON it reads; NULL: it reads a table stream */
	unsigned takes;
	/* Writes plot->script; false with the reason. */
	bool (*draw)(struct plot *plot, struct failure *why);
};

/* All of them, for people. */
#define PLOT_KIND_NAMES \
	"kselect, scatter, pca, silhouette, profile, kdistance, sizes, drift, stability"

extern const struct plot_kind plot_kinds[]; /* ended by a NULL name */

const struct plot_kind *plot_kind_named(const char *name); /* or NULL */

/* The functions of the table. */
bool plot_kselect(struct plot *plot, struct failure *why);
bool plot_scatter(struct plot *plot, struct failure *why);
bool plot_pca(struct plot *plot, struct failure *why);
bool plot_silhouette(struct plot *plot, struct failure *why);
bool plot_profile(struct plot *plot, struct failure *why);
bool plot_kdistance(struct plot *plot, struct failure *why);
bool plot_sizes(struct plot *plot, struct failure *why);
bool plot_drift(struct plot *plot, struct failure *why);
bool plot_stability(struct plot *plot, struct failure *why);

/* The columns of options->features, or else every z_ column. */
bool plot_model_columns(const struct plot *plot, struct columns *columns, struct failure *why);

#endif
