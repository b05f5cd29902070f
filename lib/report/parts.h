/* What several sections say in the same way. */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "report/report.h"

/* What scrolls by itself where the page is narrow, and says so then (report/style.c); begins
 * within the element that scrolls. */
void room_begin(struct html *page);
void room_end(struct html *page);

/* A table in such a room, reachable by keyboard; `id` names its caption.  The rows follow, then
 * table_end. */
void table_begin(struct html *page, const char *id, const char *caption);
void table_end(struct html *page);

/* <th scope="col">, for numbers or not, of a text that needs no escaping. */
void table_head(struct html *page, const char *text, bool number);

/* The same of a column's name, its underscores as blanks; of a long one the start. */
void table_head_data(struct html *page, const char *name, bool number);

/* The characters of its widest piece, which stays on one line (report/head_text.h). */
size_t table_head_width(const char *name);

/* Below the table, for each name that was a head: an entry of a list for a long one, whole.  The
 * list is opened before the first; who has put one ends it. */
void put_long_name(struct html *page, const char *name, bool *open);

/* A cell with a number of the document, or a dash. */
void table_json_number(struct html *page, const json_t *value);

/* A column's name for people. */
void put_column_name(struct html *page, const char *name);

/* "0 VIP Big Spenders", its persona from the tables, of a long one the start, for its card has
 * it; for a name that is no segment of the report, the name alone. */
void put_segment(struct html *page, const struct report *report, const char *name);

/* A JSON scalar as text; nothing for the others. */
void put_scalar(struct html *page, const json_t *value);

/* The texts of a list, by commas; columns' names for people. */
void put_list(struct html *page, const json_t *list);

/* As html_data, but a number and its % stay on one line. */
void put_text(struct html *page, const char *text, size_t length);

/* The parts of a text as <li>, `most` at most: cut behind `keep` at `between`.
 * Returns how many are left out. */
size_t put_items(struct html *page, const char *text, const char *keep, const char *between,
                 size_t most);

#endif
