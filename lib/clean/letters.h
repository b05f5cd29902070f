/* Small letters for capitals, without a locale: ASCII, the Latin letters of
 * Europe (Latin-1 Supplement, Latin Extended-A, the two of Romanian), modern
 * Greek and Cyrillic, by the simple mappings of the Unicode Character Database.
 * All of them have one or two bytes in UTF-8. */
#ifndef CLEAN_LETTERS_H
#define CLEAN_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

enum { LETTER_OTHER = 0xFFFD }; /* a byte of a longer or broken sequence */

/* Reads the first character of `length` >= 1 bytes; returns its size, 1 or 2. */
size_t letter_read(const char *text, size_t length, unsigned *code);

/* Writes a character below U+0800, 1 or 2 bytes. */
size_t letter_write(unsigned code, char *out);

/* The small letter of a capital, never longer than it; any other code is
 * handed back. */
unsigned letter_small(unsigned code);

bool letter_is_capital(unsigned code);

/* Whether it is the small letter of some capital. */
bool letter_is_small(unsigned code);

#endif
