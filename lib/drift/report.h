/* A comparison as one JSON document, with all that it rests on. */
#ifndef DRIFT_REPORT_H
#define DRIFT_REPORT_H

#include "base/json.h"
#include "drift/comparison.h"
#include "drift/moves.h"

/* After comparison_judge.  `moves` is NULL where there are none, `id` the column that named the
 * customers.  NULL with the reason: out of memory, or a segment's name that is not UTF-8. */
json_t *drift_report(const struct comparison *comparison, const struct moves *moves,
                     const char *id, struct failure *why);

#endif
