#include "command/run.h"

#include "base/outfile.h"
#include "command/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef _OPENMP
#include <omp.h>
#endif

enum { EXIT_DATA = 1, EXIT_USAGE = 2 };

static void complain(const struct run *run, const char *text)
{
	fprintf(stderr, "%s: %s\n", run->command->name, text);
}

_Noreturn void run_usage(const struct run *run, const char *format, ...)
{
	struct failure why;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(why.text, sizeof why.text, format, arguments);
	va_end(arguments);
	complain(run, why.text);
	exit(EXIT_USAGE);
}

/* --help and --version are output like any other: a full disk is an error. */
static _Noreturn void exit_after_print(const struct run *run)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		exit(EXIT_SUCCESS);
	if (errno == EPIPE)
		exit(EXIT_SUCCESS);
	fprintf(stderr, "%s: stdout: %s\n", run->command->name, strerror(errno));
	exit(EXIT_DATA);
}

/* Whether an input is this file.  Devices and pipes are not meant: what is
 * written to them does not overwrite what is read. */
static bool is_input(const char *input, const struct stat *file)
{
	struct stat read;
	bool found = strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &read) == 0
	                                     : stat(input, &read) == 0;
	return found && S_ISREG(read.st_mode) && read.st_dev == file->st_dev
	    && read.st_ino == file->st_ino;
}

static _Noreturn void refuse_read(const struct run *run, const char *what, const char *path)
{
	run_usage(run, "%s: '%s' is a file that is read, too; it needs a name of its own", what, path);
}

/* Where a file that is not there yet would be made. */
static bool find_folder(const char *path, struct stat *folder, const char **name)
{
	const char *slash = strrchr(path, '/');
	*name = slash != NULL ? slash + 1 : path;
	char *parent = slash != NULL ? strndup(path, (size_t)(*name - path)) : strdup(".");
	bool found = parent != NULL && stat(parent, folder) == 0;
	free(parent);
	return found;
}

/* Whether what is written to one of the two would overwrite the other.  Not so
 * with devices and pipes, nor with what is open already and appended to
 * (/dev/stderr). */
static bool is_one_file(const char *a, const char *b)
{
	struct stat at_a, at_b;
	const char *name_a, *name_b;
	bool there_a = stat(a, &at_a) == 0, there_b = stat(b, &at_b) == 0;
	if ((there_a && !S_ISREG(at_a.st_mode)) || strncmp(a, "/dev/", strlen("/dev/")) == 0)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	if (!there_a && !there_b)
		return find_folder(a, &at_a, &name_a) && find_folder(b, &at_b, &name_b)
		    && strcmp(name_a, name_b) == 0 && at_a.st_dev == at_b.st_dev
		    && at_a.st_ino == at_b.st_ino;
	return there_a && there_b && at_a.st_dev == at_b.st_dev && at_a.st_ino == at_b.st_ino;
}

void run_check_output(struct run *run, const char *what, const char *path)
{
	struct stat file;
	if (path == NULL)
		return;
	for (size_t i = 0; i < run->output_count; i++)
		if (is_one_file(run->outputs[i].path, path))
			run_usage(run, "%s: '%s' is the file of %s, too; it needs a name of its own", what,
			          path, run->outputs[i].what);
	if (run->output_count < OUTPUT_LIMIT) {
		run->outputs[run->output_count].what = what;
		run->outputs[run->output_count++].path = path;
	}
	if (stat(path, &file) != 0)
		return;
	bool read = (run->file_count == 0 && is_input("-", &file))
	    || (run->shared.apply != NULL && is_input(run->shared.apply, &file));
	for (size_t i = 0; !read && i < run->file_count; i++)
		read = is_input(run->files[i], &file);
	if (read)
		refuse_read(run, what, path);
}

