#include "report/artifact_shapes.h"

#define END { NULL, 0, false, NULL }
#define EACH(kinds, inside) { { NULL, kinds, false, inside } }

enum {
	NAME = SHAPE_TEXT | SHAPE_NUMBER, /* of a segment */
	MAYBE = SHAPE_NUMBER | SHAPE_NULL,
};

static const struct shape texts[] = EACH(SHAPE_TEXT, NULL);

static const struct shape scored_segment[] = {
	{ "cluster", NAME, true, NULL },
	{ "size", SHAPE_COUNT, true, NULL },
	{ "silhouette", MAYBE, false, NULL },
	END,
};
static const struct shape scored_segments[] = EACH(SHAPE_OBJECT, scored_segment);

const struct shape metrics_shape[] = {
	{ "k", SHAPE_COUNT, true, NULL },
	{ "n_rows", SHAPE_COUNT, true, NULL },
	{ "n_features", SHAPE_COUNT, true, NULL },
	{ "noise", SHAPE_COUNT, false, NULL },
	{ "inertia", MAYBE, false, NULL },
	{ "silhouette", MAYBE, false, NULL },
	{ "silhouette_epsilon", MAYBE, false, NULL },
	{ "calinski_harabasz", MAYBE, false, NULL },
	{ "davies_bouldin", MAYBE, false, NULL },
	{ "clusters", SHAPE_LIST, true, scored_segments },
	END,
};

static const struct shape choices[] = EACH(SHAPE_COUNT | SHAPE_NULL, NULL);
static const struct shape sizes[] = EACH(SHAPE_COUNT, NULL);
static const struct shape signal_row[] = {
	{ "k", SHAPE_COUNT, true, NULL },
	{ "sizes", SHAPE_LIST, false, sizes },
	{ NULL, MAYBE | SHAPE_LIST, false, NULL },
};
static const struct shape signal_rows[] = EACH(SHAPE_OBJECT, signal_row);
static const struct shape kselect[] = {
	{ "recommended", SHAPE_COUNT, true, NULL },
	{ "why", SHAPE_TEXT, true, NULL },
	{ "agree", SHAPE_BOOLEAN, false, NULL },
	{ "structure", SHAPE_BOOLEAN | SHAPE_NULL, false, NULL },
	{ "structure_why", SHAPE_TEXT, false, NULL },
	{ "silhouette_epsilon", MAYBE, false, NULL },
	{ "choices", SHAPE_OBJECT, true, choices },
	{ "table", SHAPE_LIST, true, signal_rows },
	END,
};
static const struct shape density[] = {
	{ "rows", SHAPE_COUNT, false, NULL },
	{ "features", SHAPE_LIST, false, texts },
	{ "eps", SHAPE_NUMBER, true, NULL },
	{ "eps_percentile", MAYBE, false, NULL },
	{ "min_samples", SHAPE_COUNT, true, NULL },
	{ "outliers", SHAPE_COUNT, true, NULL },
	{ "outlier_share", SHAPE_NUMBER, false, NULL },
	{ "note", SHAPE_TEXT, false, NULL },
	END,
};
static const struct shape levels[] = {
	{ "low", SHAPE_NUMBER, true, NULL },
	{ "high", SHAPE_NUMBER, true, NULL },
	END,
};
static const struct shape stage[] = {
	{ "tool", SHAPE_TEXT, true, NULL },
	{ "version", SHAPE_TEXT, false, NULL },
	{ "arguments", SHAPE_LIST, false, texts },
	{ "features", SHAPE_LIST, false, texts },
	{ "warnings", SHAPE_LIST, false, texts },
	{ "rows_in", SHAPE_COUNT, false, NULL },
	{ "rows_out", SHAPE_COUNT, false, NULL },
	{ "rows_set_aside", SHAPE_COUNT, false, NULL },
	{ "seed", SHAPE_COUNT, false, NULL },
	{ "method", SHAPE_TEXT, false, NULL },
	{ "missing", SHAPE_TEXT, false, NULL },
	{ "rules", SHAPE_TEXT, false, NULL },
	{ "levels", SHAPE_OBJECT, false, levels },
	{ "agreement", MAYBE, false, NULL },
	END,
};
static const struct shape stages[] = EACH(SHAPE_OBJECT, stage);
const struct shape metadata_shape[] = {
	{ "tool", SHAPE_TEXT, false, NULL },
	{ "version", SHAPE_TEXT, false, NULL },
	{ "files", SHAPE_LIST, true, texts },
	{ "configuration", SHAPE_OBJECT, false, NULL },
	{ "kselect", SHAPE_OBJECT, false, kselect },
	{ "density", SHAPE_OBJECT, false, density },
	{ "stages", SHAPE_LIST, true, stages },
	END,
};

static const struct shape spread[] = {
	{ "mean", MAYBE, true, NULL },
	{ "sd", MAYBE, false, NULL },
	END,
};
static const struct shape judged_segment[] = {
	{ "cluster", NAME, true, NULL },
	{ "stability", MAYBE, true, NULL },
	{ "trust", SHAPE_TEXT, true, NULL },
	{ "dissolved", MAYBE, false, NULL },
	END,
};
static const struct shape judged_segments[] = EACH(SHAPE_OBJECT, judged_segment);
const struct shape stability_shape[] = {
	{ "bootstraps", SHAPE_COUNT, true, NULL },
	{ "bootstrapped_ari", SHAPE_OBJECT | SHAPE_NULL, false, spread },
	{ "segments", SHAPE_LIST, true, judged_segments },
	END,
};

static const struct shape part[] = {
	{ "segment", NAME, true, NULL },
	{ "rows", SHAPE_COUNT, true, NULL },
	END,
};
static const struct shape parts[] = EACH(SHAPE_OBJECT, part);
static const struct shape change[] = {
	{ "segment", NAME, true, NULL },
	{ "change", SHAPE_TEXT, true, NULL },
	{ "earlier_rows", SHAPE_COUNT, true, NULL },
	{ "rows", SHAPE_COUNT, true, NULL },
	{ "overlap", MAYBE, false, NULL },
	{ "from", SHAPE_LIST, false, parts },
	{ "into", SHAPE_LIST, false, parts },
	END,
};
static const struct shape changes[] = EACH(SHAPE_OBJECT, change);
const struct shape changes_shape[] = {
	{ "earlier", SHAPE_TEXT, true, NULL },
	{ "earlier_k", SHAPE_COUNT, true, NULL },
	{ "k", SHAPE_COUNT, true, NULL },
	{ "segments", SHAPE_LIST, true, changes },
	END,
};
