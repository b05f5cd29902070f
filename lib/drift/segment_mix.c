#include "drift/segment_mix.h"

#include "base/text_order.h"

#include <stdlib.h>
#include <string.h>

bool segment_mix_find(struct segment_mix *mix, const char *name, size_t length, size_t *segment,
                      struct failure *why)
{
	bool added;
	*segment = text_set_find(&mix->segments, name, length);
	if (*segment < mix->segments.count)
		return true;
	if (length == 0)
		return fail(why, "no segment");
	if (memchr(name, '\0', length) != NULL)
		return fail(why, "a NUL byte");
	if (*segment == SEGMENT_LIMIT)
		return fail(why, "more than %d segments; --by names the column of the segments",
		            SEGMENT_LIMIT);
	return text_set_add(&mix->segments, name, length, &added, why);
}

bool segment_mix_sort(struct segment_mix *mix, struct failure *why)
{
	free(mix->order);
	mix->order = text_order(&mix->segments, why);
	return mix->order != NULL;
}

struct psi segment_mix_psi(const struct segment_mix *mix, size_t comparisons)
{
	size_t reference[SEGMENT_LIMIT], now[SEGMENT_LIMIT];
	for (size_t i = 0; i < mix->segments.count; i++) {
		reference[i] = mix->reference[mix->order[i]];
		now[i] = mix->now[mix->order[i]];
	}
	return psi_of_counts(reference, now, mix->segments.count, comparisons);
}

void segment_mix_free(struct segment_mix *mix)
{
	text_set_free(&mix->segments);
	free(mix->order);
	mix->order = NULL;
}
