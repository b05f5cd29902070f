/* Why something could not be done, in one line that a person can act on. */
#ifndef BASE_FAILURE_H
#define BASE_FAILURE_H

#include <stdbool.h>
#include <stddef.h>

struct failure {
	char text[1024];
};

/* Words the failure and returns false, so that a function ends with
 * `return fail(why, ...)`.  A text that is too long is cut; a control byte in it
 * becomes a `?`, so that it stays one line. */
bool fail(struct failure *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The one failure that every function shares. */
bool fail_memory(struct failure *why);

/* Writes `text` (of `length` bytes) quoted for a message: at most 40 bytes of
 * it, control bytes escaped, "..." where it was cut.  Returns
 * `quoted`, which holds `QUOTED_SIZE` bytes. */
enum { QUOTED_SIZE = 176 };
const char *quote(char quoted[QUOTED_SIZE], const char *text, size_t length);

#endif
