/* What the programs log of themselves, in words for people. */
#ifndef REPORT_RUN_WORDS_H
#define REPORT_RUN_WORDS_H

#include <jansson.h>
#include <stdbool.h>

/* What the stage did, as its options tell; NULL for a program that is not known. */
const char *run_purpose(const json_t *stage);

/* A fact of the stage: "share of outliers" and so on; NULL: not for people.  A count
 * of what did not happen is none. */
const char *run_fact(const json_t *stage, const char *key, const json_t *value);

/* Whether the number of this key is a share. */
bool run_fact_is_share(const char *key);

/* A text of this key in words, or NULL: it stands for itself. */
const char *run_fact_value(const char *key, const char *text);

#endif
