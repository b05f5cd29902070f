/* A page of HTML as it is written.  What the program says is markup; what came
 * from a file is text, and is escaped wherever it stands.
 *
 * Memory that runs out is remembered: html_done reports it. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/buffer.h"
#include "base/failure.h"

#include <stdint.h>

struct html {
	struct buffer text;
	bool no_memory;
};

/* Markup, as it is. */
void html_put(struct html *page, const char *markup);

/* Text, good between tags and between double quotes.  & < > and both quotes
 * become references.  What no page may hold becomes U+FFFD: control characters
 * but TAB and LF, those that turn the direction of what follows, a byte that is
 * not UTF-8, a noncharacter. */
void html_text(struct html *page, const char *text, size_t length);
void html_words(struct html *page, const char *text);
void html_format(struct html *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text from the data, which may run from right to left: in a <bdi>, so that it
 * turns nothing around it. */
void html_data(struct html *page, const char *text, size_t length);

/* Numbers for people: three digits, or all of a whole number that has more, in groups of
 * three from 10 000 on; a share as percent.  "–" where it is not finite. */
void html_number(struct html *page, double value);
void html_percent(struct html *page, double share);

/* "1 row", "12 345 rows": one and several of it. */
void html_count(struct html *page, uint64_t count, const char *one, const char *several);

bool html_done(const struct html *page, struct failure *why);
void html_free(struct html *page);

#endif
