#include "stream/input.h"

#include "base/number.h"
#include "stream/marker.h"
#include "stream/sniff.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const standard_input[] = { "-" };

static const char *place_name(const struct input *input, size_t file)
{
	const char *path = input->paths[file];
	return strcmp(path, "-") == 0 ? "stdin" : path;
}

const char *input_name(const struct input *input)
{
	return place_name(input, input->path);
}

static bool fail_at(const struct input *input, size_t line, struct failure *why,
                    const char *format, va_list arguments)
{
	char reason[sizeof why->text];
	vsnprintf(reason, sizeof reason, format, arguments);
	return fail(why, "%s:%zu: %s", input_name(input), line, reason);
}

bool input_fail(const struct input *input, struct failure *why, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fail_at(input, input->row_line, why, format, arguments);
	va_end(arguments);
	return false;
}

/* The same for a reason that came from below, and so may lie on a later line. */
static bool fail_below(const struct input *input, struct failure *why)
{
	struct failure reason = *why;
	return fail(why, "%s:%zu: %s", input_name(input), input->reader.line, reason.text);
}

static bool fail_text(const struct input *input, struct place place, size_t column,
                      const char *reason, const char *text, size_t length, const char *way_out,
                      struct failure *why)
{
	char quoted[QUOTED_SIZE];
	return fail(why, "%s:%zu: column '%s': %s: %s%s%s", place_name(input, place.path), place.line,
	            input->header.names[column], reason, quote(quoted, text, length),
	            way_out != NULL ? "; " : "", way_out != NULL ? way_out : "");
}

bool input_fail_cell(const struct input *input, size_t column, const char *reason,
                     const char *way_out, struct failure *why)
{
	const struct cell *cell = &input->row.cells[column];
	struct place here = { .path = input->path, .line = input->row_line };
	return fail_text(input, here, column, reason, cell->text, cell->length, way_out, why);
}

bool input_fail_value(const struct input *input, size_t row, size_t column, double value,
                      const char *reason, const char *way_out, struct failure *why)
{
	char text[NUMBER_SIZE];
	return fail_text(input, places_find(&input->places, row), column, reason, text,
	                 number_format(value, text), way_out, why);
}

bool input_number(const struct input *input, size_t column, double *value, struct failure *why)
{
	const struct cell *cell = &input->row.cells[column];
	if (number_parse(cell->text, cell->length, value))
		return true;
	return input_fail_cell(input, column, "not a number", NULL, why);
}

static bool is_blank_line(const char *line, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
			return false;
	return true;
}

static bool is_comment(const struct input *input, const char *line, size_t length)
{
	const char *prefix = input->options.comment;
	if (prefix == NULL)
		return false;
	size_t size = strlen(prefix);
	return length >= size && memcmp(line, prefix, size) == 0;
}

/* The next line that holds a row; it may be the marker of a failed stage. */
static enum line_status next_line(struct input *input, const char **line, size_t *length,
                                  struct failure *why)
{
	for (;;) {
		enum line_status status = line_reader_next(&input->reader, line, length, why);
		input->row_line = input->reader.line;
		if (status == LINE_END)
			return status;
		if (status == LINE_FAILED) {
			input->row_line++;
			struct failure reason = *why;
			input_fail(input, why, "%s", reason.text);
			return status;
		}
		if (marker_starts(*line, *length)) {
			size_t skipped = sizeof MARKER - 1;
			fail(why, "upstream failed: %.*s", (int)(*length - skipped), *line + skipped);
			return LINE_FAILED;
		}
		if (is_comment(input, *line, *length)) {
			input->comment_lines++;
			continue;
		}
		if (!is_blank_line(*line, *length))
			return status;
		if (input->options.messy)
			input->blank_lines++;
		else if (input->kind == STREAM_CSV) {
			input_fail(input, why, "a blank line; seg-features leaves such lines out");
			return LINE_FAILED;
		}
	}
}

static bool split_csv(struct input *input, const char *line, size_t length, struct failure *why)
{
	if (!csv_record_read(&input->csv, &input->reader, &line, &length, why))
		return fail_below(input, why);
	input->row = (struct row){ .cells = input->csv.cells, .count = input->csv.count,
		                   .text = line, .length = length, .kind = STREAM_CSV,
		                   .canonical = input->csv.canonical };
	return true;
}

