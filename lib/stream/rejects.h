/* A named file of the rows that were set aside: the row, the line on which it
 * starts and the reason.  It appears whole, when it is committed. */
#ifndef STREAM_REJECTS_H
#define STREAM_REJECTS_H

#include "base/outfile.h"
#include "stream/output.h"

/* Zeroed it is a file that nobody asked for: nothing is kept. */
struct rejects {
	bool open;
	struct outfile file;
	struct output output;
};

/* Opens the file and writes `names` with reject_line and reject_reason behind
 * them.  A path of NULL is none, and all that follows does nothing.  The path
 * must outlive the rejects. */
bool rejects_open(struct rejects *rejects, const char *path, const struct header *names,
                  enum stream_kind kind, struct failure *why);

bool rejects_add(struct rejects *rejects, const struct row *row, size_t line, const char *reason,
                 struct failure *why);

/* Puts the file in its place. */
bool rejects_commit(struct rejects *rejects, struct failure *why);

/* Leaves no file unless it was committed. */
void rejects_free(struct rejects *rejects);

#endif
