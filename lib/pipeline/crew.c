#include "pipeline/crew.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

enum { USAGE = 2, BY_SIGNAL = 128 }; /* as a shell counts */

static const int ending[] = { SIGINT, SIGTERM, SIGHUP };

bool crew_create(struct crew *crew, struct failure *why)
{
	struct sigaction usual = { .sa_handler = SIG_DFL }, now;
	*crew = (struct crew){ 0 };
	sigemptyset(&crew->waited);
	sigaddset(&crew->waited, SIGCHLD);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		/* One that was ignored from the start (nohup) stays so. */
		if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(&crew->waited, ending[i]);
	return (sigaction(SIGCHLD, &usual, NULL) == 0
	        && sigprocmask(SIG_BLOCK, &crew->waited, &crew->before) == 0)
	    || fail(why, "signals: %s", strerror(errno));
}

static int set_attributes(const struct crew *crew, posix_spawnattr_t *attributes)
{
	/* The handlers are ours alone, and so is ignoring a pipe that is gone. */
	sigset_t usual = crew->waited;
	sigaddset(&usual, SIGPIPE);
	int error = posix_spawnattr_setsigdefault(attributes, &usual);
	if (error == 0)
		error = posix_spawnattr_setsigmask(attributes, &crew->before);
	if (error == 0)
		error = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	return error;
}

static int spawn(struct crew *crew, char *const arguments[], int input, int output)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error = posix_spawn_file_actions_init(&actions);
	if (error != 0)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (error == 0) {
		error = set_attributes(crew, &attributes);
		if (error == 0 && input != 0)
			error = posix_spawn_file_actions_adddup2(&actions, input, 0);
		if (error == 0 && output != 1)
			error = posix_spawn_file_actions_adddup2(&actions, output, 1);
		if (error == 0)
			error = posix_spawnp(&crew->members[crew->count].id, arguments[0], &actions,
			                     &attributes, arguments, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

bool crew_start(struct crew *crew, char *const arguments[], int input, int output,
                struct failure *why)
{
	if (crew->count == CREW_LIMIT)
		return fail(why, "%s: more than %d programs", arguments[0], CREW_LIMIT);
	int error = spawn(crew, arguments, input, output);
	if (error == ENOENT)
		return fail(why, "%s is not there; it is installed beside seg-pipeline", arguments[0]);
	if (error != 0)
		return fail(why, "%s: %s", arguments[0], strerror(error));
	snprintf(crew->members[crew->count].name, sizeof crew->members->name, "%s", arguments[0]);
	crew->members[crew->count++].status = 0;
	return true;
}

/* Notes who has ended. */
static void reap(struct crew *crew)
{
	for (size_t i = 0; i < crew->count; i++) {
		int status;
		if (crew->members[i].id == 0 || waitpid(crew->members[i].id, &status, WNOHANG) <= 0)
			continue;
		crew->members[i].id = 0;
		crew->members[i].status = WIFEXITED(status) ? WEXITSTATUS(status)
		                                            : BY_SIGNAL + WTERMSIG(status);
	}
}

static bool at_work(const struct crew *crew, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (crew->members[i].id != 0)
			return true;
	return false;
}

/* Whether a signal has come that nobody waited for: one to the whole group of
 * processes may have ended the members already. */
static bool has_come(const struct crew *crew)
{
	sigset_t pending;
	bool come = false;
	if (sigpending(&pending) != 0)
		return false;
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		come = come || (sigismember(&pending, ending[i]) == 1
		                && sigismember(&crew->waited, ending[i]) == 1);
	return come;
}

static void wait_for(struct crew *crew, size_t first, size_t end)
{
	for (;;) {
		int signal;
		reap(crew);
		if (!at_work(crew, first, end) && !has_come(crew))
			return;
		if (sigwait(&crew->waited, &signal) != 0 || signal == SIGCHLD)
			continue;
		crew->ended_by = signal;
		crew_end(crew);
	}
}

bool crew_wait(struct crew *crew, size_t first, size_t end, int *status)
{
	wait_for(crew, first, end);
	*status = 0;
	for (size_t i = first; i < end; i++)
		if (crew->members[i].status != 0 && *status != USAGE)
			*status = crew->members[i].status;
	return crew->ended_by == 0;
}

bool crew_word_signal(const struct crew *crew, size_t first, size_t end, struct failure *why)
{
	for (size_t i = first; i < end; i++) {
		int number = crew->members[i].status - BY_SIGNAL;
		if (number <= 0)
			continue;
		fail(why, "%s was ended by signal %d (%s)", crew->members[i].name, number,
		     strsignal(number));
		return true;
	}
	return false;
}

void crew_release(struct crew *crew)
{
	sigprocmask(SIG_SETMASK, &crew->before, NULL);
}

void crew_end(struct crew *crew)
{
	for (size_t i = 0; i < crew->count; i++)
		if (crew->members[i].id != 0)
			kill(crew->members[i].id, SIGTERM);
	while (at_work(crew, 0, crew->count)) {
		int signal;
		reap(crew);
		if (at_work(crew, 0, crew->count))
			sigwait(&crew->waited, &signal);
	}
}
