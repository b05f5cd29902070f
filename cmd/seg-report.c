/* seg-report: one page of HTML from a folder of deliverables. */
#include "base/outfile.h"
#include "command/run.h"
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reporter {
	struct run run;
	const char *out, *title;
	char *path; /* where the report goes; NULL: standard output */
	struct artifacts artifacts;
	struct pictures pictures;
};

static const struct option_entry options[] = {
	{ "out", 'o', "FILE", "write FILE (default: report.html in the folder; - is stdout)" },
	{ "title", 0, "TEXT", "the title of the page" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct reporter *r = context;
	if (value[0] == '\0')
		return fail(why, "empty");
	*(strcmp(name, "out") == 0 ? &r->out : &r->title) = value;
	return true;
}

static const struct command command = {
	.name = "seg-report",
	.synopsis = "ARTIFACTS_DIR",
	.summary = "Writes one page of HTML, which stands by itself, from the files that\n"
	           "seg-pipeline put into ARTIFACTS_DIR.",
	.shared = SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static bool name_output(struct reporter *r, const char *folder)
{
	if (r->out != NULL && strcmp(r->out, "-") == 0)
		return true;
	size_t size = strlen(folder) + sizeof "/report.html";
	r->path = r->out != NULL ? strdup(r->out) : malloc(size);
	if (r->path == NULL)
		return fail_memory(&r->run.why);
	if (r->out == NULL)
		snprintf(r->path, size, "%s%sreport.html", folder,
		         folder[strlen(folder) - 1] == '/' ? "" : "/");
	return true;
}

/* What the page says in its limits is told here, too. */
static void tell(struct reporter *r)
{
	const struct pictures *pictures = &r->pictures;
	if (pictures->no_gnuplot)
		run_warn(&r->run, "gnuplot is not installed, so the report has no pictures; install it "
		         "(Debian and Ubuntu: apt-get install gnuplot-nox; Fedora: dnf install gnuplot; "
		         "macOS: brew install gnuplot)");
	for (size_t i = 0; i < PICTURES; i++)
		if (pictures->list[i].trouble.text[0] != '\0')
			run_warn(&r->run, "no picture %s: %s", pictures->list[i].kind,
			         pictures->list[i].trouble.text);
	run_log_integer(&r->run, "segments", (int64_t)r->artifacts.segments.count);
	run_log_integer(&r->run, "pictures", (int64_t)pictures->drawn);
}

static bool write_report(struct reporter *r)
{
	struct run *run = &r->run;
	struct html page = { 0 };
	report_page(&page, &(struct report){ &r->artifacts, &r->pictures, r->title, SEG_VERSION });
	bool written = html_done(&page, &run->why)
	    && (r->path != NULL
	        ? outfile_write(r->path, page.text.data, page.text.length, &run->why)
	        : output_bytes(&run->output, page.text.data, page.text.length, &run->why));
	html_free(&page);
	return written;
}

static bool make_report(struct reporter *r)
{
	struct run *run = &r->run;
	output_open(&run->output, STDOUT_FILENO, "stdout", STREAM_CSV);
	if (!name_output(r, run->files[0]) || !artifacts_read(&r->artifacts, run->files[0], &run->why))
		return false;
	pictures_draw(&r->pictures, &r->artifacts, run_threads(run), &run->progress);
	tell(r);
	return write_report(r);
}

int main(int argc, char **argv)
{
	static struct reporter r;
	run_start(&r.run, &command, argc, argv, &r);
	if (r.run.file_count != 1 || r.run.files[0][0] == '\0')
		run_usage(&r.run, "%s; one folder is read", r.run.file_count > 1
		          ? "more than one folder" : "which folder?");
	bool done = make_report(&r);
	artifacts_free(&r.artifacts);
	pictures_free(&r.pictures);
	free(r.path);
	return run_finish(&r.run, done);
}
