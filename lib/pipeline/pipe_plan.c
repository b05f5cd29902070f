#include "pipeline/pipe_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool request_chooses(const struct request *request)
{
	return strchr(request->k, ':') != NULL;
}

static struct step *add_step(struct pipe_plan *plan, enum step_kind kind)
{
	struct step *step = &plan->steps[plan->count++];
	*step = (struct step){ .kind = kind };
	return step;
}

/* Adds a stage to the pipe of a step; returns its arguments, to be filled. */
static struct words *add_stage(struct step *step, const char *log, const char *input,
                               const char *output, const char *program)
{
	struct stage *stage = &step->stages[step->count++];
	*stage = (struct stage){ .log = log, .input = input, .output = output, .program = program };
	return &stage->arguments;
}

/* A rule that can never win ends the run before it begins. */
static void check_rules(struct pipe_plan *plan, const struct request *request)
{
	if (request->rules[0] == '\0')
		return;
	struct words *words = add_stage(add_step(plan, STEP_CHECK), "00-check", NULL, "checked.txt",
	                                "seg-persona");
	words_add_option(words, "--check", request->rules);
}

static void clean(struct step *step, const struct request *request, const char *output)
{
	struct words *words = add_stage(step, "01-features", NULL, output, "seg-features");
	words_add_option(words, "--output", "csv");
	words_add_all(words, &request->features);
	words_add(words, "--");
	words_add_all(words, &request->files);
}

static void scale(struct step *step, const struct request *request, const char *input,
                  const char *output)
{
	struct words *words = add_stage(step, "05-scale", input, output, "seg-scale");
	words_add_file(words, "--model", "scaler.json");
	words_add_all(words, &request->scale);
	words_add_all(words, &request->threads);
}

static void segment(struct step *step, const struct request *request, const struct words *match,
                    const char *input)
{
	struct words *words = add_stage(step, "07-kmeans", input, "clustered.csv", "seg-kmeans");
	if (request_chooses(request))
		words_add_number(words, "-k");
	else
		words_add_option(words, "-k", request->k);
	words_add_file(words, "--model", "kmeans.json");
	words_add_all(words, match);
	words_add_all(words, &request->seed);
	words_add_all(words, &request->threads);
}

/* Where the customers make no groups, seg-kselect --strict ends with status 3. */
static void choose_number(struct pipe_plan *plan, const struct request *request)
{
	const char *signals = request->signals;
	struct words *words = add_stage(add_step(plan, STEP_CHOICE), "06-kselect", "scaled.csv",
	                                "kselect.json", "seg-kselect");
	words_add_option(words, "-k", request->k);
	words_add_option(words, "--signals", signals);
	words_add_all(words, &request->seed);
	words_add_all(words, &request->threads);
	const char *gap = strstr(signals, "gap");
	bool tests = strcmp(signals, "all") == 0
	    || (gap != NULL && (gap == signals || gap[-1] == ',') && (gap[3] == ',' || gap[3] == '\0'));
	if (tests)
		words_add(words, "--strict");
}

static bool earlier_paths(struct pipe_plan *plan, const char *folder, struct failure *why)
{
	static const char *const names[EARLIER_FILES] = {
		"scaler.json", "kmeans.json", "reference.json", "segments.csv",
	};
	for (int i = 0; i < EARLIER_FILES; i++) {
		size_t size = strlen(folder) + strlen(names[i]) + 2;
		plan->earlier[i] = malloc(size);
		if (plan->earlier[i] == NULL)
			return fail_memory(why);
		snprintf(plan->earlier[i], size, "%s/%s", folder, names[i]);
	}
	return true;
}

/* How far the customers have moved: the earlier models say what they are now.
 * It comes first, for the models may be replaced by those of this run. */
static void compare_features(struct pipe_plan *plan)
{
	struct step *step = add_step(plan, STEP_PLAIN);
	struct words *words = add_stage(step, "02-earlier-scale", "features.csv", NULL, "seg-scale");
	words_add(words, "-q");
	words_add_option(words, "--apply", plan->earlier[EARLIER_SCALER]);
	words = add_stage(step, "03-earlier-kmeans", NULL, NULL, "seg-kmeans");
	words_add(words, "-q");
	words_add_option(words, "--apply", plan->earlier[EARLIER_KMEANS]);
	words = add_stage(step, "04-drift", NULL, "drift.csv", "seg-drift");
	words_add_option(words, "--apply", plan->earlier[EARLIER_REFERENCE]);
}

static bool is_id(const char *name, size_t length)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	return length >= 2 && memcmp(name + length - 2, "id", 2) == 0
	    && (length == 2 || (name[length - 3] == '_' && strspn(name, letters) >= length));
}