static bool split_json(struct input *input, const char *line, size_t length, struct failure *why)
{
	while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
		length--;
	if (!json_record_read(&input->json, &input->header, line, length, why))
		return fail_below(input, why);
	input->row = (struct row){ .cells = input->json.cells, .count = input->header.count,
		                   .text = line, .length = length, .kind = STREAM_NDJSON };
	return true;
}

static bool check_names(const struct input *input, const struct header *header,
                        struct failure *why)
{
	/* What messy names become is for seg-features to say. */
	if (input->options.messy)
		return true;
	for (size_t i = 0; i < header->count; i++) {
		if (header->names[i][0] == '\0')
			return input_fail(input, why, "column %zu has no name; seg-features gives "
			                              "it one", i + 1);
		size_t length = strlen(header->names[i]);
		if (utf8_valid_prefix(header->names[i], length) != length)
			return input_fail(input, why, "the header is not UTF-8; seg-features says what "
			                              "to do");
		for (size_t j = 0; j < i; j++)
			if (strcmp(header->names[i], header->names[j]) == 0)
				return input_fail(input, why, "two columns are named '%s'",
				                  header->names[i]);
	}
	if (header->count == 1 && strpbrk(header->names[0], ";\t|") != NULL)
		return input_fail(input, why, "the header is not separated by commas; seg-features "
		                              "reads such a file");
	return true;
}

/* The parser has the delimiter of the first file. */
static bool check_declared(const struct input *input, char declared, struct failure *why)
{
	char delimiter = input->csv.delimiter;
	if (declared == 0 || declared == delimiter || input->options.delimiter != 0)
		return true;
	return input_fail(input, why, "the line before declares the delimiter '%c', but that of the "
	                  "first file is '%c'", declared, delimiter);
}

/* `declared` is the delimiter that a line of its own named, or 0. */
static bool read_csv_header(struct input *input, struct header *header, char declared,
                            const char *line, size_t length, struct failure *why)
{
	if (input->csv.cells == NULL && input->csv.delimiter == 0) {
		char delimiter = input->options.delimiter;
		if (delimiter == 0)
			delimiter = declared;
		if (delimiter == 0)
			delimiter = input->options.messy ? sniff_delimiter(line, length) : ',';
		if (!csv_record_create(&input->csv, delimiter, input->options.messy, why))
			return false;
	}
	if (!check_declared(input, declared, why) || !split_csv(input, line, length, why))
		return false;
	input->held = input->options.header != NULL;
	struct failure reason;
	if (!(input->held ? header_from_list(header, input->options.header, &reason)
	                  : header_from_row(header, &input->row, &reason)))
		return input_fail(input, why, "%s", reason.text);
	return true;
}

static bool fail_empty(const struct input *input, struct failure *why)
{
	return fail(why, "%s: no header: the input is empty; did the stage before fail?",
	            input_name(input));
}

static bool read_header(struct input *input, struct header *header, struct failure *why)
{
	const char *line;
	size_t length;
	enum line_status status = next_line(input, &line, &length, why);
	char declared = 0;
	if (status == LINE_READ && input->options.messy && input->kind == STREAM_CSV)
		declared = sniff_declared_delimiter(line, length);
	if (declared != 0)
		status = next_line(input, &line, &length, why);
	if (status == LINE_FAILED)
		return false;
	if (status == LINE_END)
		return fail_empty(input, why);
	if (sniff_merge_conflict(line, length))
		return input_fail(input, why, "an unresolved merge conflict stands here; resolve it "
		                              "in Git first");
	if (input->kind == STREAM_CSV)
		return read_csv_header(input, header, declared, line, length, why)
		    && check_names(input, header, why);
	if (!json_record_header(header, line, length, why))
		return fail_below(input, why);
	if (header->count == 0)
		return input_fail(input, why, "the first object has no keys");
	if (header->count > COLUMN_LIMIT)
		return input_fail(input, why, "the row has more than %d columns", COLUMN_LIMIT);
	input->held = true;
	return check_names(input, header, why) && split_json(input, line, length, why);
}

