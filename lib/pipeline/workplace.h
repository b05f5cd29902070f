/* The folder of the deliverables, and the hidden one within it in which they are
 * made, so that they appear all together or not at all. */
#ifndef PIPELINE_WORKPLACE_H
#define PIPELINE_WORKPLACE_H

#include "base/failure.h"

enum { WORKPLACE_PATH = 4096 };

/* The names of all files that a run may leave, ended by NULL. */
extern const char *const deliverables[];

struct workplace {
	const char *folder;
	char hidden[WORKPLACE_PATH]; /* empty: not made */
	bool made;                   /* the folder was not there before */
	bool published;
	int lock;                    /* one run at a time: the open folder, or -1 */
};

/* Makes both folders.  Fails where another run works in the folder, or something
 * that is no plain file stands in the place of a deliverable. */
bool workplace_open(struct workplace *place, const char *folder, struct failure *why);

/* Writes the path of a file in the hidden folder.  Returns `path`, which holds
 * WORKPLACE_PATH bytes. */
const char *workplace_path(const struct workplace *place, const char *name,
                           char path[WORKPLACE_PATH]);

/* Whether a path is that of a deliverable, which would take its place. */
bool workplace_has(const struct workplace *place, const char *path);

/* Puts the new files in the place of the old ones: all of them or, when one
 * cannot be moved, the old ones again. */
bool workplace_publish(struct workplace *place, struct failure *why);

/* Takes the hidden folder away, and the other if it is new and nothing was
 * published. */
void workplace_close(struct workplace *place);

#endif
