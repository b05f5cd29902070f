#include "kmeans/kmeans_parallel.h"

#include "base/team.h"

void kmeans_parallel(size_t count, int threads, double work,
                     void (*body)(void *context, size_t i), void *context)
{
	threads = team_size(threads, work);
	if (threads <= 1) {
		for (size_t i = 0; i < count; i++)
			body(context, i);
		return;
	}
	/* Ever smaller runs of turns: neighbours stay together, none is left last. */
#pragma omp parallel for num_threads(threads) schedule(guided)
	for (size_t i = 0; i < count; i++)
		body(context, i);
}
