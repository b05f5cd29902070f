/* Names carry roles: which columns of a header a filter works on. */
#ifndef STREAM_COLUMNS_H
#define STREAM_COLUMNS_H

#include "stream/row.h"

#define MODEL_PREFIX "z_" /* a feature in model space */

struct columns {
	size_t *at; /* positions in the header */
	size_t count;
};

bool column_is_identity(const char *name); /* id, *_id */
bool column_is_model(const char *name);    /* z_* */

bool column_is_appended(const char *name); /* cluster, outlier, persona, ... */

/* Whether no raw feature by its name: identity, model space, what a filter
 * appended (cluster, outlier, ...), or a column that had no name. */
bool column_has_role(const char *name);

/* The columns that a list names: names separated by commas, `*` stands for
 * any bytes, in the order of the list (of the header within one pattern).
 * A name that is not there, or is there twice, is an error that lists what
 * there is. */
bool columns_select(struct columns *columns, const struct header *header, const char *list,
                    struct failure *why);

/* Every z_* column; none is an error. */
bool columns_model(struct columns *columns, const struct header *header, struct failure *why);

/* The raw twins (age of z_age) of the z_* columns. */
bool columns_raw(struct columns *columns, const struct header *header, struct failure *why);

/* One column by name, or an error that lists what there is. */
bool columns_find(const struct header *header, const char *name, size_t *at,
                  struct failure *why);

/* The column that tells rows apart: the named one, or with NULL the only identity.  None, or more
 * than one, is an error. */
bool columns_identity(const struct header *header, const char *name, size_t *at,
                      struct failure *why);

/* A column that is to be appended must not be there yet. */
bool columns_check_new(const struct header *header, const char *name, struct failure *why);

bool columns_add(struct columns *columns, size_t at, struct failure *why);
void columns_free(struct columns *columns);

#endif
