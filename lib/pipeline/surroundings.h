/* What the filters of a run find around them. */
#ifndef PIPELINE_SURROUNDINGS_H
#define PIPELINE_SURROUNDINGS_H

#include "base/failure.h"

/* Sets PATH, so that the filters beside the program, which was called as `called`,
 * come first; LC_ALL; and, unless the user has set it, OMP_WAIT_POLICY. */
bool surroundings_set(const char *called, struct failure *why);

#endif
