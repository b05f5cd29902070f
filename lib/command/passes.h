/* The two ways in which a filter passes rows on with columns of its own. */
#ifndef COMMAND_PASSES_H
#define COMMAND_PASSES_H

#include "command/run.h"
#include "stream/table.h"

/* Writes the header of the stream with `names` behind it; a name that is there
 * already is an error. */
bool pass_header(struct run *run, const char *const *names, size_t count);

/* Takes the names of two appended columns from --as NAME or --as NAME,SECOND;
 * where it is silent, what `names` holds stays.  They live as long as the run.
 * Another form is a usage error, which exits. */
bool pass_names(struct run *run, const char *names[2]);

/* pass_header for these two. */
bool pass_header_of_two(struct run *run, const char *const names[2]);

/* Puts the appended cells of one row with output_number and its siblings. */
typedef bool append_cells(void *context, size_t row, struct run *run);

/* Row by row, in constant memory: run->input.row is the row at hand. */
bool pass_stream(struct run *run, append_cells *append, void *context);

/* The rows of a table that was read before. */
bool pass_table(struct run *run, struct table *table, append_cells *append, void *context);

/* Fails for the first of the values of a column (at `column` in the header; one
 * for each row that was read into a table) that is not from `least` to `most`:
 * with its place, and `reason`. */
bool pass_check_range(struct run *run, size_t column, const double *values, size_t rows,
                      double least, double most, const char *reason);

/* Fails for a value whose square would be near overflow: no distance of it
 * means anything. */
bool pass_check_values(struct run *run, const struct columns *columns, const struct matrix *x);

/* Reads the whole stream: these columns as numbers, the rows as text. */
bool pass_read(struct run *run, const struct columns *columns, bool keep_rows,
               struct table *table);

#endif
