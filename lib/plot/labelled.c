#include "plot/labelled.h"

#include <stdlib.h>
#include <string.h>

/* Fails where numbers are too large for the sums and ranges of a picture. */
static bool check_numbers(const struct matrix *x, const struct input *input,
                          const struct columns *columns, struct failure *why)
{
	for (size_t j = 0; j < x->cols; j++)
		for (size_t i = 0; i < x->rows; i++)
			if (!(matrix_column(x, j)[i] <= 1e100 && matrix_column(x, j)[i] >= -1e100))
				return fail(why, "column '%s', row %zu: %g is beyond 1e100",
				            input->header.names[columns->at[j]], i + 1,
				            matrix_column(x, j)[i]);
	return true;
}

/* The persona of each segment: that of its first row, unless another row has
 * another one.  `persona` has k + 1 places; the number of personas means none. */
static void find_personas(const struct labelled *rows, size_t *persona)
{
	const struct labels *personas = &rows->labels[1];
	for (size_t g = 0; g <= rows->k; g++)
		persona[g] = SIZE_MAX;
	for (size_t i = 0; i < personas->rows; i++) {
		size_t *own = &persona[labelled_group(rows, i)], name = (size_t)personas->ids[i];
		*own = *own == SIZE_MAX || *own == name ? name : personas->names.count;
	}
}

static bool add_segments(struct labelled *rows, const size_t *persona, struct failure *why)
{
	const struct labels *personas = &rows->labels[1];
	for (size_t g = 0; g < rows->k + (rows->noise > 0); g++) {
		size_t length, persona_length = 0;
		const char *label = "-1", *name = NULL;
		if (g < rows->k)
			label = labels_name(&rows->labels[0], g, &length);
		else
			length = strlen(label);
		if (persona[g] < personas->names.count)
			name = text_set_get(&personas->names, persona[g], &persona_length);
		if (!segment_list_add(&rows->list, label, length, name, persona_length, why))
			return false;
	}
	return true;
}

static bool list_segments(struct labelled *rows, struct failure *why)
{
	if (!labels_sort(&rows->labels[0], false, why))
		return false;
	rows->k = rows->labels[0].k;
	rows->sizes = calloc(rows->k + 1, sizeof *rows->sizes);
	size_t *persona = malloc((rows->k + 1) * sizeof *persona);
	bool listed = (rows->sizes != NULL && persona != NULL) || fail_memory(why);
	if (listed) {
		for (size_t i = 0; i < rows->labels[0].rows; i++)
			rows->sizes[labelled_group(rows, i)]++;
		rows->noise = rows->sizes[rows->k];
		find_personas(rows, persona);
		listed = add_segments(rows, persona, why);
	}
	free(persona);
	return listed;
}

bool labelled_read(struct labelled *rows, struct input *input, const struct columns *columns,
                   const char *by, struct failure *why)
{
	const struct header *header = &input->header;
	size_t at[2];
	*rows = (struct labelled){ .table.rows.fd = -1 };
	if (!columns_find(header, by, &at[0], why))
		return false;
	at[1] = header_find(header, "persona");
	bool named = at[1] < header->count && at[1] != at[0];
	struct table_options how = { .labels = rows->labels, .label_at = at,
		                     .label_count = named ? 2 : 1 };
	return table_read(&rows->table, input, columns, &how, why)
	    && check_numbers(&rows->table.x, input, columns, why) && list_segments(rows, why);
}

void labelled_free(struct labelled *rows)
{
	table_free(&rows->table);
	labels_free(&rows->labels[0]);
	labels_free(&rows->labels[1]);
	free(rows->sizes);
	segment_list_free(&rows->list);
}
