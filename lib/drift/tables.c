#include "drift/tables.h"

#include <math.h>
#include <string.h>

static void put_number(struct output *output, double value, int places)
{
	if (places >= 0)
		output_rounded(output, value, places);
	else
		output_number(output, value);
}

static bool add_names(struct header *header, const char *const *names, size_t count,
                      struct failure *why)
{
	bool added = true;
	for (size_t i = 0; added && i < count; i++)
		added = header_add(header, names[i], strlen(names[i]), why);
	return added;
}

static bool write_row(struct output *output, const char *name, const struct psi *psi,
                      const double means[3], int places, struct failure *why)
{
	output_string(output, name);
	put_number(output, psi->value, places);
	put_number(output, psi->noise_95, places);
	put_number(output, psi->noise_99, places);
	for (size_t i = 0; i < 3; i++)
		put_number(output, means[i], places);
	output_string(output, drift_verdict_name(psi->verdict));
	return output_end_row(output, why);
}

bool drift_table_write(struct output *output, const struct comparison *comparison, int places,
                       struct failure *why)
{
	static const char *const names[] = { "feature", "psi", "noise_95", "noise_99",
		                             "mean_reference", "mean_new", "shift_sd",
		                             "verdict" };
	struct header header = { 0 };
	bool written = add_names(&header, names, sizeof names / sizeof *names, why)
	    && output_header(output, &header, why);
	header_free(&header);
	for (size_t j = 0; written && j < comparison->feature_count; j++) {
		const struct drift_feature *feature = &comparison->features[j];
		const double means[] = { feature->reference_mean, feature->mean,
			                 drift_shift(feature) };
		written = write_row(output, feature->name, &feature->psi, means, places, why);
	}
	const double none[] = { NAN, NAN, NAN };
	return written
	    && (comparison->by == NULL
	        || write_row(output, comparison->by, &comparison->mix_psi, none, places, why));
}

static bool add_targets(struct header *header, const struct segment_mix *mix,
                        struct failure *why)
{
	bool added = true;
	for (size_t i = 0; added && i < mix->segments.count; i++) {
		struct buffer name = { 0 };
		size_t length;
		const char *segment = text_set_get(&mix->segments, mix->order[i], &length);
		added = (buffer_append_text(&name, "to_") && buffer_append(&name, segment, length))
		    || fail_memory(why);
		added = added && header_add(header, name.data, name.length, why);
		buffer_free(&name);
	}
	return added;
}

static bool write_moves_header(struct output *output, const struct comparison *comparison,
                               struct failure *why)
{
	static const char *const ends[] = { "customers", "moved" };
	struct header header = { 0 };
	bool written = add_names(&header, &(const char *){ "from" }, 1, why)
	    && add_targets(&header, &comparison->mix, why) && add_names(&header, ends, 2, why)
	    && output_header(output, &header, why);
	header_free(&header);
	return written;
}

bool moves_table_write(struct output *output, const struct comparison *comparison,
                       const struct moves *moves, int places, struct failure *why)
{
	const struct segment_mix *mix = &comparison->mix;
	size_t count = mix->segments.count;
	bool written = write_moves_header(output, comparison, why);
	for (size_t i = 0; written && i < count; i++) {
		size_t from = mix->order[i], customers, moved;
		struct cell name = { .kind = CELL_BARE };
		name.text = text_set_get(&mix->segments, from, &name.length);
		output_cell(output, &name);
		for (size_t j = 0; j < count; j++)
			output_integer(output, (int64_t)moves->counts[from * SEGMENT_LIMIT
			                                              + mix->order[j]]);
		moves_from(moves, from, count, &customers, &moved);
		output_integer(output, (int64_t)customers);
		put_number(output, (double)moved / (double)customers, places);
		written = output_end_row(output, why);
	}
	return written;
}
