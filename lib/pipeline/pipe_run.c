#include "pipeline/pipe_run.h"

#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_FAILED = 1, STATUS_NO_GROUPS = 3 };

struct running {
	const struct request *request;
	const struct workplace *place;
	struct crew *crew;
	struct pipe_outcome *outcome;
	struct failure *why;
};

/* A command line, and the memory that its words are in. */
struct command_line {
	char **words;
	struct buffer text;
};

static void free_line(struct command_line *line)
{
	free(line->words);
	buffer_free(&line->text);
}

static bool add_word(struct command_line *line, const char *folder, const char *word)
{
	bool added = folder == NULL
	    || (buffer_append_text(&line->text, folder) && buffer_append_text(&line->text, "/"));
	return added && buffer_append(&line->text, word, strlen(word) + 1);
}

/* The program, -q where nothing is to be told, the arguments. */
static bool make_line(const struct running *run, const struct stage *stage, bool choice,
                      struct command_line *line)
{
	const struct words *arguments = &stage->arguments;
	size_t count = 0;
	bool made = add_word(line, NULL, stage->program) && ++count;
	if (run->request->quiet)
		made = made && add_word(line, NULL, "-q") && ++count;
	if (choice)
		made = made && add_word(line, NULL, "--json") && ++count;
	for (size_t i = 0; made && i < arguments->count; i++, count++) {
		const struct word *word = &arguments->list[i];
		made = word->kind == WORD_TEXT ? add_word(line, NULL, word->text)
		     : word->kind == WORD_FILE ? add_word(line, run->place->hidden, word->text)
		                               : add_word(line, NULL, run->outcome->number);
	}
	line->words = made ? calloc(count + 1, sizeof *line->words) : NULL;
	if (line->words == NULL)
		return fail_memory(run->why);
	char *word = line->text.data;
	for (size_t i = 0; i < count; i++, word += strlen(word) + 1)
		line->words[i] = word;
	return true;
}

static int open_file(const struct running *run, const char *name, int flags)
{
	char path[WORKPLACE_PATH];
	const char *place = name[0] == '/' ? name : workplace_path(run->place, name, path);
	int fd = open(place, flags | O_CLOEXEC, 0666);
	if (fd < 0)
		fail(run->why, "%s: %s", place, strerror(errno));
	return fd;
}

/* Each logs to a file of its own, for the stages end in any order. */
static bool name_log(const struct running *run, const struct stage *stage)
{
	char path[WORKPLACE_PATH], name[64];
	if (stage->log == NULL)
		return unsetenv("SEG_LOG") == 0;
	snprintf(name, sizeof name, "%s.log", stage->log);
	return setenv("SEG_LOG", workplace_path(run->place, name, path), 1) == 0;
}

