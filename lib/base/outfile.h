/* A named output file that appears whole or not at all: it is written under
 * another name in the same folder and renamed when it is done.  A name that
 * is there and no plain file (a device, a pipe) is written to directly. */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include "base/failure.h"

enum { OUTFILE_PATH = 4096 };

struct outfile {
	int fd;       /* -1: not open */
	int slot;     /* where the handler of signals finds the temporary name, or -1 */
	const char *path;
	char target[OUTFILE_PATH];    /* the path behind symbolic links */
	char temporary[OUTFILE_PATH]; /* empty: written to directly */
};

/* The path must outlive the outfile.  The reason names the file. */
bool outfile_open(struct outfile *file, const char *path, struct failure *why);
bool outfile_commit(struct outfile *file, struct failure *why);
void outfile_discard(struct outfile *file); /* does nothing where none is open */

/* Writes a whole small file at once. */
bool outfile_write(const char *path, const char *bytes, size_t length, struct failure *why);

/* Writes all bytes to a descriptor; the errno is left for the caller. */
bool write_all(int fd, const char *bytes, size_t length);

/* On SIGINT, SIGTERM and SIGHUP, removes what is not committed and ends as the
 * signal says. */
void outfile_guard_signals(void);

#endif
