#include "summary/mix.h"

#include "base/text_order.h"

#include <stdlib.h>
#include <string.h>

static bool make_room(struct mix *mix, size_t segment_count, struct failure *why)
{
	size_t room = mix->segment_count > 0 ? mix->segment_count : 8;
	while (room < segment_count && room <= SIZE_MAX / 2)
		room *= 2;
	size_t row = MIX_LEVEL_LIMIT * sizeof *mix->counts;
	size_t *bigger = room < segment_count || room > SIZE_MAX / row
	    ? NULL : realloc(mix->counts, room * row);
	if (bigger == NULL)
		return fail_memory(why);
	memset((char *)bigger + mix->segment_count * row, 0, (room - mix->segment_count) * row);
	mix->counts = bigger;
	mix->segment_count = room;
	return true;
}

bool mix_add(struct mix *mix, size_t segment, const char *level, size_t length,
             struct failure *why)
{
	if (segment >= mix->segment_count && !make_room(mix, segment + 1, why))
		return false;
	size_t at = text_set_find(&mix->levels, level, length);
	bool added;
	if (at == MIX_LEVEL_LIMIT)
		return fail(why, "more than %d levels", MIX_LEVEL_LIMIT);
	if (at == mix->levels.count && !text_set_add(&mix->levels, level, length, &added, why))
		return false;
	mix->counts[segment * MIX_LEVEL_LIMIT + at]++;
	return true;
}

bool mix_sort(struct mix *mix, struct failure *why)
{
	mix->order = text_order_bytes(&mix->levels, why);
	return mix->order != NULL;
}

const char *mix_level(const struct mix *mix, size_t i, size_t *length)
{
	return text_set_get(&mix->levels, mix->order[i], length);
}

size_t mix_count(const struct mix *mix, size_t segment, size_t i)
{
	if (segment >= mix->segment_count)
		return 0;
	return mix->counts[segment * MIX_LEVEL_LIMIT + mix->order[i]];
}

void mix_free(struct mix *mix)
{
	text_set_free(&mix->levels);
	free(mix->order);
	free(mix->counts);
	*mix = (struct mix){ 0 };
}
