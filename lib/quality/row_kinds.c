#include "quality/row_kinds.h"

#include <string.h>

enum { KINDS = 64 };

void row_kinds_sort(uint32_t *rows, size_t count, const uint64_t *kind, uint32_t *scratch)
{
	size_t sorted = 0;
	for (int found = 0; found < KINDS && sorted < count; found++) {
		uint64_t wanted = kind[rows[sorted]];
		size_t others = 0;
		for (size_t i = sorted; i < count; i++) {
			if (kind[rows[i]] == wanted)
				rows[sorted++] = rows[i];
			else
				scratch[others++] = rows[i];
		}
		memcpy(rows + sorted, scratch, others * sizeof *rows);
	}
}
