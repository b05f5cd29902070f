#include "density/union_find.h"

#include <stdlib.h>

bool union_find_create(struct union_find *sets, size_t count)
{
	sets->parent = calloc(count > 0 ? count : 1, sizeof *sets->parent);
	if (sets->parent == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		atomic_init(&sets->parent[i], (uint32_t)i);
	return true;
}

void union_find_free(struct union_find *sets)
{
	free((void *)sets->parent);
	sets->parent = NULL;
}
