/* seg-pipeline: from a customer file to the deliverables, in one command. */
#include "command/run.h"
#include "pipeline/delivery.h"
#include "pipeline/pipe_run.h"
#include "pipeline/pipe_text.h"
#include "pipeline/surroundings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_NO_GROUPS = 3, BY_SIGNAL = 128 };

struct pipeline {
	struct run run;
	struct request request;
	bool dry_run;
	struct pipe_plan plan;
	struct workplace place;
	struct crew crew;
	const char *rejects; /* --rejects, or NULL */
	char *log_path; /* the user's own log, or NULL */
	int log;        /* it stays open, so that a named pipe has one writer; -1: none */
	char *folder; /* where the name of the deliverables' folder had to be changed */
};

/* What seg-kselect goes by where nobody says: its own signals, and the one that
 * tells whether there is anything to choose. */
static const char default_signals[] = "elbow,silhouette,calinski_harabasz,davies_bouldin,gap";

#define MORE "\n                                 "

static const struct option_entry options[] = {
	{ "k", 'k', "N|A:B", "the number of segments, or a range for seg-kselect"
	  MORE "to choose from (default 2:10)" },
	{ "artifacts", 'o', "DIR", "where the deliverables go (default artifacts)" },
	{ "previous", 'p', "DIR", "the deliverables of an earlier run: keep its segment"
	  MORE "numbers, and say what has changed since" },
	{ "report", 'r', NULL, "write report.html, too, for people (seg-report)" },
	{ "no-stability", 0, NULL, "do not judge by bootstraps what can be trusted" },
	{ "signals", 0, "LIST", "what chooses k (seg-kselect); gap tests for structure" },
	{ "dry-run", 'n', NULL, "print the pipe that would run, and exit" },
	{ "features", 'f', "LIST", "the features of the segments (seg-scale)" },
	{ "log", 0, "LIST", "features to take in logarithms (seg-scale)" },
	{ "method", 0, "NAME", "standard, minmax, robust or none (seg-scale)" },
	{ "missing", 0, "MODE", "error, drop, mean or median (seg-features)" },
	{ "rename", 0, "OLD=NEW", "rename a column (seg-features; repeatable)" },
	{ "ratio", 0, "NAME=NUM/DEN", "append a ratio (seg-features; repeatable)" },
	{ "encode", 0, "LIST", "0/1 columns for text columns (seg-features)" },
	{ "comment", 0, "PREFIX", "skip lines that start so (seg-features)" },
	{ "header", 0, "NAMES", "names for a file without a header (seg-features)" },
	{ "decimal", 0, "CHAR", "the decimal sign (seg-features)" },
	{ "delimiter", 'd', "CHAR", "the delimiter (seg-features)" },
	{ "require", 0, "LIST", "fail unless these columns are there (seg-features)" },
	{ "missing-values", 0, "LIST", "what counts as missing (seg-features)" },
	{ "dedup", 0, NULL, "set aside repeated rows (seg-features)" },
	{ "rejects", 0, "FILE", "keep the rows that are set aside (seg-features)" },
	{ "eps", 0, "X", "the radius of a neighbourhood (seg-dbscan)" },
	{ "eps-percentile", 0, "Q", "or how far outliers lie (seg-dbscan, default 90)" },
	{ "min-samples", 0, "N", "neighbours of a core point (seg-dbscan, default 4)" },
	{ "rules", 0, "FILE", "rules for personas, checked first (seg-persona)" },
	{ "seed", 's', "N", "seed of the random numbers (default 42)" },
	{ "threads", 't', "N", "threads in all (default: all processors)" },
	{ "quiet", 'q', NULL, "no table and no notes, errors only" },
	{ NULL, 0, NULL, NULL },
};

