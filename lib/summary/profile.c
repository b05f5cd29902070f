#include "summary/profile.h"

#include "base/quantile.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

void profile_create(struct profile *profile, size_t feature_count, unsigned needs)
{
	*profile = (struct profile){ .feature_count = feature_count, .needs = needs };
}

void profile_free(struct profile *profile)
{
	for (size_t i = 0; i < profile->segment_count; i++) {
		struct profile_segment *segment = &profile->segments[i];
		for (size_t j = 0; j < profile->feature_count; j++)
			free(segment->features[j].values);
		free(segment->features);
	}
	free(profile->segments);
	*profile = (struct profile){ 0 };
}

static bool add_segment(struct profile *profile, struct failure *why)
{
	size_t count = profile->segment_count;
	/* Grows at powers of two. */
	if ((count & (count - 1)) == 0) {
		size_t room = count == 0 ? 1 : 2 * count;
		struct profile_segment *bigger = room > SIZE_MAX / sizeof *bigger
		    ? NULL : realloc(profile->segments, room * sizeof *bigger);
		if (bigger == NULL)
			return fail_memory(why);
		profile->segments = bigger;
	}
	struct profile_segment *segment = &profile->segments[count];
	*segment = (struct profile_segment){ 0 };
	segment->features = calloc(profile->feature_count + 1, sizeof *segment->features);
	if (segment->features == NULL)
		return fail_memory(why);
	profile->segment_count++;
	return true;
}

static bool make_room(struct profile *profile, struct profile_segment *segment,
                      struct failure *why)
{
	if (segment->count < segment->capacity)
		return true;
	size_t capacity = segment->capacity == 0 ? 64 : 2 * segment->capacity;
	for (size_t j = 0; j < profile->feature_count; j++) {
		double *bigger = capacity > SIZE_MAX / sizeof *bigger
		    ? NULL : realloc(segment->features[j].values, capacity * sizeof *bigger);
		if (bigger == NULL)
			return fail_memory(why);
		segment->features[j].values = bigger;
	}
	segment->capacity = capacity;
	return true;
}

static void add_value(struct profile_feature *feature, double value, bool first, bool spread)
{
	compensated_add(&feature->sum, value);
	if (first)
		feature->first = feature->least = feature->most = value;
	if (value < feature->least)
		feature->least = value;
	if (value > feature->most)
		feature->most = value;
	if (spread) {
		double away = value - feature->first;
		compensated_add(&feature->away, away);
		compensated_add(&feature->square, away * away);
	}
}

bool profile_add(struct profile *profile, size_t segment_at, const double *values,
                 struct failure *why)
{
	if (segment_at == profile->segment_count && !add_segment(profile, why))
		return false;
	struct profile_segment *segment = &profile->segments[segment_at];
	bool keep = (profile->needs & PROFILE_VALUES) != 0;
	if (keep && !make_room(profile, segment, why))
		return false;
	for (size_t j = 0; j < profile->feature_count; j++) {
		struct profile_feature *feature = &segment->features[j];
		add_value(feature, values[j], segment->count == 0,
		          (profile->needs & PROFILE_SPREAD) != 0);
		if (keep)
			feature->values[segment->count] = values[j];
	}
	segment->count++;
	profile->rows++;
	return true;
}

static double mean_of(const struct compensated_sum *sum, size_t count)
{
	double mean = compensated_total(sum) / (double)count;
	return isfinite(mean) ? mean : INFINITY;
}

double profile_mean(const struct profile *profile, size_t segment, size_t feature)
{
	return mean_of(&profile->segments[segment].features[feature].sum,
	               profile->segments[segment].count);
}

double profile_overall_mean(const struct profile *profile, size_t feature)
{
	struct compensated_sum total = { 0 };
	for (size_t i = 0; i < profile->segment_count; i++) {
		const struct compensated_sum *sum = &profile->segments[i].features[feature].sum;
		compensated_add(&total, sum->sum);
		compensated_add(&total, sum->lost);
	}
	return mean_of(&total, profile->rows);
}

double profile_index(const struct profile *profile, size_t segment, size_t feature)
{
	double overall = profile_overall_mean(profile, feature);
	double mean = profile_mean(profile, segment, feature);
	if (isinf(overall) || isinf(mean))
		return INFINITY;
	return overall == 0 ? NAN : mean / overall * 100;
}

double profile_sd(const struct profile *profile, size_t segment_at, size_t feature_at)
{
	const struct profile_segment *segment = &profile->segments[segment_at];
	const struct profile_feature *feature = &segment->features[feature_at];
	if (segment->count < 2)
		return NAN;
	double n = (double)segment->count, away = compensated_total(&feature->away);
	double squares = compensated_total(&feature->square) - away * (away / n);
	double variance = (squares > 0 ? squares : 0) / (n - 1);
	return isfinite(squares) ? sqrt(variance) : INFINITY;
}

double profile_min(const struct profile *profile, size_t segment, size_t feature)
{
	return profile->segments[segment].features[feature].least;
}

double profile_max(const struct profile *profile, size_t segment, size_t feature)
{
	return profile->segments[segment].features[feature].most;
}

double profile_quantile(struct profile *profile, size_t segment, size_t feature, double q)
{
	return quantile(profile->segments[segment].features[feature].values,
	                profile->segments[segment].count, q);
}
