/* What a file is, told from its first bytes and its first line. */
#ifndef STREAM_SNIFF_H
#define STREAM_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* Says what the bytes are if they are no text table, and the way out: another
 * encoding, a spreadsheet, compressed, a Git LFS pointer.  Else NULL. */
const char *sniff_not_a_table(const char *bytes, size_t length);

/* The one of , ; TAB | that stands most often outside quotes; `,` where none
 * does, the earlier of these on a tie. */
char sniff_delimiter(const char *line, size_t length);

/* The delimiter that a first line like `sep=;` declares, as Excel writes it and
 * takes it (letters of either case, a CR behind it or not); 0 for another line. */
char sniff_declared_delimiter(const char *line, size_t length);

/* Whether the line is one that Git leaves in a file with an unresolved merge. */
bool sniff_merge_conflict(const char *line, size_t length);

#endif