/* CSV or NDJSON, told from the first byte that is not blank. */
static bool find_kind(struct input *input, enum stream_kind *kind, struct failure *why)
{
	enum { LOOK_AHEAD = 4096 };
	const char *bytes;
	size_t length;
	struct failure reason;
	if (!line_reader_peek(&input->reader, LOOK_AHEAD, &bytes, &length, &reason))
		return fail(why, "%s: %s", input_name(input), reason.text);
	if (length == 0)
		return fail_empty(input, why);
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		if (!input->options.messy)
			return fail(why, "%s:1: a byte order mark; seg-features takes it away",
			            input_name(input));
		line_reader_skip(&input->reader, 3);
		bytes += 3;
		length -= 3;
	}
	const char *foreign = sniff_not_a_table(bytes, length);
	if (foreign != NULL)
		return fail(why, "%s:1: %s", input_name(input), foreign);
	size_t i = 0;
	while (i < length && strchr(" \t\r\n", bytes[i]) != NULL && bytes[i] != '\0')
		i++;
	*kind = i < length && bytes[i] == '{' ? STREAM_NDJSON : STREAM_CSV;
	return true;
}

/* Opens the file at input->path and reads its header, which must agree with
 * that of the first. */
static bool open_file(struct input *input, struct failure *why)
{
	if (!line_reader_open(&input->reader, input->paths[input->path], why))
		return false;
	input->open = true;
	enum stream_kind kind;
	if (!find_kind(input, &kind, why))
		return false;
	if (input->path == 0) {
		input->kind = kind;
		return read_header(input, &input->header, why);
	}
	if (kind != input->kind)
		return fail(why, "%s: %s, but the first file is %s", input_name(input),
		            kind == STREAM_CSV ? "CSV" : "NDJSON",
		            kind == STREAM_CSV ? "NDJSON" : "CSV");
	if (kind == STREAM_NDJSON)
		return true; /* each row is held against the keys of the first */
	struct header header = { 0 };
	bool agrees = read_header(input, &header, why);
	for (size_t i = 0; agrees && (i < header.count || i < input->header.count); i++) {
		const char *name = i < header.count ? header.names[i] : NULL;
		const char *first = i < input->header.count ? input->header.names[i] : NULL;
		if (name == NULL || first == NULL || strcmp(name, first) != 0)
			agrees = input_fail(input, why, "column %zu is '%s', in the first file '%s'; "
			                    "the files must have one header", i + 1,
			                    name != NULL ? name : "", first != NULL ? first : "");
	}
	header_free(&header);
	return agrees;
}

bool input_open(struct input *input, const char *const *paths, size_t path_count,
                const struct input_options *options, struct failure *why)
{
	*input = (struct input){ .options = *options, .paths = paths, .path_count = path_count };
	if (path_count == 0) {
		input->paths = standard_input;
		input->path_count = 1;
	}
	if (open_file(input, why))
		return true;
	input_close(input);
	return false;
}

void input_close(struct input *input)
{
	if (input->open)
		line_reader_close(&input->reader);
	if (input->csv.delimiter != 0)
		csv_record_free(&input->csv);
	json_record_free(&input->json);
	header_free(&input->header);
	places_free(&input->places);
	*input = (struct input){ 0 };
}

static bool check_ragged(const struct input *input, struct failure *why)
{
	if (input->row.count == input->header.count)
		return true;
	if (sniff_merge_conflict(input->row.text, input->row.length))
		return input_fail(input, why, "an unresolved merge conflict stands here; resolve it "
		                              "in Git first");
	return input_fail(input, why, "the row has %zu cell%s, the header has %zu", input->row.count,
	                  input->row.count == 1 ? "" : "s", input->header.count);
}

enum input_status input_next(struct input *input, struct failure *why)
{
	for (;;) {
		if (input->held) {
			input->held = false;
			break;
		}
		const char *line;
		size_t length;
		enum line_status status = next_line(input, &line, &length, why);
		if (status == LINE_FAILED)
			return INPUT_FAILED;
		if (status == LINE_READ) {
			bool split = input->kind == STREAM_CSV ? split_csv(input, line, length, why)
			                                       : split_json(input, line, length, why);
			if (!split)
				return INPUT_FAILED;
			break;
		}
		if (input->path + 1 == input->path_count)
			return INPUT_END;
		line_reader_close(&input->reader);
		input->open = false;
		input->path++;
		if (!open_file(input, why))
			return INPUT_FAILED;
	}
	if (!check_ragged(input, why)
	    || (input->note_places
	        && !places_add(&input->places, input->rows, input->path, input->row_line, why)))
		return INPUT_FAILED;
	input->rows++;
	return INPUT_ROW;
}
