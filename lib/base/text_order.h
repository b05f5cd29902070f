/* The texts of a set in the order in which a reader looks for them: by number
 * where all of them are numbers (-1, 0, 2, 10), else by bytes. */
#ifndef BASE_TEXT_ORDER_H
#define BASE_TEXT_ORDER_H

#include "base/text_set.h"

/* The indices of the texts, in order; the caller frees them.  NULL when out of
 * memory. */
size_t *text_order(const struct text_set *set, struct failure *why);

/* The same, by bytes alone. */
size_t *text_order_bytes(const struct text_set *set, struct failure *why);

#endif
