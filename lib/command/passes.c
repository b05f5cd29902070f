#include "command/passes.h"

#include <stdlib.h>
#include <string.h>

bool pass_header(struct run *run, const char *const *names, size_t count)
{
	struct header header;
	if (!header_copy(&header, &run->input.header, &run->why))
		return false;
	bool made = true;
	for (size_t i = 0; made && i < count; i++)
		made = columns_check_new(&header, names[i], &run->why)
		    && header_add(&header, names[i], strlen(names[i]), &run->why);
	made = made && output_header(&run->output, &header, &run->why);
	header_free(&header);
	return made;
}

bool pass_names(struct run *run, const char *names[2])
{
	if (run->shared.as == NULL)
		return true;
	free(run->as);
	run->as = strdup(run->shared.as);
	if (run->as == NULL)
		return fail_memory(&run->why);
	names[0] = run->as;
	char *comma = strchr(run->as, ',');
	if (comma != NULL) {
		*comma = '\0';
		names[1] = comma + 1;
	}
	if (names[0][0] == '\0' || names[1][0] == '\0' || strchr(names[1], ',') != NULL)
		run_usage(run, "--as: not NAME or NAME,NAME: '%s'", run->shared.as);
	return true;
}

bool pass_header_of_two(struct run *run, const char *const names[2])
{
	const struct header *header = &run->input.header;
	if (header_find(header, names[1]) < header->count)
		return fail(&run->why, "column '%s' is there already; --as NAME,NAME chooses another "
		            "name for it", names[1]);
	return pass_header(run, names, 2);
}

bool pass_stream(struct run *run, append_cells *append, void *context)
{
	struct input *input = &run->input;
	struct buffer text = { 0 };
	bool passed = true;
	enum input_status status;
	while (passed && (status = input_next(input, &run->why)) != INPUT_END) {
		struct failure reason;
		text.length = 0;
		passed = status == INPUT_ROW;
		if (!passed)
			break;
		progress_report(&run->progress, "rows", input->rows, 0);
		if (!row_encode(&text, &input->row, &input->header, run->output.kind, &reason)) {
			passed = input_fail(input, &run->why, "%s", reason.text);
			break;
		}
		output_text_row(&run->output, text.data, text.length, input->header.count);
		passed = append(context, input->rows - 1, run)
		    && output_end_row(&run->output, &run->why);
	}
	buffer_free(&text);
	return passed;
}

bool pass_table(struct run *run, struct table *table, append_cells *append, void *context)
{
	bool passed = true;
	row_store_rewind(&table->rows);
	for (size_t row = 0; passed && row < table->x.rows; row++) {
		const char *text;
		size_t length;
		progress_report(&run->progress, "writing", row, table->x.rows);
		passed = row_store_next(&table->rows, &text, &length, &run->why);
		if (!passed)
			break;
		output_text_row(&run->output, text, length, run->input.header.count);
		passed = append(context, row, run) && output_end_row(&run->output, &run->why);
	}
	return passed;
}

bool pass_read(struct run *run, const struct columns *columns, bool keep_rows,
               struct table *table)
{
	struct table_options options = { .keep_rows = keep_rows,
		                         .kind = run->output.kind,
		                         .row_memory = run_row_memory(run) };
	return table_read(table, &run->input, columns, &options, &run->why);
}

bool pass_check_range(struct run *run, size_t column, const double *values, size_t rows,
                      double least, double most, const char *reason)
{
	for (size_t i = 0; i < rows; i++)
		if (!(values[i] >= least && values[i] <= most))
			return input_fail_value(&run->input, i, column, values[i], reason, NULL,
			                        &run->why);
	return true;
}

bool pass_check_values(struct run *run, const struct columns *columns, const struct matrix *x)
{
	for (size_t j = 0; j < x->cols; j++)
		if (!pass_check_range(run, columns->at[j], matrix_column(x, j), x->rows, -1e100, 1e100,
		                      "beyond 1e100"))
			return false;
	return true;
}
