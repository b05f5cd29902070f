/* A loop whose turns do not depend on each other, spread over threads. */
#ifndef KMEANS_KMEANS_PARALLEL_H
#define KMEANS_KMEANS_PARALLEL_H

#include <stddef.h>

/* Calls `body` with 0 ... count - 1, on up to `threads` threads where `work`
 * (counted in multiplications or the like) is worth waking them; small work is
 * done at once, without the cost of a team.  What `body` writes for one number
 * must not depend on the others, and so neither does the result on threads. */
void kmeans_parallel(size_t count, int threads, double work,
                     void (*body)(void *context, size_t i), void *context);

#endif
