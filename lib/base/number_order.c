#include "base/number_order.h"

#include <stdlib.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 6, BUCKETS = 1 << DIGIT_BITS };

struct keyed {
	uint64_t key;
	uint32_t row;
};

/* Bits that compare, as a whole number, as the values do. */
static uint64_t key_of(double value)
{
	uint64_t bits;
	value += 0.0; /* -0 becomes 0 */
	memcpy(&bits, &value, sizeof bits);
	return (bits >> 63) != 0 ? ~bits : bits | UINT64_C(1) << 63;
}

static size_t digit_of(uint64_t key, int digit)
{
	return (size_t)(key >> (digit * DIGIT_BITS)) & (BUCKETS - 1);
}

/* One stable pass; false where all keys share the digit and nothing moves. */
static bool move_by_digit(struct keyed *to, const struct keyed *from, size_t rows, int digit,
                          const size_t counts[BUCKETS])
{
	size_t places[BUCKETS], next = 0;
	if (counts[digit_of(from[0].key, digit)] == rows)
		return false;
	for (size_t i = 0; i < BUCKETS; i++) {
		places[i] = next;
		next += counts[i];
	}
	for (size_t i = 0; i < rows; i++)
		to[places[digit_of(from[i].key, digit)]++] = from[i];
	return true;
}

bool number_order(uint32_t *order, const double *values, size_t rows, struct failure *why)
{
	if (rows > UINT32_MAX)
		return fail(why, "too many rows to sort: %zu", rows);
	struct keyed *from = malloc((rows + 1) * sizeof *from);
	struct keyed *to = malloc((rows + 1) * sizeof *to);
	size_t (*counts)[BUCKETS] = calloc(DIGITS, sizeof *counts);
	bool made = from != NULL && to != NULL && counts != NULL;
	for (size_t i = 0; made && i < rows; i++) {
		from[i] = (struct keyed){ key_of(values[i]), (uint32_t)i };
		for (int digit = 0; digit < DIGITS; digit++)
			counts[digit][digit_of(from[i].key, digit)]++;
	}
	for (int digit = 0; made && rows > 0 && digit < DIGITS; digit++)
		if (move_by_digit(to, from, rows, digit, counts[digit])) {
			struct keyed *moved = to;
			to = from;
			from = moved;
		}
	for (size_t i = 0; made && i < rows; i++)
		order[i] = from[i].row;
	free(from);
	free(to);
	free(counts);
	return made || fail_memory(why);
}

bool number_sort(double *sorted, const double *values, size_t rows, struct failure *why)
{
	uint32_t *order = malloc((rows + 1) * sizeof *order);
	bool done = order != NULL ? number_order(order, values, rows, why) : fail_memory(why);
	for (size_t i = 0; done && i < rows; i++)
		sorted[i] = values[order[i]];
	free(order);
	return done;
}
