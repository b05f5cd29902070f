#include "summary/profile_names.h"

/* Adds the name of a column: its parts joined by _. */
static bool add_name(struct header *header, const char *first, const char *second,
                     const char *third, size_t length, struct failure *why)
{
	struct buffer text = { 0 };
	bool added = buffer_append_text(&text, first)
	    && (second == NULL || (buffer_append_byte(&text, '_') && buffer_append_text(&text, second)))
	    && (third == NULL || (buffer_append_byte(&text, '_') && buffer_append(&text, third, length)))
	    && buffer_append_byte(&text, '\0');
	if (!added)
		fail_memory(why);
	else if (header_find(header, text.data) < header->count)
		added = fail(why, "two columns would be named '%s'; -f names the features", text.data);
	else
		added = header_add(header, text.data, text.length - 1, why);
	buffer_free(&text);
	return added;
}

bool profile_name_add(struct header *header, const char *name, struct failure *why)
{
	return add_name(header, name, NULL, NULL, 0, why);
}

bool profile_names_feature(struct header *header, const char *feature,
                           const struct statistic *statistics, size_t count, bool index,
                           struct failure *why)
{
	for (size_t i = 0; i < count; i++) {
		char ending[STATISTIC_NAME];
		statistic_name(&statistics[i], ending);
		bool mean = statistics[i].kind == STATISTIC_MEAN;
		if (!add_name(header, feature, mean ? NULL : ending, NULL, 0, why))
			return false;
	}
	return !index || add_name(header, feature, "index", NULL, 0, why);
}

bool profile_names_mix(struct header *header, const char *column, const struct mix *mix,
                       struct failure *why)
{
	for (size_t i = 0; i < mix->levels.count; i++) {
		size_t length;
		const char *level = mix_level(mix, i, &length);
		if (!add_name(header, "share", column, level, length, why))
			return false;
	}
	return true;
}
