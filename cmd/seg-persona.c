/* seg-persona: names for segments.  Reads a profile and writes one row a
 * segment, with the persona, the goal and the actions that the rules give it;
 * or hangs personas that were found before on labelled customers. */
#include "command/passes.h"
#include "command/run.h"
#include "persona/match.h"
#include "persona/persona_rows.h"
#include "persona/persona_table.h"
#include "persona/persona_view.h"
#include "persona/personas.h"
#include "persona/rule_json.h"
#include "persona/rule_text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_INCOMPLETE = 3 };

struct namer {
	struct run run;
	/* options */
	const char *rules_path, *label_path, *check_path;
	bool print_rules, table_for_people, json, strict;
	char *persona_column; /* of --as; the goal column stands behind its NUL */
	const char *goal_column;
	/* naming segments */
	struct rules rules;
	struct segments segments;
	struct personas personas;
	/* checking rules */
	struct rule_check check;
	bool incomplete; /* of which --strict makes an exit status */
	/* labelling customers */
	struct persona_table table;
	size_t by;
};

static const struct option_entry options[] = {
	{ "rules", 0, "FILE", "the rules, as JSON (default: the built-in ones)" },
	{ "print-rules", 0, NULL, "print the built-in rules, to be edited, and exit" },
	{ "table", 0, NULL, "print a table for people instead" },
	{ "check", 0, "FILE", "check the rules in FILE and name no segments" },
	{ "json", 0, NULL, "with --check: report as JSON" },
	{ "strict", 0, NULL, "with --check: exit 3 unless the rules cover everything" },
	{ "label", 0, "FILE", "append persona,goal of these personas to labelled rows" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct namer *n = context;
	if (strcmp(name, "rules") == 0)
		n->rules_path = value;
	else if (strcmp(name, "print-rules") == 0)
		n->print_rules = true;
	else if (strcmp(name, "table") == 0)
		n->table_for_people = true;
	else if (strcmp(name, "check") == 0)
		n->check_path = value;
	else if (strcmp(name, "json") == 0)
		n->json = true;
	else if (strcmp(name, "strict") == 0)
		n->strict = true;
	else if (strcmp(name, "label") == 0) {
		n->label_path = value;
		return strcmp(value, "-") != 0 || fail(why, "standard input is for the rows");
	}
	return true;
}

static const struct command command = {
	.name = "seg-persona",
	.synopsis = "[FILE ...]",
	.summary = "Reads a profile of segments and gives each a persona, a goal and actions, by\n"
	           "rules.  With --label, appends persona and goal to every labelled customer; with\n"
	           "--check, says what is wrong with rules (and reads a profile only if it is named).",
	.strict = "rules leave gaps (--strict)",
	.shared = SHARED_BY | SHARED_AS | SHARED_OUTPUT | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

/* --as NAME or NAME,GOAL. */
static bool split_names(struct namer *n)
{
	const char *as = n->run.shared.as != NULL ? n->run.shared.as : "persona";
	size_t length = strlen(as);
	n->persona_column = malloc(length + 1);
	if (n->persona_column == NULL)
		return fail_memory(&n->run.why);
	memcpy(n->persona_column, as, length + 1);
	n->goal_column = "goal";
	char *comma = strchr(n->persona_column, ',');
	if (comma != NULL) {
		*comma = '\0';
		n->goal_column = comma + 1;
	}
	if (n->persona_column[0] == '\0' || n->goal_column[0] == '\0'
	    || strchr(n->goal_column, ',') != NULL)
		run_usage(&n->run, "--as: not NAME or NAME,GOAL: '%s'", as);
	return true;
}

static void check_options(struct namer *n)
{
	const struct run *run = &n->run;
	if (n->print_rules && (n->rules_path != NULL || n->label_path != NULL))
		run_usage(run, "--print-rules goes with neither --rules nor --label");
	if (n->print_rules && run->file_count > 0)
		run_usage(run, "--print-rules reads no file; --rules FILE uses one");
	if (n->label_path != NULL && n->rules_path != NULL)
		run_usage(run, "--rules and --label exclude each other: one finds personas, the other "
		               "uses those found");
	if (n->table_for_people
	    && (n->print_rules || n->label_path != NULL || run->shared.output_given))
		run_usage(run, "--table goes with none of --print-rules, --label, --output");
	if (n->check_path != NULL
	    && (n->print_rules || n->label_path != NULL || n->rules_path != NULL
	        || n->table_for_people || run->shared.output_given))
		run_usage(run, "--check goes with none of --print-rules, --rules, --label, --table, "
		               "--output");
	for (size_t i = 0; n->check_path != NULL && i < run->file_count; i++)
		if (strcmp(n->check_path, "-") == 0 && strcmp(run->files[i], "-") == 0)
			run_usage(run, "--check - and a profile from standard input exclude each other");
	if (n->check_path == NULL && (n->json || n->strict))
		run_usage(run, "--json and --strict go with --check FILE");
	if (n->label_path == NULL && run->shared.as != NULL)
		run_usage(run, "--as names the column that --label appends");
}

static bool print_rules(struct namer *n)
{
	output_open(&n->run.output, STDOUT_FILENO, "stdout", STREAM_CSV);
	return output_bytes(&n->run.output, rules_builtin_text, strlen(rules_builtin_text),
	                    &n->run.why);
}

/* A file of rules must fit the profile; the built-in rules step back where
 * they do not, and say so. */
static bool find_personas(struct namer *n)
{
	struct failure *why = &n->run.why;
	bool decidable = true;
	if (n->rules_path != NULL) {
		if (!match_check(&n->rules, &n->segments, why))
			return false;
		return personas_find(&n->personas, &n->rules, decidable, &n->segments, why);
	}
	struct header missing;
	struct buffer list = { 0 };
	bool found = match_missing(&n->rules, &n->segments, &missing, why);
	for (size_t i = 0; found && i < missing.count; i++)
		found = (buffer_append_text(&list, i > 0 ? ", " : "")
		         && buffer_append_text(&list, missing.names[i])) || fail_memory(why);
	if (found && missing.count > 0) {
		decidable = false;
		run_warn(&n->run, "the built-in rules need columns that are not in this profile (%.*s); "
		         "segments are named by their traits; --rules FILE takes rules of your own",
		         (int)list.length, list.data);
	}
	header_free(&missing);
	buffer_free(&list);
	return found && personas_find(&n->personas, &n->rules, decidable, &n->segments, why);
}

static bool warn_unmatched(struct namer *n)
{
	struct buffer list = { 0 };
	size_t count = 0;
	bool listed = true;
	for (size_t i = 0; listed && i < n->personas.count; i++)
		if (n->personas.list[i].source == PERSONA_UNMATCHED)
			listed = buffer_append_text(&list, count++ > 0 ? ", " : "")
			    && buffer_append_text(&list, n->segments.labels.names[i]);
	if (count > 0 && listed)
		run_warn(&n->run, "no rule covers %zu of %zu segments (%s %.*s); they are named "
		         "Unmatched", count, n->personas.count, n->run.shared.by, (int)list.length,
		         list.data);
	buffer_free(&list);
	return listed || fail_memory(&n->run.why);
}

static void log_personas(struct namer *n)
{
	struct run *run = &n->run;
	json_t *list = json_array(), *levels = json_object();
	for (size_t i = 0; list != NULL && i < n->personas.count; i++) {
		json_t *entry = json_object();
		json_object_set_new(entry, "segment", json_string(n->segments.labels.names[i]));
		json_object_set_new(entry, "persona", json_string(n->personas.names.names[i]));
		json_array_append_new(list, entry);
	}
	json_object_set_new(levels, "low", json_real(n->rules.thresholds.low));
	json_object_set_new(levels, "high", json_real(n->rules.thresholds.high));
	run_log(run, "by", json_string(run->shared.by));
	run_log(run, "rules", json_string(n->rules.file));
	run_log(run, "levels", levels);
	run_log(run, "personas", list);
}

static bool print_table(struct namer *n)
{
	struct buffer text = { 0 };
	bool printed = persona_view(&text, &n->personas, &n->segments, &n->rules.thresholds,
	                            n->run.shared.by, &n->run.why)
	    && output_bytes(&n->run.output, text.data, text.length, &n->run.why);
	buffer_free(&text);
	return printed;
}

static bool name_segments(struct namer *n)
{
	struct run *run = &n->run;
	bool read = n->rules_path != NULL ? rules_read(&n->rules, n->rules_path, &run->why)
	                                  : rules_builtin(&n->rules, &run->why);
	if (!read || !run_open(run)
	    || !segments_read(&n->segments, &run->input, run->shared.by, &run->why)
	    || !find_personas(n) || !warn_unmatched(n)
	    || !(n->table_for_people ? print_table(n)
	                             : persona_rows_write(&run->output, &n->personas, &n->segments,
	                                                  run->shared.by, &run->why)))
		return false;
	log_personas(n);
	return true;
}

static bool print_report(struct namer *n)
{
	struct failure *why = &n->run.why;
	struct buffer text = { 0 };
	bool printed = (n->json ? rule_json : rule_text)(&text, &n->check, why)
	    && output_bytes(&n->run.output, text.data, text.length, why);
	buffer_free(&text);
	return printed;
}

/* Rules need no profile to be checked; where one is named, it must have the
 * columns that they speak of. */
static bool check_rules(struct namer *n)
{
	struct run *run = &n->run;
	struct output *output = &run->output;
	if (!rules_read(&n->rules, n->check_path, &run->why))
		return false;
	if (run->file_count > 0
	    && (!run_open(run)
	        || !segments_read(&n->segments, &run->input, run->shared.by, &run->why)
	        || !match_check(&n->rules, &n->segments, &run->why)))
		return false;
	output_open(output, STDOUT_FILENO, "stdout", STREAM_CSV);
	if (!rule_check(&n->check, &n->rules, RULE_CHECK_STEPS, &run->why) || !print_report(n)
	    || !output_flush(output, &run->why))
		return false;
	size_t losers = rule_check_losers(&n->check);
	n->incomplete = n->check.gap_count > 0 || !rule_check_complete(&n->check);
	run_log(run, "rules", json_string(n->rules.file));
	run_log_integer(run, "gaps", (int64_t)n->check.gap_count);
	run_log_integer(run, "overlaps", (int64_t)n->check.overlap_count);
	if (losers == 0)
		return true;
	output->begun = false; /* the report is whole and wants no failure marker */
	return fail(&run->why, "%s: %zu of %zu rules can never win", n->rules.file, losers,
	            n->rules.count);
}

static bool append_persona(void *context, size_t row, struct run *run)
{
	(void)row;
	const struct namer *n = context;
	const struct cell *label = &run->input.row.cells[n->by];
	size_t at = text_set_find(&n->table.segments, label->text, label->length);
	if (at == n->table.segments.count) {
		struct failure reason;
		fail(&reason, "no such segment in %s", n->label_path);
		return input_fail_cell(&run->input, n->by, reason.text, NULL, &run->why);
	}
	output_string(&run->output, n->table.names.names[at]);
	output_string(&run->output, n->table.goals.names[at]);
	if (n->table.trusts.count > 0)
		persona_rows_trust(&run->output, n->table.trusts.names[at]);
	return true;
}

static bool label_customers(struct namer *n)
{
	struct run *run = &n->run;
	const struct header *header = &run->input.header;
	if (!split_names(n)
	    || !persona_table_read(&n->table, n->label_path, run->shared.by, &run->why)
	    || !run_open(run) || !columns_find(header, run->shared.by, &n->by, &run->why))
		return false;
	if (header_find(header, n->goal_column) < header->count)
		return fail(&run->why, "column '%s' is there already; --as NAME,GOAL chooses another "
		                       "name for it", n->goal_column);
	bool trusts = n->table.trusts.count > 0;
	if (trusts && header_find(header, "trust") < header->count)
		return fail(&run->why, "column 'trust' is there already; take it out of the rows or of %s",
		            n->label_path);
	const char *const names[] = { n->persona_column, n->goal_column, "trust" };
	run_log(run, "by", json_string(run->shared.by));
	run_log(run, "label", json_string(n->label_path));
	return pass_header(run, names, trusts ? 3 : 2) && pass_stream(run, append_persona, n);
}

static void release(struct namer *n)
{
	rule_check_free(&n->check);
	rules_free(&n->rules);
	segments_free(&n->segments);
	personas_free(&n->personas);
	persona_table_free(&n->table);
	free(n->persona_column);
}

int main(int argc, char **argv)
{
	static struct namer n;
	run_start(&n.run, &command, argc, argv, &n);
	check_options(&n);
	bool done = n.print_rules ? print_rules(&n) : n.check_path != NULL ? check_rules(&n)
	    : n.label_path != NULL ? label_customers(&n) : name_segments(&n);
	bool incomplete = n.strict && n.incomplete;
	release(&n);
	int status = run_finish(&n.run, done);
	return status == EXIT_SUCCESS && incomplete ? EXIT_INCOMPLETE : status;
}
