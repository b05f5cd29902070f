/* The words of a command line before it runs, or is shown.  A list that runs out
 * of memory says so once, at the end: words_whole. */
#ifndef PIPELINE_WORDS_H
#define PIPELINE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word_kind {
	WORD_TEXT,
	WORD_FILE,   /* a file of the run, by its name: in the folder of the deliverables to those
	              * who read it, in a folder of its own until all is done */
	WORD_NUMBER, /* the number of segments that seg-kselect chooses */
};

struct word {
	enum word_kind kind;
	const char *text; /* outlives the list */
};

struct words {
	struct word *list;
	size_t count, room;
	bool cut; /* memory ran out */
};

void words_add(struct words *words, const char *text);
void words_add_option(struct words *words, const char *option, const char *value);
void words_add_file(struct words *words, const char *option, const char *name);
void words_add_number(struct words *words, const char *option);
void words_add_all(struct words *words, const struct words *more);
bool words_whole(const struct words *words);
void words_free(struct words *words);

#endif
