/* The words that people write where a value is missing. */
#ifndef CLEAN_MISSING_H
#define CLEAN_MISSING_H

#include <stdbool.h>
#include <stddef.h>

/* The default of --missing-values; the empty word comes first. */
#define MISSING_DEFAULT ",NA,N/A,NaN,null,None,?,-"

struct missing_words {
	const char *list; /* words separated by commas; an empty word is an empty cell */
	bool first[256];  /* bytes (of either case) that some word starts with */
	bool empty;
};

/* `list` must outlive the words. */
void missing_words_set(struct missing_words *words, const char *list);

/* Whether a text that is not empty is one of the words, letters of either case. */
bool missing_word(const struct missing_words *words, const char *text, size_t length);

/* The same for any cell; most are told by their first byte. */
static inline bool missing_is(const struct missing_words *words, const char *text, size_t length)
{
	if (length == 0)
		return words->empty;
	return words->first[(unsigned char)text[0]] && missing_word(words, text, length);
}

#endif
