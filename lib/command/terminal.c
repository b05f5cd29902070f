#include "command/terminal.h"

#include "command/run.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	struct timespec now;
	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void report(void *context, const char *what, size_t done, size_t total)
{
	struct run *run = context;
	double now = seconds();
	if (now < run->progress_since)
		return;
	run->progress_since = now + 0.2;
	run->progress_shown = true;
	if (total > 0)
		fprintf(stderr, "\r\033[K%s: %s %.0f %%", run->command->name, what,
		        100.0 * (double)done / (double)total);
	else
		fprintf(stderr, "\r\033[K%s: %s %zu", run->command->name, what, done);
	fflush(stderr);
}

void terminal_progress_start(struct run *run)
{
	bool wanted = run->shared.progress || (isatty(STDERR_FILENO) && !run->shared.quiet);
	if (!wanted || (run->command->shared & SHARED_PROGRESS) == 0)
		return;
	run->progress = (struct progress){ .report = report, .context = run };
	run->progress_since = run->shared.progress ? 0 : seconds() + 1.0;
}

void terminal_progress_clear(struct run *run)
{
	if (run->progress_shown)
		fprintf(stderr, "\r\033[K");
	run->progress_shown = false;
}
