#include "clean/waiting_rows.h"

#include "clean/row_check.h"

#include <stdlib.h>

bool waiting_rows_create(struct waiting_rows *waiting, size_t columns, size_t memory,
                         struct failure *why)
{
	*waiting = (struct waiting_rows){ .columns = columns };
	row_store_create(&waiting->rows, memory);
	waiting->cells = calloc(columns + 1, sizeof *waiting->cells);
	return waiting->cells != NULL || fail_memory(why);
}

bool waiting_rows_add(struct waiting_rows *waiting, const struct input *input,
                      struct failure *why)
{
	waiting->packed.length = 0;
	if (!row_pack(&waiting->packed, &input->row))
		return fail_memory(why);
	if (!row_store_add(&waiting->rows, waiting->packed.data, waiting->packed.length, why)
	    || !places_add(&waiting->places, waiting->count, input->path, input->row_line, why))
		return false;
	waiting->count++;
	return true;
}

bool waiting_rows_next(struct waiting_rows *waiting, struct input *input, struct failure *why)
{
	const char *text;
	size_t length;
	if (!row_store_next(&waiting->rows, &text, &length, why))
		return false;
	struct place place = places_find(&waiting->places, waiting->next++);
	row_unpack(waiting->cells, waiting->columns, text);
	input->row = (struct row){ .cells = waiting->cells, .count = waiting->columns };
	input->path = place.path;
	input->row_line = place.line;
	return true;
}

void waiting_rows_free(struct waiting_rows *waiting)
{
	row_store_free(&waiting->rows);
	places_free(&waiting->places);
	buffer_free(&waiting->packed);
	free(waiting->cells);
	*waiting = (struct waiting_rows){ .rows.fd = -1 };
}
