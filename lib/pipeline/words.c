#include "pipeline/words.h"

#include <stdlib.h>

static void add(struct words *words, struct word word)
{
	if (words->count == words->room) {
		size_t room = words->room > 0 ? 2 * words->room : 8;
		struct word *list = realloc(words->list, room * sizeof *list);
		words->cut = words->cut || list == NULL;
		if (list == NULL)
			return;
		words->list = list;
		words->room = room;
	}
	words->list[words->count++] = word;
}

void words_add(struct words *words, const char *text)
{
	add(words, (struct word){ WORD_TEXT, text });
}

void words_add_option(struct words *words, const char *option, const char *value)
{
	words_add(words, option);
	words_add(words, value);
}

void words_add_file(struct words *words, const char *option, const char *name)
{
	words_add(words, option);
	add(words, (struct word){ WORD_FILE, name });
}

void words_add_number(struct words *words, const char *option)
{
	words_add(words, option);
	add(words, (struct word){ WORD_NUMBER, NULL });
}

void words_add_all(struct words *words, const struct words *more)
{
	words->cut = words->cut || more->cut;
	for (size_t i = 0; i < more->count; i++)
		add(words, more->list[i]);
}

bool words_whole(const struct words *words)
{
	return !words->cut;
}

void words_free(struct words *words)
{
	free(words->list);
	*words = (struct words){ 0 };
}
