#include "command/options.h"

#include "base/number.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	unsigned shared; /* 0: every command has it */
	struct option_entry entry;
} shared_table[] = {
	{ SHARED_FEATURES, { "features", 'f', "LIST",
	                       "the feature columns, by commas; * is a wildcard" } },
	{ SHARED_BY, { "by", 0, "COLUMN", "the column that names the segment (default cluster)" } },
	{ SHARED_SEED, { "seed", 's', "N", "seed of the random numbers (default 42)" } },
	{ SHARED_THREADS, { "threads", 't', "N", "threads in all (default: all processors)" } },
	{ SHARED_AS, { "as", 0, "NAME", "name of the appended column" } },
	{ SHARED_ROUND, { "round", 0, "N", "round written numbers to N decimals" } },
	{ SHARED_OUTPUT, { "output", 0, "KIND", "csv or ndjson (default: the kind that was read)" } },
	{ SHARED_MODEL, { "model", 0, "FILE", "write what was fitted to FILE, as JSON" } },
	{ SHARED_MODEL, { "apply", 0, "FILE", "fit nothing, use the model in FILE; one pass" } },
	{ 0, { "log", 0, "FILE", "append one JSON line about the run to FILE" } },
	{ SHARED_PROGRESS, { "progress", 0, NULL, "show progress on stderr" } },
	{ 0, { "quiet", 'q', NULL, "no notes on stderr, errors only" } },
	{ 0, { "help", 'h', NULL, "print this help and exit" } },
	{ 0, { "version", 'V', NULL, "print the version and exit" } },
};

enum { SHARED_COUNT = sizeof shared_table / sizeof *shared_table, OPTION_LIMIT = 64 };
enum { FIRST_CODE = 256 }; /* what getopt_long returns for the first of the long options */

static const char *const kinds[] = { "csv", "ndjson", NULL };

bool option_integer(const char *text, int64_t least, int64_t most, int64_t *value,
                    struct failure *why)
{
	const char *digits = text + (text[0] == '-');
	size_t length = strlen(digits);
	bool whole = length > 0 && length <= 18 && strspn(digits, "0123456789") == length;
	*value = whole ? strtoll(text, NULL, 10) : 0;
	if (whole && *value >= least && *value <= most)
		return true;
	char quoted[QUOTED_SIZE];
	return fail(why, "not a whole number from %" PRId64 " to %" PRId64 ": %s", least, most,
	            quote(quoted, text, strlen(text)));
}

bool option_number(const char *text, double least, double most, double *value,
                   struct failure *why)
{
	if (number_parse(text, strlen(text), value) && *value >= least && *value <= most)
		return true;
	char low[NUMBER_SIZE], high[NUMBER_SIZE], quoted[QUOTED_SIZE];
	number_format(least, low);
	number_format(most, high);
	return fail(why, "not a number from %s to %s: %s", low, high,
	            quote(quoted, text, strlen(text)));
}

bool option_char(const char *text, char *byte, struct failure *why)
{
	if (strcmp(text, "TAB") == 0 || strcmp(text, "\\t") == 0)
		text = "\t";
	if (strlen(text) != 1 || strchr("\"\n\r", text[0]) != NULL || (text[0] & 0x80) != 0)
		return fail(why, "not one ASCII character: '%s'", text);
	*byte = text[0];
	return true;
}

bool option_choice(const char *text, const char *const *names, int *choice, struct failure *why)
{
	for (*choice = 0; names[*choice] != NULL; ++*choice)
		if (strcmp(text, names[*choice]) == 0)
			return true;
	char list[256];
	size_t used = 0;
	for (int i = 0; names[i] != NULL && used < sizeof list; i++)
		used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
		                         names[i]);
	char quoted[QUOTED_SIZE];
	return fail(why, "not one of %s: %s", list, quote(quoted, text, strlen(text)));
}

static bool take_shared(struct shared_options *shared, const char *name, const char *value,
                        struct failure *why)
{
	int64_t number;
	int choice;
	if (strcmp(name, "features") == 0)
		shared->features = value;
	else if (strcmp(name, "as") == 0)
		shared->as = value;
	else if (strcmp(name, "by") == 0)
		shared->by = value;
	else if (strcmp(name, "model") == 0)
		shared->model = value;
	else if (strcmp(name, "apply") == 0)
		shared->apply = value;
	else if (strcmp(name, "log") == 0)
		shared->log = value;
	else if (strcmp(name, "quiet") == 0)
		shared->quiet = true;
	else if (strcmp(name, "progress") == 0)
		shared->progress = true;
	else if (strcmp(name, "seed") == 0) {
		if (!option_integer(value, 0, INT64_C(999999999999999999), &number, why))
			return false;
		shared->seed = (uint64_t)number;
		shared->seed_given = true;
	} else if (strcmp(name, "threads") == 0) {
		if (!option_integer(value, 1, 1024, &number, why))
			return false;
		shared->threads = (int)number;
	} else if (strcmp(name, "round") == 0) {
		if (!option_integer(value, 0, 17, &number, why))
			return false;
		shared->round = (int)number;
	} else if (strcmp(name, "output") == 0) {
		if (!option_choice(value, kinds, &choice, why))
			return false;
		shared->output = choice == 0 ? STREAM_CSV : STREAM_NDJSON;
		shared->output_given = true;
	}
	return true;
}

