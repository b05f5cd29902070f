/* How a long computation tells how far it is, without knowing who listens. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stddef.h>

struct progress {
	/* Called now and then, from one thread at a time. */
	void (*report)(void *context, const char *what, size_t done, size_t total);
	void *context;
};

static inline void progress_report(const struct progress *progress, const char *what,
                                   size_t done, size_t total)
{
	if (progress != NULL && progress->report != NULL)
		progress->report(progress->context, what, done, total);
}

#endif
