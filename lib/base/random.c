#include "base/random.h"

#include "base/elementary.h"

#include <math.h>

/* The generator splitmix64 (Steele, Lea and Flood 2014): unrelated words from successive ones. */
static uint64_t splitmix64(uint64_t *state)
{
	uint64_t word = *state += UINT64_C(0x9E3779B97F4A7C15);
	word = (word ^ word >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	word = (word ^ word >> 27) * UINT64_C(0x94D049BB133111EB);
	return word ^ word >> 31;
}

void random_seed(struct random *random, uint64_t seed, uint64_t stream)
{
	uint64_t mixed = splitmix64(&seed) ^ stream;
	mixed = splitmix64(&mixed);
	for (int i = 0; i < 4; i++)
		random->state[i] = splitmix64(&mixed);
}

static uint64_t rotate_left(uint64_t word, int count)
{
	return word << count | word >> (64 - count);
}

uint64_t random_next(struct random *random)
{
	uint64_t *state = random->state;
	uint64_t result = rotate_left(state[1] * 5, 7) * 9;
	uint64_t shifted = state[1] << 17;
	state[2] ^= state[0];
	state[3] ^= state[1];
	state[1] ^= state[2];
	state[0] ^= state[3];
	state[2] ^= shifted;
	state[3] = rotate_left(state[3], 45);
	return result;
}

double random_unit(struct random *random)
{
	return (double)(random_next(random) >> 11) * 0x1p-53;
}

uint64_t random_below(struct random *random, uint64_t bound)
{
	/* The upper word of bits * bound is below bound.  2^64 mod bound of the lower words make
	 * some results likelier than others, and are drawn again. */
	unsigned __int128 product = (unsigned __int128)random_next(random) * bound;
	if ((uint64_t)product < bound) {
		uint64_t surplus = -bound % bound;
		while ((uint64_t)product < surplus)
			product = (unsigned __int128)random_next(random) * bound;
	}
	return (uint64_t)(product >> 64);
}

double random_normal(struct random *random)
{
	double x, y, square;
	do {
		x = 2 * random_unit(random) - 1;
		y = 2 * random_unit(random) - 1;
		square = x * x + y * y;
	} while (square >= 1 || square == 0);
	/* y would give a second number; without it the generator needs no memory of it. */
	return x * sqrt(-2 * seg_log(square) / square);
}

void random_shuffle(struct random *random, size_t *indices, size_t count)
{
	for (size_t left = count; left > 1; left--) {
		size_t drawn = random_below(random, left);
		size_t kept = indices[left - 1];
		indices[left - 1] = indices[drawn];
		indices[drawn] = kept;
	}
}
