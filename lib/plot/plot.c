#include "plot/plot.h"

#include "stream/columns.h"

#include <string.h>

const struct plot_kind plot_kinds[] = {
	{ "kselect", "seg-kselect", 0, plot_kselect },
	{ "scatter", NULL, PLOT_FEATURES | PLOT_BY, plot_scatter },
	{ "pca", NULL, PLOT_FEATURES | PLOT_BY, plot_pca },
	{ "silhouette", NULL, PLOT_FEATURES | PLOT_BY | PLOT_SEED, plot_silhouette },
	{ "profile", NULL, PLOT_FEATURES | PLOT_BY, plot_profile },
	{ "kdistance", NULL, PLOT_FEATURES | PLOT_DENSITY, plot_kdistance },
	{ "sizes", NULL, PLOT_BY, plot_sizes },
	{ "drift", NULL, 0, plot_drift },
	{ "stability", "seg-stability", 0, plot_stability },
	{ NULL, NULL, 0, NULL },
};

const struct plot_kind *plot_kind_named(const char *name)
{
	for (const struct plot_kind *kind = plot_kinds; kind->name != NULL; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}

bool plot_model_columns(const struct plot *plot, struct columns *columns, struct failure *why)
{
	const struct header *header = &plot->input->header;
	return plot->options->features != NULL
	    ? columns_select(columns, header, plot->options->features, why)
	    : columns_model(columns, header, why);
}
