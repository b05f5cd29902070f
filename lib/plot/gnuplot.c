#include "plot/gnuplot.h"

#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NOT_FOUND = 127 }; /* the exit status, where posix_spawnp cannot tell */

/* Files rather than pipes: nobody waits for anybody else to read. */
static int open_scratch(struct failure *why)
{
	const char *folder = getenv("TMPDIR");
	char path[OUTFILE_PATH];
	int length = snprintf(path, sizeof path, "%s/seg-plot-XXXXXX",
	                      folder != NULL && folder[0] != '\0' ? folder : "/tmp");
	if (length < 0 || (size_t)length >= sizeof path) {
		fail(why, "TMPDIR: the path is too long");
		return -1;
	}
	int fd = mkstemp(path);
	if (fd < 0 || unlink(path) != 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		fail(why, "%s: %s", path, strerror(errno));
	return fd;
}

static bool read_back(int fd, struct buffer *into, struct failure *why)
{
	if (lseek(fd, 0, SEEK_SET) != 0)
		return fail(why, "a temporary file: %s", strerror(errno));
	for (;;) {
		if (!buffer_reserve(into, 1 << 16))
			return fail_memory(why);
		ssize_t got = read(fd, into->data + into->length, 1 << 16);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail(why, "a temporary file: %s", strerror(errno));
		if (got == 0)
			return true;
		into->length += (size_t)got;
	}
}

static bool fail_missing(struct failure *why)
{
	return fail(why, "gnuplot is not installed; install it (Debian and Ubuntu: apt-get install "
	            "gnuplot-nox; Fedora: dnf install gnuplot; macOS: brew install gnuplot), or "
	            "--script prints what it would draw");
}

/* What gnuplot complained of is the last line that says something. */
static bool fail_script(int complaints, int status, struct failure *why)
{
	struct buffer text = { 0 };
	struct failure ignored;
	const char *line = "", *end = "";
	if (read_back(complaints, &text, &ignored) && text.length > 0) {
		end = text.data + text.length;
		while (end > text.data && strchr(" \t\r\n", end[-1]) != NULL)
			end--;
		for (line = end; line > text.data && line[-1] != '\n';)
			line--;
		while (line < end && strchr(" \t", *line) != NULL)
			line++;
	}
	if (line < end)
		fail(why, "gnuplot: %.*s", (int)(end - line), line);
	else if (WIFSIGNALED(status))
		fail(why, "gnuplot was ended by signal %d", WTERMSIG(status));
	else
		fail(why, "gnuplot failed with status %d", WEXITSTATUS(status));
	buffer_free(&text);
	return false;
}

static int spawn(const int fds[3], pid_t *child)
{
	char name[] = "gnuplot", settings[] = "-d";
	char *arguments[] = { name, settings, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t usual;
	/* A writer to a pipe that is gone is ignored by us, not by gnuplot. */
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	int error = posix_spawn_file_actions_init(&actions);
	if (error != 0)
		return error;
	error = posix_spawnattr_init(&attributes);
	if (error == 0) {
		for (int i = 0; error == 0 && i < 3; i++)
			error = posix_spawn_file_actions_adddup2(&actions, fds[i], i);
		if (error == 0)
			error = posix_spawnattr_setsigdefault(&attributes, &usual);
		if (error == 0)
			error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
		if (error == 0)
			error = posix_spawnp(child, name, &actions, &attributes, arguments, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static bool run_script(const int fds[3], struct failure *why)
{
	pid_t child;
	int status, error = spawn(fds, &child);
	if (error == ENOENT)
		return fail_missing(why);
	if (error != 0)
		return fail(why, "gnuplot: %s", strerror(error));
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return fail(why, "gnuplot: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND)
		return fail_missing(why);
	return fail_script(fds[2], status, why);
}

bool gnuplot_draw(const struct buffer *script, struct buffer *picture, struct failure *why)
{
	int fds[3] = { -1, -1, -1 };
	bool drawn = true;
	for (int i = 0; drawn && i < 3; i++) {
		fds[i] = open_scratch(why);
		drawn = fds[i] >= 0;
	}
	if (drawn && (!write_all(fds[0], script->data, script->length)
	              || lseek(fds[0], 0, SEEK_SET) != 0))
		drawn = fail(why, "a temporary file: %s", strerror(errno));
	drawn = drawn && run_script(fds, why) && read_back(fds[1], picture, why);
	if (drawn && picture->length == 0)
		drawn = fail(why, "gnuplot drew nothing");
	for (int i = 0; i < 3; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return drawn;
}

bool gnuplot_is_installed(void)
{
	const char *path = getenv("PATH");
	char program[OUTFILE_PATH];
	for (const char *next; path != NULL; path = next) {
		size_t length = strcspn(path, ":");
		next = path[length] == ':' ? path + length + 1 : NULL;
		int written = snprintf(program, sizeof program, "%.*s%sgnuplot", (int)length, path,
		                       length > 0 ? "/" : "./");
		if (written > 0 && (size_t)written < sizeof program && access(program, X_OK) == 0)
			return true;
	}
	return false;
}
