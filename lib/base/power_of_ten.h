/* The powers of ten, 128 bits of each, that reading and writing numbers share.
 *
 * 10^exponent lies in (power - 1, power] * 2^(power_of_ten_log2(exponent) - 127), where power
 * has its top bit set: every entry is rounded up, and those of 10^0 to 10^55 are exact.  128-bit
 * products are gcc's and clang's, on 64-bit processors. */
#ifndef BASE_POWER_OF_TEN_H
#define BASE_POWER_OF_TEN_H

#include <stdint.h>

struct power_of_ten {
	uint64_t high, low;
};

/* Below the least, 19 digits make less than half the least double; beyond the greatest no
 * double needs to be scaled to be written. */
enum { POWER_OF_TEN_MIN = -342, POWER_OF_TEN_MAX = 324 };

extern const struct power_of_ten power_of_ten_table[POWER_OF_TEN_MAX - POWER_OF_TEN_MIN + 1];

/* The greatest whole number not above log2(10^exponent); log2(10) = 217706 / 2^16 is exact
 * enough for every exponent of the table. */
static inline int power_of_ten_log2(int exponent)
{
	return (exponent * 217706) >> 16;
}

/* The whole part of factor * power / 2^64, that is, the upper 128 of the product's 192 bits. */
static inline unsigned __int128 power_of_ten_times(int exponent, uint64_t factor)
{
	const struct power_of_ten *power = &power_of_ten_table[exponent - POWER_OF_TEN_MIN];
	unsigned __int128 low = (unsigned __int128)factor * power->low;
	return (unsigned __int128)factor * power->high + (uint64_t)(low >> 64);
}

#endif
