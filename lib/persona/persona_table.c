#include "persona/persona_table.h"

#include "persona/trust_column.h"
#include "stream/columns.h"
#include "stream/input.h"

#include <string.h>

enum { BY, PERSONA, GOAL, COLUMNS };

static bool take_row(struct persona_table *table, const struct input *input, const size_t *at,
                     struct failure *why)
{
	const struct cell *cells = input->row.cells, *label = &cells[at[BY]];
	bool added;
	for (int i = 0; i < COLUMNS; i++) {
		const struct cell *cell = &cells[at[i]];
		if (cell->length == 0)
			return input_fail_cell(input, at[i], "missing value", NULL, why);
		if (memchr(cell->text, '\0', cell->length) != NULL)
			return input_fail_cell(input, at[i], "a NUL byte", NULL, why);
	}
	if (!text_set_add(&table->segments, label->text, label->length, &added, why))
		return false;
	if (!added)
		return input_fail_cell(input, at[BY], "this segment is there twice", NULL, why);
	return header_add(&table->names, cells[at[PERSONA]].text, cells[at[PERSONA]].length, why)
	    && header_add(&table->goals, cells[at[GOAL]].text, cells[at[GOAL]].length, why)
	    && trust_column_add(&table->trusts, input, why);
}

static bool read_rows(struct persona_table *table, struct input *input, const char *by,
                      struct failure *why)
{
	const char *const names[COLUMNS] = { by, "persona", "goal" };
	size_t at[COLUMNS];
	struct failure reason;
	for (int i = 0; i < COLUMNS; i++)
		if (!columns_find(&input->header, names[i], &at[i], &reason))
			return input_fail(input, why, "%s", reason.text);
	enum input_status status;
	while ((status = input_next(input, why)) == INPUT_ROW)
		if (!take_row(table, input, at, why))
			return false;
	if (status == INPUT_END && table->segments.count == 0)
		return input_fail(input, why, "no personas are here");
	return status == INPUT_END;
}

bool persona_table_read(struct persona_table *table, const char *path, const char *by,
                        struct failure *why)
{
	*table = (struct persona_table){ 0 };
	struct input input;
	if (!input_open(&input, &path, 1, &(struct input_options){ 0 }, why))
		return false;
	bool read = read_rows(table, &input, by, why);
	input_close(&input);
	return read;
}

void persona_table_free(struct persona_table *table)
{
	text_set_free(&table->segments);
	header_free(&table->names);
	header_free(&table->goals);
	header_free(&table->trusts);
}
