#include "report/sheet.h"

#include "base/number.h"
#include "stream/columns.h"
#include "stream/input.h"

#include <math.h>
#include <string.h>

static bool check_header(const struct input *input, const struct sheet_column *columns,
                         struct failure *why)
{
	struct failure reason;
	size_t at;
	for (; columns->name != NULL; columns++)
		if (columns->needed && !columns_find(&input->header, columns->name, &at, &reason))
			return input_fail(input, why, "%s", reason.text);
	return true;
}

static bool check_row(struct sheet *sheet, const struct input *input,
                      const struct sheet_column *columns, struct failure *why)
{
	double value;
	for (size_t i = 0; i < input->row.count; i++)
		if (memchr(input->row.cells[i].text, '\0', input->row.cells[i].length) != NULL)
			return input_fail_cell(input, i, "a NUL byte", NULL, why);
	for (; columns->name != NULL; columns++) {
		size_t at = header_find(&input->header, columns->name);
		if (at == input->header.count)
			continue;
		const struct cell *cell = &input->row.cells[at];
		sheet->flagged += columns->kind == SHEET_FLAG && cell->length == 1
		    && *cell->text == '1';
		if (columns->kind == SHEET_NUMBER && cell->length > 0
		    && !input_number(input, at, &value, why))
			return false;
	}
	return true;
}

static bool keep_row(struct sheet *sheet, const struct row *row, struct failure *why)
{
	for (size_t i = 0; i < row->count; i++)
		if (!header_add(&sheet->cells, row->cells[i].text, row->cells[i].length, why))
			return false;
	sheet->rows++;
	return true;
}

bool sheet_read(struct sheet *sheet, const char *path, const struct sheet_column *columns,
                size_t most, struct failure *why)
{
	*sheet = (struct sheet){ 0 };
	struct input input;
	if (!input_open(&input, &path, 1, &(struct input_options){ 0 }, why))
		return false;
	bool read = check_header(&input, columns, why)
	    && header_copy(&sheet->header, &input.header, why);
	enum input_status status = INPUT_END;
	while (read && (status = input_next(&input, why)) == INPUT_ROW) {
		sheet->total++;
		read = check_row(sheet, &input, columns, why)
		    && (sheet->rows >= most || keep_row(sheet, &input.row, why));
	}
	input_close(&input);
	return read && status == INPUT_END;
}

void sheet_free(struct sheet *sheet)
{
	header_free(&sheet->header);
	header_free(&sheet->cells);
}

size_t sheet_column(const struct sheet *sheet, const char *name)
{
	return header_find(&sheet->header, name);
}

const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column)
{
	return column < sheet->header.count
	    ? sheet->cells.names[row * sheet->header.count + column] : "";
}

double sheet_number(const struct sheet *sheet, size_t row, size_t column)
{
	double value;
	const char *text = sheet_cell(sheet, row, column);
	return number_parse(text, strlen(text), &value) ? value : NAN;
}
