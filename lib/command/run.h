/* One run of a command: its options, the stream in and out, what it tells. */
#ifndef COMMAND_RUN_H
#define COMMAND_RUN_H

#include "base/json.h"
#include "base/progress.h"
#include "command/options.h"
#include "stream/columns.h"
#include "stream/input.h"
#include "stream/output.h"

enum { OUTPUT_LIMIT = 8 };

struct run {
	const struct command *command;
	struct shared_options shared;
	const char *const *files; /* the operands */
	size_t file_count;
	char *as; /* the names of --as, where it gives two */
	struct input input;
	struct output output;
	bool input_open;
	/* The named outputs so far: the option that names each, and its file. */
	struct {
		const char *what, *path;
	} outputs[OUTPUT_LIMIT];
	size_t output_count;
	json_t *log; /* what the log line will say */
	int log_fd;  /* the file of --log or SEG_LOG, open to append; -1: not (yet) */
	json_t *warnings;
	struct failure why; /* where the run fails */
	struct progress progress;
	double progress_since; /* seconds; when the next report is due */
	bool progress_shown;
};

/* Parses the command line; prints help or a usage error and exits by itself. */
void run_start(struct run *run, const struct command *command, int argc, char **argv,
               void *context);

/* A usage error that only all options together show.  Exits with status 2. */
_Noreturn void run_usage(const struct run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A usage error where the named output file (NULL: none) is one that the run
 * reads (an operand, standard input or the model of --apply) or one that was
 * named before, of which one would be lost.  `what` is the option that names it,
 * for the message.  run_start checks the model and the log; a command checks every
 * other file it writes, OUTPUT_LIMIT in all, before it reads. */
void run_check_output(struct run *run, const char *what, const char *path);

/* The same for a file that an option of the command reads, after the outputs. */
void run_check_input(const struct run *run, const char *path);

/* Opens the log file, if one was named, so that what cannot be logged is not
 * begun; the operands as the canonical stream; and stdout as the kind that was
 * read or that --output says. */
bool run_open(struct run *run);
bool run_open_messy(struct run *run, const struct input_options *options);

/* Tells the user something on stderr (unless quiet) and the log. */
void run_warn(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Tells that the silhouette is an estimate, unless epsilon is 0. */
void run_tell_estimate(struct run *run, double epsilon);

/* Adds to the log line. */
void run_log(struct run *run, const char *key, json_t *value);
void run_log_number(struct run *run, const char *key, double value);
void run_log_integer(struct run *run, const char *key, int64_t value);
void run_log_features(struct run *run, const struct header *header, const struct columns *columns);

/* The number of threads to use. */
int run_threads(const struct run *run);

/* Bytes of row text that stay in memory: $SEG_ROW_MEMORY, or 0 for the default. */
size_t run_row_memory(const struct run *run);

/* The columns of -f, else the z_* columns; they go into the log. */
bool run_model_columns(struct run *run, struct columns *columns);

/* Writes one JSON document to stdout. */
bool run_print_json(struct run *run, const json_t *document);

/* The exit status: flushes stdout and writes the log when done, else says why
 * not, and ends the output with the marker. */
int run_finish(struct run *run, bool done);

#endif
