#include "density/radix_select.h"

#include <stdint.h>
#include <string.h>

enum { FEW = 32, MOST_BITS = 10 };

/* Unsigned integers in the order of the numbers: the bits of a double, read as
 * sign and magnitude.  Adding 0 makes the two zeros one. */
static inline uint64_t key_of(double value)
{
	uint64_t bits;
	value += 0.0;
	memcpy(&bits, &value, sizeof bits);
	uint64_t negative = (uint64_t)-(int64_t)(bits >> 63);
	return bits ^ (negative | (uint64_t)1 << 63);
}

struct range {
	uint64_t low, high;
};

static struct range range_of(const double *values, size_t count)
{
	struct range range = { UINT64_MAX, 0 };
	for (size_t i = 0; i < count; i++) {
		uint64_t key = key_of(values[i]);
		range.low = key < range.low ? key : range.low;
		range.high = key > range.high ? key : range.high;
	}
	return range;
}

/* How far keys are shifted so that the range has at most 2^bits buckets. */
static int shift_for(struct range range, int bits)
{
	int shift = 0;
	while ((range.high - range.low) >> shift >> bits != 0)
		shift++;
	return shift;
}

/* Keeps the values of the bucket where `rank` falls, at the front.  Returns how
 * many they are; *rank becomes the rank among them. */
static size_t keep_bucket(double *values, size_t count, struct range range, size_t *rank)
{
	int bits = 4;
	while (bits < MOST_BITS && count >> bits > 4)
		bits++;
	int shift = shift_for(range, bits);
	size_t sizes[1 << MOST_BITS];
	memset(sizes, 0, sizeof *sizes << bits);
	for (size_t i = 0; i < count; i++)
		sizes[(key_of(values[i]) - range.low) >> shift]++;
	uint64_t bucket = 0;
	for (; *rank >= sizes[bucket]; bucket++)
		*rank -= sizes[bucket];
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		double value = values[i];
		values[kept] = value;
		kept += (key_of(value) - range.low) >> shift == bucket;
	}
	return kept;
}

static void insertion_sort(double *values, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		double value = values[i];
		size_t j = i;
		for (; j > 0 && values[j - 1] > value; j--)
			values[j] = values[j - 1];
		values[j] = value;
	}
}

struct selected radix_select(double *values, size_t count, size_t rank)
{
	size_t below = rank;
	while (count > FEW) {
		struct range range = range_of(values, count);
		if (range.low == range.high)
			return (struct selected){ values[0], below - rank };
		count = keep_bucket(values, count, range, &rank);
	}
	insertion_sort(values, count);
	double value = values[rank];
	while (rank > 0 && values[rank - 1] == value) {
		rank--;
		below--;
	}
	return (struct selected){ value, below };
}
