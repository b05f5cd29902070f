/* The elbow of a falling curve. */
#ifndef QUALITY_KNEE_H
#define QUALITY_KNEE_H

#include <stdbool.h>
#include <stddef.h>

/* Kneedle (Satopaa, Albrecht, Irwin and Raghavan 2011) for a convex, falling
 * curve such as the inertia over k, without smoothing and with sensitivity 1.
 *
 * Both axes are scaled to 0 .. 1, the falling curve is turned into a rising one
 * and the diagonal is taken off; what is left stands highest where the curve
 * bends most.  Each inner local maximum (no neighbour is higher) is a candidate;
 * it is the knee once the difference falls below its height less the mean step
 * in x, before the next maximum comes.  The first knee is taken.
 *
 * `x` rises strictly, both arrays hold n finite numbers.  Returns true and the
 * place of the knee, or false where the curve has none, which is an answer: a
 * straight or level curve, fewer than three points. */
bool knee_of_falling_curve(const double *x, const double *y, size_t n, size_t *knee);

#endif