/* What is for the filters goes to them as it is; they know what is right. */
static void pass_on(struct request *request, const char *name, const char *value)
{
	const struct {
		const char *name, *option;
		struct words *first, *second;
	} passed[] = {
		{ "features", "-f", &request->features, &request->scale },
		{ "log", "--log", &request->scale, NULL },
		{ "method", "--method", &request->scale, NULL },
		{ "missing", "--missing", &request->features, NULL },
		{ "rename", "--rename", &request->features, NULL },
		{ "ratio", "--ratio", &request->features, NULL },
		{ "encode", "--encode", &request->features, NULL },
		{ "comment", "--comment", &request->features, NULL },
		{ "header", "--header", &request->features, NULL },
		{ "decimal", "--decimal", &request->features, NULL },
		{ "delimiter", "-d", &request->features, NULL },
		{ "require", "--require", &request->features, NULL },
		{ "missing-values", "--missing-values", &request->features, NULL },
		{ "rejects", "--rejects", &request->features, NULL },
		{ "eps", "--eps", &request->dbscan, NULL },
		{ "eps-percentile", "--eps-percentile", &request->dbscan, NULL },
		{ "min-samples", "--min-samples", &request->dbscan, NULL },
		{ "rules", "--rules", &request->persona, NULL },
		{ "seed", "-s", &request->seed, NULL },
		{ "threads", "-t", &request->threads, NULL },
	};
	for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
		if (strcmp(name, passed[i].name) != 0)
			continue;
		words_add_option(passed[i].first, passed[i].option, value);
		if (passed[i].second != NULL)
			words_add_option(passed[i].second, passed[i].option, value);
	}
}

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct pipeline *p = context;
	struct request *request = &p->request;
	if (strcmp(name, "k") == 0)
		request->k = value;
	else if (strcmp(name, "artifacts") == 0)
		request->artifacts = value;
	else if (strcmp(name, "previous") == 0)
		request->previous = value;
	else if (strcmp(name, "report") == 0)
		request->report = true;
	else if (strcmp(name, "no-stability") == 0)
		request->stability = false;
	else if (strcmp(name, "signals") == 0)
		request->signals = value;
	else if (strcmp(name, "quiet") == 0)
		request->quiet = p->run.shared.quiet = true;
	else if (strcmp(name, "dry-run") == 0)
		p->dry_run = true;
	else if (strcmp(name, "dedup") == 0)
		words_add(&request->features, "--dedup");
	else
		pass_on(request, name, value);
	if (strcmp(name, "rules") == 0)
		request->rules = value;
	if (strcmp(name, "rejects") == 0)
		p->rejects = value;
	(void)why;
	return true;
}

static const struct command command = {
	.name = "seg-pipeline",
	.synopsis = "FILE ...",
	.summary = "Runs the filters from a customer file to the deliverables: segments with names,\n"
	           "actions and what they can be trusted for, rules, outliers and models for later.",
	.strict = "no groups to choose from",
	.options = options,
	.take = take,
};

static void complain(const char *text)
{
	fprintf(stderr, "%s: %s\n", command.name, text);
}

static bool is_number_or_range(const char *text)
{
	static const char digits[] = "0123456789";
	size_t first = strspn(text, digits);
	const char *rest = text + first;
	size_t second = *rest == ':' ? strspn(rest + 1, digits) : 0;
	return first > 0 && (*rest == '\0' || (second > 0 && rest[1 + second] == '\0'));
}

static void check_usage(struct pipeline *p)
{
	struct request *request = &p->request;
	if (p->run.file_count == 0)
		run_usage(&p->run, "no customer file; see %s --help", command.name);
	if (!is_number_or_range(request->k))
		run_usage(&p->run, "-k: not a number or a range A:B: '%s'", request->k);
	if (request->artifacts[0] == '\0')
		run_usage(&p->run, "-o: a folder must be named");
	if (request->signals != NULL && !request_chooses(request))
		run_usage(&p->run, "--signals: -k %s leaves nothing to choose; a range A:B does",
		          request->k);
	if (request->signals == NULL)
		request->signals = default_signals;
	for (size_t i = 0; i < p->run.file_count; i++)
		words_add(&request->files, p->run.files[i]);
}

static bool check_previous(const struct request *request, struct failure *why)
{
	static const char *const needed[] = { "scaler.json", "kmeans.json", "reference.json" };
	char path[WORKPLACE_PATH];
	for (size_t i = 0; request->previous[0] != '\0' && i < sizeof needed / sizeof *needed; i++) {
		snprintf(path, sizeof path, "%s/%s", request->previous, needed[i]);
		if (access(path, F_OK) != 0)
			return fail(why, "--previous: there is no '%s'; it names the -o DIR of an earlier run",
			            path);
	}
	return true;
}

/* A folder whose name a filter would take for an option. */
static bool name_folder(struct pipeline *p, struct failure *why)
{
	if (p->request.artifacts[0] != '-')
		return true;
	size_t size = strlen(p->request.artifacts) + sizeof "./";
	p->folder = malloc(size);
	if (p->folder == NULL)
		return fail_memory(why);
	snprintf(p->folder, size, "./%s", p->request.artifacts);
	p->request.artifacts = p->folder;
	return true;
}

/* The user's own log; the stages get others. */
static bool name_log(struct pipeline *p, struct failure *why)
{
	const char *log = getenv("SEG_LOG");
	if (log != NULL && log[0] != '\0' && (p->log_path = strdup(log)) == NULL)
		return fail_memory(why);
	return true;
}

