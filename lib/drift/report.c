#include "drift/report.h"

static bool put_psi(json_t *object, const struct psi *psi, struct failure *why)
{
	return json_put_number(object, "psi", psi->value, why)
	    && json_put_number(object, "noise_95", psi->noise_95, why)
	    && json_put_number(object, "noise_99", psi->noise_99, why)
	    && json_put_number(object, "noise_refit", psi->noise_refit, why)
	    && json_put_string(object, "verdict", drift_verdict_name(psi->verdict), why);
}

/* A feature's bin is named by its upper edge; the last has none.  One without rows is not told. */
static bool add_bin(json_t *bins, const struct drift_feature *feature, size_t i,
                    struct failure *why)
{
	json_t *bin = json_object();
	bool last = i == feature->bins.edge_count;
	return json_add(bins, bin, why)
	    && json_put(bin, "up_to", last ? json_null() : json_number(feature->bins.edges[i]), why)
	    && json_put_integer(bin, "reference", (int64_t)feature->reference[i], why)
	    && json_put_integer(bin, "new", (int64_t)feature->now[i], why);
}

static bool add_feature(json_t *features, const struct drift_feature *feature,
                        struct failure *why)
{
	json_t *object = json_object(), *bins = json_array();
	bool added = json_add(features, object, why)
	    && json_put_string(object, "feature", feature->name, why)
	    && put_psi(object, &feature->psi, why)
	    && json_put_number(object, "mean_reference", feature->reference_mean, why)
	    && json_put_number(object, "mean_new", feature->mean, why)
	    && json_put_number(object, "shift_sd", drift_shift(feature), why)
	    && json_put(object, "bins", bins, why);
	for (size_t i = 0; added && i < bins_count(&feature->bins); i++)
		if (feature->reference[i] > 0 || feature->now[i] > 0)
			added = add_bin(bins, feature, i, why);
	return added;
}

static json_t *segment_name(const struct segment_mix *mix, size_t i, struct failure *why)
{
	size_t length;
	const char *text = text_set_get(&mix->segments, mix->order[i], &length);
	json_t *name = json_stringn(text, length);
	if (name == NULL)
		fail(why, "a segment's name is not UTF-8, which JSON must be; seg-features says where");
	return name;
}

static bool add_segment(json_t *segments, const struct segment_mix *mix, size_t i,
                        struct failure *why)
{
	json_t *segment = json_object(), *name = segment_name(mix, i, why);
	return json_add(segments, segment, why) && name != NULL
	    && json_put(segment, "segment", name, why)
	    && json_put_integer(segment, "reference", (int64_t)mix->reference[mix->order[i]], why)
	    && json_put_integer(segment, "new", (int64_t)mix->now[mix->order[i]], why);
}

static bool put_mix(json_t *document, const struct comparison *comparison, struct failure *why)
{
	const struct segment_mix *mix = &comparison->mix;
	if (comparison->by == NULL)
		return json_put(document, "mix", json_null(), why);
	json_t *object = json_object(), *segments = json_array();
	bool put = json_put(document, "mix", object, why)
	    && json_put_string(object, "column", comparison->by, why)
	    && put_psi(object, &comparison->mix_psi, why)
	    && json_put(object, "segments", segments, why);
	for (size_t i = 0; put && i < mix->segments.count; i++)
		put = add_segment(segments, mix, i, why);
	return put;
}

static double ratio(size_t part, size_t whole)
{
	return (double)part / (double)whole; /* NaN, and so null, where there are none */
}

/* One row of the matrix: where the customers of a segment went. */
static bool add_moves_from(json_t *rows, const struct segment_mix *mix, const struct moves *moves,
                           size_t i, size_t *all_moved, struct failure *why)
{
	size_t count = mix->segments.count, customers, moved;
	json_t *row = json_object(), *to = json_array(), *name = segment_name(mix, i, why);
	moves_from(moves, mix->order[i], count, &customers, &moved);
	*all_moved += moved;
	bool added = json_add(rows, row, why) && name != NULL && json_put(row, "from", name, why)
	    && json_put_integer(row, "customers", (int64_t)customers, why)
	    && json_put_number(row, "moved", ratio(moved, customers), why)
	    && json_put(row, "to", to, why);
	for (size_t j = 0; added && j < count; j++)
		added = json_add(to, json_integer((json_int_t)moves->counts[mix->order[i] * SEGMENT_LIMIT
		                                                            + mix->order[j]]), why);
	return added;
}

static bool put_moves(json_t *document, const struct segment_mix *mix, const struct moves *moves,
                      const char *id, struct failure *why)
{
	if (moves == NULL)
		return json_put(document, "moves", json_null(), why);
	json_t *object = json_object(), *names = json_array(), *rows = json_array();
	size_t moved = 0;
	bool put = json_put(document, "moves", object, why)
	    && json_put_string(object, "id", id, why)
	    && json_put_integer(object, "customers", (int64_t)moves->both, why)
	    && json_put_integer(object, "left", (int64_t)(moves->customers.count - moves->joined
		                                               - moves->both), why)
	    && json_put_integer(object, "joined", (int64_t)moves->joined, why)
	    && json_put_integer(object, "nameless", (int64_t)moves->nameless, why)
	    && json_put(object, "segments", names, why);
	for (size_t i = 0; put && i < mix->segments.count; i++) {
		json_t *name = segment_name(mix, i, why);
		put = name != NULL && json_add(names, name, why);
	}
	put = put && json_put(object, "rows", rows, why);
	for (size_t i = 0; put && i < mix->segments.count; i++)
		put = add_moves_from(rows, mix, moves, i, &moved, why);
	return put && json_put_number(object, "moved", ratio(moved, moves->both), why);
}

static bool put_thresholds(json_t *document, struct failure *why)
{
	json_t *thresholds = json_object();
	return json_put(document, "thresholds", thresholds, why)
	    && json_put_number(thresholds, "watch", PSI_WATCH, why)
	    && json_put_number(thresholds, "refit", PSI_REFIT, why);
}

json_t *drift_report(const struct comparison *comparison, const struct moves *moves,
                     const char *id, struct failure *why)
{
	json_t *document = json_object(), *features = json_array();
	if (document == NULL || features == NULL)
		fail_memory(why);
	bool made = document != NULL
	    && json_put_string(document, "verdict", drift_verdict_name(comparison->verdict), why)
	    && json_put(document, "refit_due", json_boolean(comparison->verdict == DRIFT_REFIT), why)
	    && json_put_integer(document, "rows_reference", (int64_t)comparison->reference_rows, why)
	    && json_put_integer(document, "rows_new", (int64_t)comparison->rows, why)
	    && put_thresholds(document, why) && json_put(document, "features", features, why);
	for (size_t j = 0; made && j < comparison->feature_count; j++)
		made = add_feature(features, &comparison->features[j], why);
	if (made && put_mix(document, comparison, why)
	    && put_moves(document, &comparison->mix, moves, id, why))
		return document;
	json_decref(document);
	return NULL;
}
