#include "clean/missing.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

void missing_words_set(struct missing_words *words, const char *list)
{
	*words = (struct missing_words){ .list = list };
	for (const char *word = list;; word += strcspn(word, ",") + 1) {
		if (*word == ',' || *word == '\0')
			words->empty = true;
		words->first[tolower((unsigned char)*word)] = true;
		words->first[toupper((unsigned char)*word)] = true;
		if (word[strcspn(word, ",")] == '\0')
			return;
	}
}

bool missing_word(const struct missing_words *words, const char *text, size_t length)
{
	for (const char *word = words->list;; word += strcspn(word, ",") + 1) {
		size_t size = strcspn(word, ",");
		if (size == length && strncasecmp(word, text, length) == 0)
			return true;
		if (word[size] == '\0')
			return false;
	}
}
