#include "pipeline/pipe_text.h"

struct listing {
	struct buffer *text;
	const char *folder;
	bool cut; /* memory ran out */
};

static void put(struct listing *listing, const char *text)
{
	listing->cut = listing->cut || !buffer_append_text(listing->text, text);
}

/* A word as a shell reads it back. */
static void put_word(struct listing *listing, const char *word)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	                            "_./:,=@%+-";
	size_t length = strspn(word, plain);
	put(listing, " ");
	if (length > 0 && word[length] == '\0') {
		put(listing, word);
		return;
	}
	put(listing, "'");
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			put(listing, "'\\''");
		else
			listing->cut = listing->cut || !buffer_append_byte(listing->text, *word);
	}
	put(listing, "'");
}

/* A file of the run, where those who read the pipe will find it. */
static void put_file(struct listing *listing, const char *name)
{
	struct buffer path = { 0 };
	bool made = buffer_append_text(&path, listing->folder) && buffer_append_text(&path, "/")
	    && buffer_append(&path, name, strlen(name) + 1);
	if (made)
		put_word(listing, path.data);
	listing->cut = listing->cut || !made;
	buffer_free(&path);
}

static void put_words(struct listing *listing, const struct words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->list[i];
		if (word->kind == WORD_TEXT)
			put_word(listing, word->text);
		else if (word->kind == WORD_FILE)
			put_file(listing, word->text);
		else
			put(listing, " \"$k\"");
	}
}

static void put_input(struct listing *listing, const struct stage *stage)
{
	if (stage->input == NULL)
		return;
	put(listing, " <");
	put_file(listing, stage->input);
}

static void put_output(struct listing *listing, const struct stage *stage)
{
	if (stage->output == NULL)
		return;
	put(listing, " >");
	if (stage->output[0] == '/')
		put_word(listing, stage->output);
	else
		put_file(listing, stage->output);
}

/* The number goes into a variable of the shell, of which WORD_NUMBER speaks. */
static void put_choice(struct listing *listing, const struct stage *stage)
{
	put(listing, "k=$(");
	put(listing, stage->program);
	put(listing, " -q");
	put_words(listing, &stage->arguments);
	put_input(listing, stage);
	put(listing, ")\n");
}

static void put_step(struct listing *listing, const struct step *step)
{
	for (size_t i = 0; i < step->count; i++) {
		const struct stage *stage = &step->stages[i];
		if (i > 0)
			put(listing, " |\n    ");
		put(listing, stage->program);
		put_words(listing, &stage->arguments);
		put_input(listing, stage);
		if (step->kind != STEP_CHECK)
			put_output(listing, stage);
	}
	put(listing, step->kind == STEP_OPTIONAL ? " || true\n" : "\n");
}

bool pipe_text(const struct pipe_plan *plan, const struct request *request, struct buffer *text)
{
	struct listing listing = { text, request->artifacts, false };
	put(&listing, "mkdir -p");
	put_word(&listing, request->artifacts);
	put(&listing, "\n");
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->steps[i].kind == STEP_CHOICE)
			put_choice(&listing, &plan->steps[i].stages[0]);
		else
			put_step(&listing, &plan->steps[i]);
	}
	if (request->report) {
		put(&listing, "seg-report");
		put_word(&listing, request->artifacts);
		put(&listing, "\n");
	}
	return !listing.cut;
}
