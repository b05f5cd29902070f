/* Where the head of a column may break, so that a table of many columns fits a page. */
#ifndef REPORT_HEAD_TEXT_H
#define REPORT_HEAD_TEXT_H

#include <stddef.h>

/* The bytes of the first piece, which stays on one line: up to and with a blank or - . / : _,
 * before a capital behind a small letter ("Num|Catalog|Purchases"), and at most 14 characters,
 * for without an end a head would be as wide as its name.  `length` is not 0. */
size_t head_piece(const char *text, size_t length);

/* The characters of the widest piece among the first `most` characters of the text. */
size_t head_width(const char *text, size_t most);

#endif
