#include "stream/rejects.h"

#include <string.h>

bool rejects_open(struct rejects *rejects, const char *path, const struct header *names,
                  enum stream_kind kind, struct failure *why)
{
	*rejects = (struct rejects){ 0 };
	if (path == NULL)
		return true;
	rejects->open = outfile_open(&rejects->file, path, why);
	if (!rejects->open)
		return false;
	output_open(&rejects->output, rejects->file.fd, path, kind);
	struct header header;
	if (!header_copy(&header, names, why))
		return false;
	bool written = header_add(&header, "reject_line", strlen("reject_line"), why)
	    && header_add(&header, "reject_reason", strlen("reject_reason"), why)
	    && output_header(&rejects->output, &header, why);
	header_free(&header);
	return written;
}

bool rejects_add(struct rejects *rejects, const struct row *row, size_t line, const char *reason,
                 struct failure *why)
{
	if (!rejects->open)
		return true;
	for (size_t i = 0; i < row->count; i++)
		output_cell(&rejects->output, &row->cells[i]);
	output_integer(&rejects->output, (int64_t)line);
	output_string(&rejects->output, reason);
	return output_end_row(&rejects->output, why);
}

bool rejects_commit(struct rejects *rejects, struct failure *why)
{
	return !rejects->open
	    || (output_flush(&rejects->output, why) && outfile_commit(&rejects->file, why));
}

void rejects_free(struct rejects *rejects)
{
	if (!rejects->open)
		return;
	outfile_discard(&rejects->file);
	output_free(&rejects->output);
	*rejects = (struct rejects){ 0 };
}