void run_check_input(const struct run *run, const char *path)
{
	struct stat file;
	for (size_t i = 0; path != NULL && i < run->output_count; i++)
		if (stat(run->outputs[i].path, &file) == 0 && is_input(path, &file))
			refuse_read(run, run->outputs[i].what, run->outputs[i].path);
}

/* The arguments as they were given, before getopt moves them. */
static json_t *argument_list(int argc, char **argv)
{
	json_t *list = json_array();
	for (int i = 1; list != NULL && i < argc; i++) {
		json_t *text = json_string(argv[i]);
		json_array_append_new(list, text != NULL ? text : json_string("(not UTF-8)"));
	}
	return list;
}

/* A standard descriptor that the caller closed is taken, or the next file that
 * is opened would become it.  What is put there cannot be used as meant. */
static void take_closed_descriptors(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", modes[fd]);
}

void run_start(struct run *run, const struct command *command, int argc, char **argv,
               void *context)
{
	*run = (struct run){ .command = command, .log_fd = -1,
		             .shared = { .seed = DEFAULT_SEED, .round = -1, .by = "cluster" } };
	take_closed_descriptors();
	signal(SIGPIPE, SIG_IGN); /* a reader that goes away shows as EPIPE */
	outfile_guard_signals();
	run->log = json_object();
	run->warnings = json_array();
	run_log(run, "tool", json_string(command->name));
	run_log(run, "version", json_string(SEG_VERSION));
	run_log(run, "arguments", argument_list(argc, argv));
	int first = argc;
	switch (options_parse(command, argc, argv, &run->shared, context, &first, &run->why)) {
	case PARSE_FAILED:
		complain(run, run->why.text);
		exit(EXIT_USAGE);
	case PARSE_EXIT:
		exit_after_print(run);
	case PARSED:
		break;
	}
	run->files = (const char *const *)(argv + first);
	run->file_count = (size_t)(argc - first);
	if (run->shared.log == NULL)
		run->shared.log = getenv("SEG_LOG");
	if (run->shared.log != NULL && run->shared.log[0] == '\0')
		run->shared.log = NULL;
	if (run->shared.model != NULL && run->shared.apply != NULL)
		run_usage(run, "--model and --apply exclude each other: one writes a model, the other "
		               "uses one");
	run_check_output(run, "--model", run->shared.model);
	run_check_output(run, "the log", run->shared.log);
	if ((command->shared & SHARED_SEED) != 0)
		run_log_integer(run, "seed", (int64_t)run->shared.seed);
	terminal_progress_start(run);
}

/* It stays open, so that a named pipe has one writer from start to end. */
static bool open_log(struct run *run)
{
	const char *path = run->shared.log;
	if (path == NULL || run->log_fd >= 0)
		return true;
	run->log_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	return run->log_fd >= 0 || fail(&run->why, "%s: %s", path, strerror(errno));
}

bool run_open_messy(struct run *run, const struct input_options *options)
{
	if (!open_log(run))
		return false;
	if (!input_open(&run->input, run->files, run->file_count, options, &run->why))
		return false;
	run->input_open = true;
	enum stream_kind kind = run->shared.output_given ? run->shared.output : run->input.kind;
	output_open(&run->output, STDOUT_FILENO, "stdout", kind);
	return true;
}

bool run_open(struct run *run)
{
	return run_open_messy(run, &(struct input_options){ 0 });
}

void run_warn(struct run *run, const char *format, ...)
{
	struct failure text;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text.text, sizeof text.text, format, arguments);
	va_end(arguments);
	terminal_progress_clear(run);
	if (!run->shared.quiet)
		complain(run, text.text);
	json_array_append_new(run->warnings, json_string(text.text));
}

void run_tell_estimate(struct run *run, double epsilon)
{
	run_log_number(run, "silhouette_epsilon", epsilon);
	if (epsilon > 0)
		run_warn(run, "more than 50000 rows: the silhouette is an estimate, off by about %.3g at "
		         "most (with probability 0.95); --exact measures every pair", epsilon);
}

