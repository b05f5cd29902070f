/* One portable binary, compiled for several vector widths: the kernel that is
 * marked so is built for each and the processor's best is chosen at start.
 * With -ffp-contract=off each build gives the same bits. */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) \
    && !defined(SEG_NO_CLONES)
#define VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VECTOR_CLONES
#endif

#include <stdint.h>
#include <string.h>

/* Lanes that are vectors by type: left to itself, the compiler keeps running
 * sums and the nearest so far in memory instead of registers, at twice the time.
 * AVX has room for four numbers, other processors for two; the wrong width costs
 * time and no bits. */
#if defined(__x86_64__) && !defined(SEG_NO_CLONES)
enum { VECTOR_WIDTH = 4 };
#else
enum { VECTOR_WIDTH = 2 };
#endif
typedef double vector __attribute__((vector_size(VECTOR_WIDTH * sizeof(double)), may_alias));
typedef int64_t vector_mask __attribute__((vector_size(VECTOR_WIDTH * sizeof(int64_t)), may_alias));

/* Lane by lane one or the other: a macro, for functions of vectors are called
 * differently on different processors. */
#define VECTOR_CHOOSE(first, one, other) \
	((vector)(((first) & (vector_mask)(one)) | (~(first) & (vector_mask)(other))))

/* The sum of a tile of so many lanes, by halves: the same order for every width. */
enum { VECTOR_TILE = 8 };
static inline double vector_tile_sum(const void *tile)
{
	double lanes[VECTOR_TILE];
	memcpy(lanes, tile, sizeof lanes);
	for (int half = VECTOR_TILE / 2; half > 0; half /= 2)
		for (int lane = 0; lane < half; lane++)
			lanes[lane] += lanes[lane + half];
	return lanes[0];
}

#endif