bool pipe_numbers_customers(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	bool found = false;
	if (file != NULL && getline(&line, &room, file) > 0) {
		for (char *name = line; !found && *name != '\0';) {
			size_t length = strcspn(name, ",\r\n");
			found = is_id(name, length);
			name += length + (name[length] != '\0');
		}
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return found;
}

/* Who went from which segment to which, where customers have numbers. */
static void compare_customers(struct pipe_plan *plan)
{
	if (!pipe_numbers_customers(plan->earlier[EARLIER_SEGMENTS]))
		return;
	struct words *words = add_stage(add_step(plan, STEP_OPTIONAL), "08-moves", "clustered.csv",
	                                "/dev/null", "seg-drift");
	words_add(words, "-q");
	words_add_option(words, "--reference", plan->earlier[EARLIER_SEGMENTS]);
	words_add_file(words, "--moves", "moves.csv");
}

/* From the customer file to numbered segments, clustered.csv. */
static void find_segments(struct pipe_plan *plan, const struct request *request)
{
	struct words match = { 0 };
	bool compares = request->previous[0] != '\0', chooses = request_chooses(request);
	struct step *step = add_step(plan, STEP_PLAIN);
	if (compares) {
		words_add_option(&match, "--match", plan->earlier[EARLIER_KMEANS]);
		words_add_file(&match, "--match-report", "changes.json");
		clean(step, request, "features.csv");
		compare_features(plan);
		step = add_step(plan, STEP_PLAIN);
	} else {
		clean(step, request, NULL);
	}
	scale(step, request, compares ? "features.csv" : NULL, chooses ? "scaled.csv" : NULL);
	if (chooses) {
		choose_number(plan, request);
		step = add_step(plan, STEP_PLAIN);
	}
	segment(step, request, &match, chooses ? "scaled.csv" : NULL);
	words_free(&match);
	if (compares)
		compare_customers(plan);
}

/* What the segments are, and what they are worth. */
static void describe_segments(struct pipe_plan *plan, const struct request *request)
{
	struct words *words = add_stage(add_step(plan, STEP_ASIDE), "09-metrics", "clustered.csv",
	                                "metrics.json", "seg-metrics");
	words_add_all(words, &request->threads);
	words = add_stage(add_step(plan, STEP_ASIDE), "10-reference", "clustered.csv", NULL,
	                  "seg-drift");
	words_add(words, "-q");
	words_add_file(words, "--model", "reference.json");
	if (request->stability) {
		words = add_stage(add_step(plan, STEP_PLAIN), "11-stability", "clustered.csv",
		                  "stability.json", "seg-stability");
		words_add_all(words, &request->seed);
		words_add_all(words, &request->threads);
	}
	words = add_stage(add_step(plan, STEP_PLAIN), "12-profile", "clustered.csv",
	                  "cluster_profiles.csv", "seg-profile");
	if (request->stability)
		words_add_file(words, "--stability", "stability.json");
	words = add_stage(add_step(plan, STEP_PLAIN), "13-persona", "cluster_profiles.csv",
	                  "personas.csv", "seg-persona");
	words_add_all(words, &request->persona);
}

/* Every customer, with segment, persona and what is unusual; and the rules. */
static void label_customers(struct pipe_plan *plan, const struct request *request)
{
	struct step *step = add_step(plan, STEP_PLAIN);
	struct words *words = add_stage(step, "14-label", "clustered.csv", NULL, "seg-persona");
	words_add_file(words, "--label", "personas.csv");
	words = add_stage(step, "15-dbscan", NULL, "segments.csv", "seg-dbscan");
	words_add(words, "--reasons");
	words_add_all(words, &request->dbscan);
	words_add_all(words, &request->threads);
	words_add_file(words, "--report", "density.json");
	words_add_file(words, "--outliers-file", "outliers.csv");
	words = add_stage(add_step(plan, STEP_PLAIN), "16-rules", "segments.csv", "rules.txt",
	                  "seg-rules");
	words_add_file(words, "--sql-file", "rules.sql");
}

bool pipe_plan_make(struct pipe_plan *plan, const struct request *request, struct failure *why)
{
	*plan = (struct pipe_plan){ 0 };
	if (!earlier_paths(plan, request->previous, why))
		return false;
	check_rules(plan, request);
	find_segments(plan, request);
	describe_segments(plan, request);
	label_customers(plan, request);
	for (size_t i = 0; i < plan->count; i++)
		for (size_t s = 0; s < plan->steps[i].count; s++)
			if (!words_whole(&plan->steps[i].stages[s].arguments))
				return fail_memory(why);
	return true;
}

void pipe_plan_free(struct pipe_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		for (size_t s = 0; s < plan->steps[i].count; s++)
			words_free(&plan->steps[i].stages[s].arguments);
	for (int i = 0; i < EARLIER_FILES; i++)
		free(plan->earlier[i]);
	*plan = (struct pipe_plan){ 0 };
}

void request_free(struct request *request)
{
	words_free(&request->features);
	words_free(&request->scale);
	words_free(&request->dbscan);
	words_free(&request->persona);
	words_free(&request->seed);
	words_free(&request->threads);
	words_free(&request->files);
}