void run_log(struct run *run, const char *key, json_t *value)
{
	/* A log line that cannot be made is noticed when it is written. */
	json_object_set_new(run->log, key, value);
}

void run_log_number(struct run *run, const char *key, double value)
{
	run_log(run, key, json_number(value));
}

void run_log_integer(struct run *run, const char *key, int64_t value)
{
	run_log(run, key, json_integer(value));
}

void run_log_features(struct run *run, const struct header *header, const struct columns *columns)
{
	json_t *names = json_array();
	for (size_t i = 0; names != NULL && i < columns->count; i++)
		json_array_append_new(names, json_string(header->names[columns->at[i]]));
	run_log(run, "features", names);
}

int run_threads(const struct run *run)
{
	if (run->shared.threads > 0)
		return run->shared.threads;
#ifdef _OPENMP
	return omp_get_num_procs();
#else
	return 1;
#endif
}

size_t run_row_memory(const struct run *run)
{
	const char *text = getenv("SEG_ROW_MEMORY");
	int64_t bytes;
	struct failure why;
	if (text == NULL || text[0] == '\0')
		return 0;
	if (!option_integer(text, 1, INT64_C(1) << 40, &bytes, &why))
		run_usage(run, "SEG_ROW_MEMORY: %s", why.text);
	return (size_t)bytes;
}

bool run_model_columns(struct run *run, struct columns *columns)
{
	const struct header *header = &run->input.header;
	bool found = run->shared.features != NULL
	    ? columns_select(columns, header, run->shared.features, &run->why)
	    : columns_model(columns, header, &run->why);
	if (found)
		run_log_features(run, header, columns);
	return found;
}

bool run_print_json(struct run *run, const json_t *document)
{
	struct buffer text = { 0 };
	bool printed = json_write(&text, document, true) && buffer_append_byte(&text, '\n')
	    ? output_bytes(&run->output, text.data, text.length, &run->why)
	    : fail_memory(&run->why);
	buffer_free(&text);
	return printed;
}

/* One write of one line, so that stages that log to one file do not mix. */
static bool append_log(struct run *run)
{
	if (!open_log(run))
		return false;
	run_log_integer(run, "rows_in", (int64_t)run->input.rows);
	run_log_integer(run, "rows_out", (int64_t)run->output.rows);
	json_object_set(run->log, "warnings", run->warnings);
	struct buffer line = { 0 };
	if (!json_write(&line, run->log, false) || !buffer_append_byte(&line, '\n')) {
		buffer_free(&line);
		return fail_memory(&run->why);
	}
	bool written = write_all(run->log_fd, line.data, line.length);
	if (close(run->log_fd) != 0)
		written = false;
	run->log_fd = -1;
	buffer_free(&line);
	return written || fail(&run->why, "%s: %s", run->shared.log, strerror(errno));
}

static bool complete(struct run *run, bool done)
{
	if (!done)
		return false;
	/* The log comes before the close, so that its failure can be told downstream. */
	if ((run->output.begun && !output_flush(&run->output, &run->why))
	    || (run->shared.log != NULL && !append_log(run)))
		return false;
	/* What close(2) alone would tell (a full disk on a network) counts too. */
	return !run->output.begun || close(STDOUT_FILENO) == 0
	    || fail(&run->why, "stdout: %s", strerror(errno));
}

static void release(struct run *run)
{
	if (run->input_open)
		input_close(&run->input);
	output_free(&run->output);
	if (run->log_fd >= 0)
		close(run->log_fd);
	free(run->as);
	json_decref(run->log);
	json_decref(run->warnings);
}

int run_finish(struct run *run, bool done)
{
	terminal_progress_clear(run);
	int status = EXIT_SUCCESS;
	if (!complete(run, done) && !run->output.reader_gone) {
		status = EXIT_DATA;
		complain(run, run->why.text);
		output_fail(&run->output, run->command->name, run->why.text);
	}
	release(run);
	return status;
}
