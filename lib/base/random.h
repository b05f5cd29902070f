/* Random numbers that are the same on every machine: the generator xoshiro256** (Blackman and
 * Vigna, "Scrambled linear pseudorandom number generators", 2021). */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state[4]; /* not all 0 */
};

/* Starts the generator.  The streams of a seed, as of one start or one thread's share each, are
 * unrelated to each other and to those of other seeds. */
void random_seed(struct random *random, uint64_t seed, uint64_t stream);

/* 64 random bits. */
uint64_t random_next(struct random *random);

/* A number in [0, 1), a multiple of 2^-53. */
double random_unit(struct random *random);

/* A whole number below `bound` > 0, each as likely as any other (Lemire, "Fast random integer
 * generation in an interval", 2019). */
uint64_t random_below(struct random *random, uint64_t bound);

/* A number from the normal distribution with mean 0 and variance 1 (Marsaglia's polar method). */
double random_normal(struct random *random);

/* Puts `count` indices into a random order, each as likely as any other (Fisher and Yates). */
void random_shuffle(struct random *random, size_t *indices, size_t count);

#endif
