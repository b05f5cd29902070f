/* The options of a command: one table drives parsing and --help, and the
 * tests hold the man page against it. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include "base/failure.h"
#include "stream/row.h"

#include <stdint.h>

struct option_entry {
	const char *name;     /* long name, without dashes; NULL ends a table */
	char letter;          /* short name, or 0 */
	const char *argument; /* what to call its argument in --help, or NULL */
	const char *help;
};

/* The options that mean the same everywhere; a command names those it takes. */
enum {
	SHARED_FEATURES = 1 << 0,
	SHARED_SEED = 1 << 1,
	SHARED_THREADS = 1 << 2,
	SHARED_AS = 1 << 3,
	SHARED_OUTPUT = 1 << 4,
	SHARED_MODEL = 1 << 5, /* --model and --apply */
	SHARED_PROGRESS = 1 << 6,
	SHARED_BY = 1 << 7,
	SHARED_ROUND = 1 << 8,
};

struct shared_options {
	const char *features; /* NULL: the command's default */
	uint64_t seed;
	bool seed_given;
	int threads; /* 0: all processors */
	const char *as;
	bool output_given;
	enum stream_kind output;
	const char *model, *apply;
	const char *by;
	int round; /* -1: all digits */
	const char *log;
	bool quiet, progress;
};

enum { DEFAULT_SEED = 42 };

struct command {
	const char *name;
	const char *synopsis; /* the operands, as in "[FILE ...]" */
	const char *summary;  /* what it does, in a line or two */
	const char *strict;   /* what status 3 says, with --strict; NULL: it has none */
	unsigned shared;
	const struct option_entry *options; /* its own; NULL: none */
	/* Takes one of its own options, by its long name; a failure is a usage
	 * error and is told with the option in front. */
	bool (*take)(void *context, const char *name, const char *value, struct failure *why);
};

enum parse_status { PARSED, PARSE_EXIT, PARSE_FAILED };

/* Parses the arguments: PARSE_EXIT after --help or --version was printed.
 * Operands are moved to the end, from argv[*first] on. */
enum parse_status options_parse(const struct command *command, int argc, char **argv,
                                struct shared_options *shared, void *context, int *first,
                                struct failure *why);

/* Values of options, whole and within bounds. */
bool option_integer(const char *text, int64_t least, int64_t most, int64_t *value,
                    struct failure *why);
bool option_number(const char *text, double least, double most, double *value,
                   struct failure *why);
/* One ASCII character that can stand between cells or digits, no quote and no
 * line end; TAB or \t is a tab. */
bool option_char(const char *text, char *byte, struct failure *why);
/* One of the names in the list (ended by NULL); its index. */
bool option_choice(const char *text, const char *const *names, int *choice, struct failure *why);

#endif
