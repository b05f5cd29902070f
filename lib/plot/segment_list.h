/* The segments of a picture: what they are called and how they look. */
#ifndef PLOT_SEGMENT_LIST_H
#define PLOT_SEGMENT_LIST_H

#include "plot/palette.h"
#include "plot/script.h"

/* More cannot be told apart. */
enum { SEGMENT_LIST_LIMIT = 200 };

struct segment_entry {
	char *label;   /* as the stream has it */
	char *persona; /* or NULL */
	size_t style;  /* the number of the segment, so that it keeps its colour where others
	                * are missing; else its place in the list */
};

struct segment_list {
	struct segment_entry *entries;
	size_t count;
};

/* Adds a segment; `persona` may be NULL.  False beyond SEGMENT_LIST_LIMIT or
 * when memory runs out. */
bool segment_list_add(struct segment_list *list, const char *label, size_t length,
                      const char *persona, size_t persona_length, struct failure *why);
void segment_list_free(struct segment_list *list);

/* The label and persona of a segment as one text, at most `columns` wide, not
 * quoted.  Where others would be cut to the same words, the ellipsis stands
 * before those in which they differ. */
const char *segment_list_text(const struct segment_list *list, size_t at,
                              char out[SCRIPT_TEXT_SIZE], double columns);

/* The columns that the longest of these texts needs, but at most `most`. */
double segment_list_columns(const struct segment_list *list, double most);

#endif