/* A stage that failed has said why itself. */
static int tell_failure(const struct pipeline *p, const struct pipe_outcome *outcome,
                        const struct failure *why)
{
	if (outcome->status > BY_SIGNAL && p->crew.ended_by != 0)
		return outcome->status;
	if (why->text[0] != '\0')
		complain(why->text);
	if (outcome->reason[0] != '\0')
		fprintf(stderr, "%s: %s; -k N makes N segments all the same\n", command.name,
		        outcome->reason);
	fprintf(stderr, "%s: stopped; nothing was written to '%s'\n", command.name,
	        p->request.artifacts);
	/* 2 and 3 say something of their own: wrong options, no groups. */
	return outcome->status == STATUS_USAGE || outcome->status == STATUS_NO_GROUPS
	    ? outcome->status : STATUS_FAILED;
}

static bool open_log(struct pipeline *p, struct failure *why)
{
	if (p->log_path == NULL)
		return true;
	p->log = open(p->log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	return p->log >= 0
	    || fail(why, "SEG_LOG: cannot write to '%s': %s", p->log_path, strerror(errno));
}

/* What else is written must not be in the place of a deliverable. */
static bool check_outputs(const struct pipeline *p)
{
	const char *what = p->rejects != NULL && workplace_has(&p->place, p->rejects) ? "--rejects"
	    : p->log_path != NULL && workplace_has(&p->place, p->log_path) ? "SEG_LOG" : NULL;
	if (what != NULL)
		fprintf(stderr, "%s: %s: '%s' is one of the deliverables; it needs a name of its own\n",
		        command.name, what, strcmp(what, "SEG_LOG") == 0 ? p->log_path : p->rejects);
	return what == NULL;
}

static int work(struct pipeline *p, const char *called)
{
	struct failure why;
	struct pipe_outcome outcome;
	struct buffer summary = { 0 };
	bool ready = surroundings_set(called, &why) && name_log(p, &why) && open_log(p, &why)
	    && crew_create(&p->crew, &why)
	    && workplace_open(&p->place, p->request.artifacts, &why);
	if (ready && !check_outputs(p))
		return STATUS_USAGE;
	if (ready && !pipe_run(&p->plan, &p->request, &p->place, &p->crew, &outcome, &why))
		return tell_failure(p, &outcome, &why);
	bool done = ready
	    && deliver(&p->request, &p->place, &p->crew, p->log, &summary, &why);
	bool published = p->place.published;
	if (ready && p->crew.ended_by != 0)
		done = false;
	workplace_close(&p->place);
	crew_release(&p->crew); /* who reads the summary may take long */
	done = done && (summary.length == 0
	                || output_bytes(&p->run.output, summary.data, summary.length, &why));
	buffer_free(&summary);
	if (done)
		return EXIT_SUCCESS;
	if (ready && p->crew.ended_by != 0)
		return BY_SIGNAL + p->crew.ended_by;
	fprintf(stderr, "%s: %s%s\n", command.name, why.text,
	        published ? "; the deliverables are in their places" : "");
	return STATUS_FAILED;
}

static int show(struct pipeline *p)
{
	struct buffer text = { 0 };
	bool shown = (pipe_text(&p->plan, &p->request, &text) || fail_memory(&p->run.why))
	    && output_bytes(&p->run.output, text.data, text.length, &p->run.why);
	buffer_free(&text);
	if (!shown)
		complain(p->run.why.text);
	return shown ? EXIT_SUCCESS : STATUS_FAILED;
}

int main(int argc, char **argv)
{
	static struct pipeline p = {
		.request = { .k = "2:10", .artifacts = "artifacts", .previous = "", .rules = "",
			     .stability = true },
		.place.lock = -1, .log = -1,
	};
	const char *called = argv[0];
	run_start(&p.run, &command, argc, argv, &p);
	check_usage(&p);
	output_open(&p.run.output, STDOUT_FILENO, "stdout", STREAM_CSV);
	int status = STATUS_FAILED;
	struct failure why;
	if (!check_previous(&p.request, &why) || !name_folder(&p, &why)
	    || !pipe_plan_make(&p.plan, &p.request, &why))
		complain(why.text);
	else
		status = p.dry_run ? show(&p) : work(&p, called);
	workplace_close(&p.place);
	pipe_plan_free(&p.plan);
	request_free(&p.request);
	if (p.log >= 0)
		close(p.log);
	free(p.log_path);
	free(p.folder);
	p.run.shared.log = NULL; /* each stage has logged for itself */
	int closing = run_finish(&p.run, true);
	return status != EXIT_SUCCESS ? status : closing;
}
