/* A column that names the group of each row (cluster, or any other), as
 * numbers 0 .. k-1.
 *
 * A label is its text and nothing else: 1 and 1.0 are two groups, and -1.0 is
 * one like any other.  Noise is the text -1 alone.  A number of NDJSON has the
 * text that the stream gives it, -1 for -1.0. */
#ifndef STREAM_LABELS_H
#define STREAM_LABELS_H

#include "base/text_set.h"
#include "stream/row.h"

#include <jansson.h>
#include <stdint.h>

#define NOISE_LABEL "-1" /* as seg-dbscan writes it */

struct labels {
	struct text_set names; /* in the order in which they came */
	int32_t *ids;          /* one a row */
	size_t rows, capacity;
	/* After labels_sort: */
	size_t k;       /* groups, noise not counted unless it is kept */
	size_t *order;  /* group -> its name in `names` */
};

bool label_is_noise(const char *text, size_t length);

bool labels_add(struct labels *labels, const struct cell *cell, struct failure *why);

/* Numbers the groups in a fixed order: names that are all numbers by value,
 * else by bytes.  The noise label gets id -1 and no group, or with `keep_noise`
 * is a group like any other. */
bool labels_sort(struct labels *labels, bool keep_noise, struct failure *why);

/* The name of a group (not NUL-terminated). */
const char *labels_name(const struct labels *labels, size_t group, size_t *length);

/* The same for JSON: a number where the name is how JSON writes a whole number,
 * else a string.  NULL with the reason. */
json_t *labels_json_name(const struct labels *labels, size_t group, struct failure *why);

void labels_free(struct labels *labels);

#endif