static void close_unless_standard(int fd)
{
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Starts a stage between two descriptors, of which -1 stands for the file that
 * the stage names, or for what this program reads and writes itself. */
static bool start_stage(const struct running *run, const struct stage *stage, bool choice,
                        int input, int output)
{
	struct command_line line = { 0 };
	bool started = true;
	if (stage->input != NULL)
		started = (input = open_file(run, stage->input, O_RDONLY)) >= 0;
	if (started && stage->output != NULL)
		started = (output = open_file(run, stage->output, O_WRONLY | O_CREAT | O_TRUNC)) >= 0;
	started = started && (name_log(run, stage) || fail_memory(run->why))
	    && make_line(run, stage, choice, &line)
	    && crew_start(run->crew, line.words, input >= 0 ? input : STDIN_FILENO,
	                  output >= 0 ? output : STDOUT_FILENO, run->why);
	close_unless_standard(input);
	close_unless_standard(output);
	free_line(&line);
	return started;
}

static bool make_pipe(int ends[2], struct failure *why)
{
	if (pipe(ends) != 0)
		return fail(why, "a pipe: %s", strerror(errno));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return true;
}

static bool start_step(const struct running *run, const struct step *step)
{
	int input = -1;
	bool started = true;
	for (size_t i = 0; started && i < step->count; i++) {
		int ends[2] = { -1, -1 };
		if (i + 1 < step->count && !make_pipe(ends, run->why)) {
			close_unless_standard(input);
			return false;
		}
		started = start_stage(run, &step->stages[i], step->kind == STEP_CHOICE, input, ends[1]);
		input = ends[0];
	}
	close_unless_standard(input);
	return started;
}

/* What the choice says. */
static bool read_choice(const struct running *run, int status)
{
	char path[WORKPLACE_PATH];
	struct failure ignored;
	struct pipe_outcome *outcome = run->outcome;
	json_t *choice = json_read(workplace_path(run->place, "kselect.json", path),
	                           status == 0 ? run->why : &ignored);
	const char *reason = json_string_value(json_object_get(choice, "why"));
	const json_t *number = json_object_get(choice, "recommended");
	bool read = status != 0 || json_is_integer(number);
	if (read && status == 0)
		snprintf(outcome->number, sizeof outcome->number, "%" JSON_INTEGER_FORMAT,
		         json_integer_value(number));
	else if (choice != NULL && status == 0)
		fail(run->why, "seg-kselect recommends no number");
	if (status == STATUS_NO_GROUPS && reason != NULL)
		snprintf(outcome->reason, sizeof outcome->reason, "%s", reason);
	json_decref(choice);
	return read;
}

static void tell_check(const struct running *run)
{
	char path[WORKPLACE_PATH], line[1024];
	FILE *file = fopen(workplace_path(run->place, "checked.txt", path), "r");
	while (file != NULL && fgets(line, sizeof line, file) != NULL)
		fputs(line, stderr);
	if (file != NULL)
		fclose(file);
}

/* Whether the customers at hand have numbers, by which they could be compared. */
static bool numbers_customers(const struct running *run)
{
	char path[WORKPLACE_PATH];
	return pipe_numbers_customers(workplace_path(run->place, "clustered.csv", path));
}

/* Runs a step, or starts one that runs beside the next. */
static bool run_step(const struct running *run, const struct step *step)
{
	size_t first = run->crew->count;
	int status = 0;
	if (step->kind == STEP_OPTIONAL && !numbers_customers(run))
		return true;
	if (!start_step(run, step)) {
		crew_end(run->crew);
		run->outcome->status = STATUS_FAILED;
		return false;
	}
	if (step->kind == STEP_ASIDE)
		return true;
	bool whole = crew_wait(run->crew, first, run->crew->count, &status);
	if (step->kind == STEP_OPTIONAL && whole)
		return true;
	if (step->kind == STEP_CHECK && status != 0)
		tell_check(run);
	if (step->kind == STEP_CHOICE && whole && !read_choice(run, status))
		status = STATUS_FAILED;
	if (step->kind != STEP_CHOICE && status == STATUS_NO_GROUPS)
		status = STATUS_FAILED;
	if (whole && status != 0)
		crew_word_signal(run->crew, first, run->crew->count, run->why);
	run->outcome->status = status;
	return status == 0;
}

bool pipe_run(const struct pipe_plan *plan, const struct request *request,
              const struct workplace *place, struct crew *crew, struct pipe_outcome *outcome,
              struct failure *why)
{
	struct running run = { request, place, crew, outcome, why };
	bool done = true;
	size_t aside[PLAN_STEPS], aside_count = 0;
	int status;
	why->text[0] = '\0';
	*outcome = (struct pipe_outcome){ 0 };
	for (size_t i = 0; done && i < plan->count; i++) {
		if (plan->steps[i].kind == STEP_ASIDE)
			aside[aside_count++] = crew->count;
		done = run_step(&run, &plan->steps[i]);
	}
	/* Whatever became of the others. */
	for (size_t i = 0; i < aside_count; i++)
		if (aside[i] < crew->count && crew_wait(crew, aside[i], aside[i] + 1, &status)
		    && status != 0 && outcome->status == 0) {
			crew_word_signal(crew, aside[i], aside[i] + 1, why);
			outcome->status = status == STATUS_NO_GROUPS ? STATUS_FAILED : status;
		}
	crew_wait(crew, 0, crew->count, &status);
	if (crew->ended_by != 0)
		outcome->status = 128 + crew->ended_by;
	return outcome->status == 0;
}

bool stage_run(const struct stage *stage, const struct request *request,
               const struct workplace *place, struct crew *crew, int *status, struct failure *why)
{
	struct pipe_outcome none = { 0 };
	struct running run = { request, place, crew, &none, why };
	size_t first = crew->count;
	why->text[0] = '\0';
	if (!start_stage(&run, stage, false, -1, -1))
		return false;
	bool whole = crew_wait(crew, first, crew->count, status);
	if (whole && *status != 0)
		crew_word_signal(crew, first, crew->count, why);
	return whole && *status == 0;
}
