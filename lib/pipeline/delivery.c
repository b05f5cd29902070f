#include "pipeline/delivery.h"

#include "base/outfile.h"
#include "pipeline/metadata.h"
#include "pipeline/pipe_run.h"
#include "pipeline/summary.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A run whose stages have all succeeded. */
struct finished {
	const struct request *request;
	const struct workplace *place;
	struct crew *crew;
};

static bool log_run(const struct workplace *place, int log, struct failure *why)
{
	struct buffer text = { 0 };
	bool logged = log < 0
	    || (metadata_log_lines(place, "", "", &text, why)
	        && (text.length == 0 || buffer_append_byte(&text, '\n') || fail_memory(why))
	        && (write_all(log, text.data, text.length)
	            || fail(why, "SEG_LOG: %s", strerror(errno))));
	buffer_free(&text);
	return logged;
}

/* Runs a stage that is none of the plan's: it reads what is finished. */
static bool run_extra(const struct finished *run, struct stage *stage, struct failure *why)
{
	int status = 0;
	bool done = (words_whole(&stage->arguments) || fail_memory(why))
	    && stage_run(stage, run->request, run->place, run->crew, &status, why);
	words_free(&stage->arguments);
	if (!done && why->text[0] == '\0')
		fail(why, "%s failed; nothing was written", stage->program);
	return done;
}

static bool write_report(const struct finished *run, struct failure *why)
{
	struct stage stage = { .log = "17-report", .program = "seg-report" };
	if (!run->request->report)
		return true;
	words_add_file(&stage.arguments, "--", ".");
	return run_extra(run, &stage, why);
}

static bool describe(const struct finished *run, struct buffer *text, struct failure *why)
{
	struct stage stage = { .input = "cluster_profiles.csv", .output = SUMMARY_TABLE,
		               .program = "seg-persona" };
	if (run->request->quiet)
		return true;
	words_add(&stage.arguments, "-q");
	words_add(&stage.arguments, "--table");
	words_add_all(&stage.arguments, &run->request->persona);
	return run_extra(run, &stage, why) && summary_text(run->request, run->place, text, why);
}

/* Without outliers there is no outliers.csv. */
static void drop_empty_outliers(const struct workplace *place)
{
	char path[WORKPLACE_PATH];
	FILE *file = fopen(workplace_path(place, "outliers.csv", path), "r");
	int lines = 0;
	for (int byte; file != NULL && lines < 2 && (byte = getc(file)) != EOF;)
		lines += byte == '\n';
	if (file != NULL)
		fclose(file);
	if (lines < 2)
		unlink(path);
}

bool deliver(const struct request *request, struct workplace *place, struct crew *crew,
             int log, struct buffer *summary, struct failure *why)
{
	struct finished run = { request, place, crew };
	drop_empty_outliers(place);
	return metadata_write(request, place, why) && write_report(&run, why)
	    && describe(&run, summary, why) && workplace_publish(place, why)
	    && log_run(place, log, why);
}
