#include "base/outfile.h"

#include "scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <cmocka.h>

static struct failure why;

static mode_t mode_of(const char *name)
{
	struct stat status;
	assert_int_equal(stat(scratch_path(name), &status), 0);
	return status.st_mode & 0777;
}

static void test_appears_whole(void **unused)
{
	(void)unused;
	struct outfile file;
	const char *path = scratch_write("whole", "old");
	assert_true(outfile_open(&file, path, &why));
	assert_true(write_all(file.fd, "new text", 8));
	assert_string_equal(scratch_read("whole"), "old");
	assert_true(outfile_commit(&file, &why));
	assert_string_equal(scratch_read("whole"), "new text");
	assert_int_equal(scratch_count(), 1);
	remove(path);
}

static void test_or_not_at_all(void **unused)
{
	(void)unused;
	struct outfile file;
	assert_true(outfile_open(&file, scratch_path("none"), &why));
	assert_true(write_all(file.fd, "half", 4));
	assert_int_equal(scratch_count(), 1); /* the temporary one */
	outfile_discard(&file);
	assert_int_equal(scratch_count(), 0);
	outfile_discard(&file); /* a second time does nothing */
}

static void test_mode(void **unused)
{
	(void)unused;
	mode_t before = umask(027);
	assert_true(outfile_write(scratch_path("fresh"), "x", 1, &why));
	umask(before);
	assert_int_equal(mode_of("fresh"), 0640);
	chmod(scratch_path("fresh"), 0604);
	assert_true(outfile_write(scratch_path("fresh"), "y", 1, &why));
	assert_int_equal(mode_of("fresh"), 0604);
	remove(scratch_path("fresh"));
}

static void test_link_stays_a_link(void **unused)
{
	(void)unused;
	scratch_write("real", "old");
	assert_int_equal(symlink("real", scratch_path("link")), 0);
	assert_true(outfile_write(scratch_path("link"), "new", 3, &why));
	struct stat status;
	assert_int_equal(lstat(scratch_path("link"), &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_string_equal(scratch_read("real"), "new");
	remove(scratch_path("link"));
	remove(scratch_path("real"));
}

static void test_device_is_written_to(void **unused)
{
	(void)unused;
	assert_true(outfile_write("/dev/null", "x", 1, &why));
	struct stat status;
	assert_int_equal(stat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
	assert_false(outfile_write("/dev/full", "x", 1, &why));
	assert_string_equal(why.text, "/dev/full: No space left on device");
}

static void test_refuses(void **unused)
{
	(void)unused;
	assert_false(outfile_write("", "x", 1, &why));
	assert_string_equal(why.text, "an output file must have a name, which '' is not");
	assert_false(outfile_write("/", "x", 1, &why));
	assert_string_equal(why.text, "/: Is a directory");
	assert_false(outfile_write("/nowhere/at/all", "x", 1, &why));
	assert_string_equal(why.text, "/nowhere/at/all: No such file or directory");
	assert_false(outfile_write("/dev/null/x", "x", 1, &why));
	assert_string_equal(why.text, "/dev/null/x: Not a directory");
	char path[2 * OUTFILE_PATH];
	memset(path, 'x', sizeof path);
	path[sizeof path - 1] = '\0';
	assert_false(outfile_write(path, "x", 1, &why));
}

/* Root may write anywhere, so a child gives its rights up first. */
static void test_folder_without_permission(void **unused)
{
	(void)unused;
	chmod(scratch_folder, 0555);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(2);
		bool written = outfile_write(scratch_path("x"), "x", 1, &why);
		_exit(written ? 3 : strstr(why.text, ": Permission denied") != NULL ? 0 : 4);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	chmod(scratch_folder, 0700);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* A program that is told to end leaves nothing behind, and ends by the signal. */
static void test_signal_removes(void **unused)
{
	(void)unused;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct outfile file;
		signal(SIGTERM, SIG_DFL);
		outfile_guard_signals();
		if (outfile_open(&file, scratch_path("late"), &why) && scratch_count() == 1)
			raise(SIGTERM);
		_exit(9);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	assert_int_equal(scratch_count(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_appears_whole),
		cmocka_unit_test(test_or_not_at_all),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_link_stays_a_link),
		cmocka_unit_test(test_device_is_written_to),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_folder_without_permission),
		cmocka_unit_test(test_signal_removes),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
