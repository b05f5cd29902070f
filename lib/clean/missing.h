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

/* Whether the cell is one of the words, letters of either case. */
bool missing_is(const struct missing_words *words, const char *text, size_t length);

#endif
