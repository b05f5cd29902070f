#include "cluster/mix.h"

#include <stdint.h>
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

bool mix_add(struct mix *mix, size_t segment, size_t level, struct failure *why)
{
	if (segment >= mix->segment_count && !make_room(mix, segment + 1, why))
		return false;
	mix->counts[segment * MIX_LEVEL_LIMIT + level]++;
	return true;
}

size_t mix_count(const struct mix *mix, size_t segment, size_t level)
{
	return segment < mix->segment_count ? mix->counts[segment * MIX_LEVEL_LIMIT + level] : 0;
}

void mix_free(struct mix *mix)
{
	free(mix->counts);
	*mix = (struct mix){ 0 };
}
