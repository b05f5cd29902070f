#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A signal handler can reach nothing but globals. */
enum { SLOTS = 16 };
static char guarded[SLOTS][OUTFILE_PATH];
static volatile sig_atomic_t in_use[SLOTS];

static void on_signal(int number)
{
	for (int i = 0; i < SLOTS; i++)
		if (in_use[i])
			unlink(guarded[i]);
	signal(number, SIG_DFL);
	raise(number);
}

void outfile_guard_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct sigaction action = { .sa_handler = on_signal };
		struct sigaction before;
		sigemptyset(&action.sa_mask);
		/* What nohup(1) told to be ignored stays ignored. */
		if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
	}
}

static void guard(struct outfile *file)
{
	for (int i = 0; i < SLOTS; i++) {
		if (in_use[i])
			continue;
		snprintf(guarded[i], sizeof guarded[i], "%s", file->temporary);
		in_use[i] = 1;
		file->slot = i;
		return;
	}
}

static void release(struct outfile *file)
{
	if (file->slot >= 0)
		in_use[file->slot] = 0;
	file->slot = -1;
	file->fd = -1;
}

static bool fail_file(const struct outfile *file, struct failure *why)
{
	return fail(why, "%s: %s", file->path, strerror(errno));
}

/* Whether a file is one that we hold open as a standard stream: renaming over
 * it would take it away from whoever reads it. */
static bool is_standard_stream(const struct stat *file)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		struct stat stream;
		if (fstat(fd, &stream) == 0 && stream.st_dev == file->st_dev
		    && stream.st_ino == file->st_ino)
			return true;
	}
	return false;
}

/* Finds what the path names, so that a symbolic link stays one; `there` is what
 * stands there.  False where it cannot be replaced by a rename: it is no plain
 * file, or has no name of its own (/dev/stderr). */
static bool find_target(struct outfile *file, struct stat *there)
{
	char *real = realpath(file->path, NULL);
	snprintf(file->target, sizeof file->target, "%s", real != NULL ? real : file->path);
	free(real);
	struct stat named;
	return S_ISREG(there->st_mode) && !is_standard_stream(there)
	    && lstat(file->target, &named) == 0 && named.st_dev == there->st_dev
	    && named.st_ino == there->st_ino;
}

static bool open_temporary(struct outfile *file, mode_t mode, struct failure *why)
{
	char *slash = strrchr(file->target, '/');
	int folder = slash != NULL ? (int)(slash + 1 - file->target) : 0;
	int length = snprintf(file->temporary, sizeof file->temporary, "%.*s.%s.XXXXXX", folder,
	                      file->target, file->target + folder);
	if (length < 0 || (size_t)length >= sizeof file->temporary)
		return fail(why, "%s: the path is too long", file->path);
	file->fd = mkstemp(file->temporary);
	if (file->fd < 0)
		return fail_file(file, why);
	guard(file);
	if (fchmod(file->fd, mode) == 0)
		return true;
	fail_file(file, why);
	outfile_discard(file);
	return false;
}

bool outfile_open(struct outfile *file, const char *path, struct failure *why)
{
	*file = (struct outfile){ .fd = -1, .slot = -1, .path = path };
	if (path[0] == '\0' || strcmp(path, "-") == 0)
		return fail(why, "an output file must have a name, which '%s' is not", path);
	if (strlen(path) + 16 >= sizeof file->target)
		return fail(why, "%s: the path is too long", path);
	mode_t mask = umask(0);
	umask(mask);
	struct stat there;
	if (stat(path, &there) != 0) {
		/* New, or behind a link that leads nowhere yet: the link goes. */
		snprintf(file->target, sizeof file->target, "%s", path);
		return open_temporary(file, 0666 & ~mask, why);
	}
	if (find_target(file, &there))
		return open_temporary(file, there.st_mode & 0777, why);
	file->fd = open(path, O_WRONLY | O_CLOEXEC | (S_ISREG(there.st_mode) ? O_APPEND : 0));
	return file->fd >= 0 || fail_file(file, why);
}

void outfile_discard(struct outfile *file)
{
	if (file->fd < 0)
		return;
	close(file->fd);
	if (file->temporary[0] != '\0')
		unlink(file->temporary);
	release(file);
}

bool outfile_commit(struct outfile *file, struct failure *why)
{
	bool plain = file->temporary[0] != '\0';
	if (close(file->fd) != 0 || (plain && rename(file->temporary, file->target) != 0)) {
		fail_file(file, why);
		if (plain)
			unlink(file->temporary);
		release(file);
		return false;
	}
	release(file);
	return true;
}

bool write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		}
	}
	return true;
}

bool outfile_write(const char *path, const char *bytes, size_t length, struct failure *why)
{
	struct outfile file;
	if (!outfile_open(&file, path, why))
		return false;
	if (!write_all(file.fd, bytes, length)) {
		fail_file(&file, why);
		outfile_discard(&file);
		return false;
	}
	return outfile_commit(&file, why);
}
