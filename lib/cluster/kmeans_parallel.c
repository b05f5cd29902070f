#include "cluster/kmeans_parallel.h"

/* About half a millisecond's work: threads that have other things to do can
 * take that long to come. */
static const double WORTH_A_TEAM = 2e6;

void kmeans_parallel(size_t count, int threads, double work,
                     void (*body)(void *context, size_t i), void *context)
{
	if (threads <= 1 || work < WORTH_A_TEAM) {
		for (size_t i = 0; i < count; i++)
			body(context, i);
		return;
	}
	/* Ever smaller runs of turns: neighbours stay together, none is left last. */
#pragma omp parallel for num_threads(threads) schedule(guided)
	for (size_t i = 0; i < count; i++)
		body(context, i);
}