static bool has_own(const struct command *command, const char *name)
{
	for (const struct option_entry *own = command->options; own != NULL && own->name != NULL; own++)
		if (strcmp(own->name, name) == 0)
			return true;
	return false;
}

/* The command's own options, then the shared ones it takes and has no other
 * meaning for. */
static int collect(const struct command *command, const struct option_entry *entries[OPTION_LIMIT])
{
	int count = 0;
	for (const struct option_entry *own = command->options; own != NULL && own->name != NULL; own++)
		entries[count++] = own;
	for (int i = 0; i < SHARED_COUNT; i++)
		if ((shared_table[i].shared == 0 || (shared_table[i].shared & command->shared) != 0)
		    && !has_own(command, shared_table[i].entry.name))
			entries[count++] = &shared_table[i].entry;
	return count;
}

static void print_help(const struct command *command)
{
	printf("usage: %s [option ...]%s%s\n\n%s\n\n", command->name,
	       command->synopsis[0] != '\0' ? " " : "", command->synopsis, command->summary);
	const struct option_entry *entries[OPTION_LIMIT];
	int count = collect(command, entries);
	for (int i = 0; i < count; i++) {
		char left[64], letter[8] = "    ";
		if (entries[i]->letter != 0)
			snprintf(letter, sizeof letter, "-%c, ", entries[i]->letter);
		int width = snprintf(left, sizeof left, "%s--%s%s%s", letter, entries[i]->name,
		                     entries[i]->argument != NULL ? " " : "",
		                     entries[i]->argument != NULL ? entries[i]->argument : "");
		if (width <= 30)
			printf("  %-30s %s\n", left, entries[i]->help);
		else
			printf("  %s\n  %-30s %s\n", left, "", entries[i]->help);
	}
	printf("\nExit status: 0 done, 1 data or I/O error, 2 usage%s%s.\nSee %s(1) and seg(7).\n",
	       command->strict != NULL ? ", 3 " : "", command->strict != NULL ? command->strict : "",
	       command->name);
}

static bool is_shared(const struct option_entry *entry)
{
	for (int i = 0; i < SHARED_COUNT; i++)
		if (entry == &shared_table[i].entry)
			return true;
	return false;
}

static enum parse_status unknown_option(const struct command *command,
                                        const struct option_entry *const *entries, int argc,
                                        char **argv, int code, struct failure *why)
{
	char option[64];
	if (code == '?' && optopt >= FIRST_CODE) {
		fail(why, "option '--%s' takes no argument; see %s --help",
		     entries[optopt - FIRST_CODE]->name, command->name);
		return PARSE_FAILED;
	}
	if (optopt != 0 && optopt < OPTION_LIMIT + 256 && (optopt & 0xFF) == optopt)
		snprintf(option, sizeof option, "-%c", optopt);
	else
		snprintf(option, sizeof option, "%s", argv[optind > 0 && optind <= argc ? optind - 1 : 0]);
	fail(why, "%s '%s'; see %s --help", code == ':' ? "no argument for option" : "unknown option",
	     option, command->name);
	return PARSE_FAILED;
}

static enum parse_status take(const struct command *command, const struct option_entry *entry,
                              const char *value, struct shared_options *shared, void *context,
                              struct failure *why)
{
	if (is_shared(entry) && entry->letter == 'h') {
		print_help(command);
		return PARSE_EXIT;
	}
	if (is_shared(entry) && entry->letter == 'V') {
		printf("%s %s\n", command->name, SEG_VERSION);
		return PARSE_EXIT;
	}
	struct failure reason;
	if (is_shared(entry) ? take_shared(shared, entry->name, value, &reason)
	                     : command->take(context, entry->name, value, &reason))
		return PARSED;
	fail(why, "--%s: %s", entry->name, reason.text);
	return PARSE_FAILED;
}

enum parse_status options_parse(const struct command *command, int argc, char **argv,
                                struct shared_options *shared, void *context, int *first,
                                struct failure *why)
{
	const struct option_entry *entries[OPTION_LIMIT];
	int count = collect(command, entries);
	struct option longs[OPTION_LIMIT + 1] = { { 0 } };
	char letters[2 * OPTION_LIMIT + 2] = ":", *end = letters + 1;
	for (int i = 0; i < count; i++) {
		int takes = entries[i]->argument != NULL ? required_argument : no_argument;
		longs[i] = (struct option){ entries[i]->name, takes, NULL, FIRST_CODE + i };
		if (entries[i]->letter != 0) {
			*end++ = entries[i]->letter;
			if (takes == required_argument)
				*end++ = ':';
		}
	}
	*end = '\0';
	opterr = 0;
	for (int code; (code = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
		if (code == '?' || code == ':')
			return unknown_option(command, entries, argc, argv, code, why);
		int i = code - FIRST_CODE;
		for (int j = 0; code < FIRST_CODE && j < count; j++)
			if (entries[j]->letter == code)
				i = j;
		enum parse_status status = take(command, entries[i], optarg, shared, context, why);
		if (status != PARSED)
			return status;
	}
	*first = optind;
	return PARSED;
}
