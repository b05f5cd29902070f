/* A comparison as tables. */
#ifndef DRIFT_TABLES_H
#define DRIFT_TABLES_H

#include "drift/comparison.h"
#include "drift/moves.h"
#include "stream/output.h"

/* Writes one row a feature and, last, one for the mix of the segments, named as their column;
 * after comparison_judge.  Numbers are rounded to `places` decimals unless that is negative. */
bool drift_table_write(struct output *output, const struct comparison *comparison, int places,
                       struct failure *why);

/* Writes the matrix of moves: one row for each segment that customers came from, one column
 * `to_...` for each they went to, then how many they are and the share of them that moved. */
bool moves_table_write(struct output *output, const struct comparison *comparison,
                       const struct moves *moves, int places, struct failure *why);

#endif
