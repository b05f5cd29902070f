#include "pipeline/surroundings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Puts the folder of a program before those in PATH. */
static bool prefer_folder_of(const char *program, struct failure *why)
{
	const char *slash = strrchr(program, '/'), *path = getenv("PATH");
	if (slash == NULL)
		return true;
	size_t length = (size_t)(slash - program), size = length + strlen(path != NULL ? path : "") + 3;
	char *longer = malloc(size);
	if (longer == NULL)
		return fail_memory(why);
	snprintf(longer, size, "%.*s%s%s", (int)(length > 0 ? length : 1), program,
	         path != NULL ? ":" : "", path != NULL ? path : "");
	bool set = setenv("PATH", longer, 1) == 0;
	free(longer);
	return set || fail_memory(why);
}

/* The filters beside this program come first, from whichever folder it is called
 * and, where the system tells, behind a symbolic link, too. */
static bool find_filters(const char *called, struct failure *why)
{
	char itself[4096];
	ssize_t length = readlink("/proc/self/exe", itself, sizeof itself - 1);
	itself[length > 0 ? length : 0] = '\0';
	return prefer_folder_of(itself, why) && prefer_folder_of(called, why);
}

bool surroundings_set(const char *called, struct failure *why)
{
	/* Stages run beside one another: a thread with nothing to do makes way. */
	return ((setenv("LC_ALL", "C", 1) == 0 && setenv("OMP_WAIT_POLICY", "passive", 0) == 0)
	        || fail_memory(why))
	    && find_filters(called, why);
}
