/* A number between two others that a person can remember. */
#ifndef TREE_SHORT_THRESHOLD_H
#define TREE_SHORT_THRESHOLD_H

/* A threshold t with below <= t < above, for finite below < above (and a
 * finite distance): every value up to `below` is at most t, every value from
 * `above` on is not.
 *
 * It is the multiple of the greatest power of ten that lies strictly between
 * the two, the nearest to their middle if there are several: 20 between 8.5
 * and 31, 0.32 between 0.317 and 0.329.  Between neighbouring whole numbers,
 * and wherever `below` is whole and the two are at most 1 apart, it is
 * `below`: "above 61", not "above 61.5". */
double short_threshold(double below, double above);

#endif
