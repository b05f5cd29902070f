/* The programs of a run at work, and the signals that end them all.
 *
 * The signals are blocked and waited for together with the ends of the programs,
 * so that nothing happens between two steps. */
#ifndef PIPELINE_CREW_H
#define PIPELINE_CREW_H

#include "base/failure.h"

#include <signal.h>
#include <sys/types.h>

enum { CREW_LIMIT = 32 };

struct crew {
	size_t count;
	struct {
		pid_t id; /* 0: it has ended */
		int status;
		char name[32];
	} members[CREW_LIMIT];
	sigset_t waited, before;
	int ended_by; /* SIGINT, SIGTERM or SIGHUP; 0: none came */
};

/* Holds the signals back from here on; the programs get them as they were. */
bool crew_create(struct crew *crew, struct failure *why);

/* Starts a program, found as a shell finds it, that reads `input` and writes
 * `output`.  Its place among the members is crew->count before. */
bool crew_start(struct crew *crew, char *const arguments[], int input, int output,
                struct failure *why);

/* Waits for the members from `first` to before `end`.  A signal that ends the
 * run is passed on to all, and all are waited for; then it returns false.  In
 * `status` it leaves 0, or the exit status of one that failed: 2 where one has it,
 * for what is behind wrong usage fails for want of input; else the last one's,
 * 128 + n where signal n ended it. */
bool crew_wait(struct crew *crew, size_t first, size_t end, int *status);

/* Words which of them was ended by a signal, of which it could say nothing itself;
 * returns false, and `why` as it was, where none was. */
bool crew_word_signal(const struct crew *crew, size_t first, size_t end, struct failure *why);

/* Lets signals through again. */
void crew_release(struct crew *crew);

/* Ends those that still run, and waits for them. */
void crew_end(struct crew *crew);

#endif
