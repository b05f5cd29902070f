#ifdef __linux__
#define _GNU_SOURCE /* for sched_setaffinity */
#endif

#include "base/team.h"

#include <sched.h>
#include <stdbool.h>

#if defined(__linux__) && defined(_OPENMP)
#include <omp.h>

/* Leaves the processor `taken` to another thread; where to go and where to run
 * later is up to the scheduler. */
static void leave_processor(int taken)
{
	cpu_set_t all, others;
	if (sched_getcpu() != taken || sched_getaffinity(0, sizeof all, &all) != 0)
		return;
	others = all;
	CPU_CLR((size_t)taken, &others);
	if (CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0)
		sched_setaffinity(0, sizeof all, &all);
}

/* Lets the others have the processor until they have come: they may be waiting
 * for it. */
static void await_others(const int *come, int others)
{
	int now = 0;
	while (now < others) {
		sched_yield();
#pragma omp atomic read
		now = *come;
	}
}

void team_gather(int threads)
{
	static bool gathered; /* like the threads, once in a process */
	int first = sched_getcpu(), come = 0;
	if (gathered || threads < 2 || first < 0 || omp_in_parallel())
		return;
	gathered = true;
#pragma omp parallel num_threads(threads)
	if (omp_get_thread_num() == 0) {
		await_others(&come, omp_get_num_threads() - 1);
	} else {
		leave_processor(first);
#pragma omp atomic
		come++;
	}
}
#else
void team_gather(int threads)
{
	(void)threads;
}
#endif

int team_size(int threads, double work)
{
	static const double A_MILLISECOND = 4e6;
	if (work < A_MILLISECOND)
		return 1;
	team_gather(threads);
	return threads;
}
