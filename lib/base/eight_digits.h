/* Eight decimal digits at a time: one in each byte of a word, the first in the lowest byte. */
#ifndef BASE_EIGHT_DIGITS_H
#define BASE_EIGHT_DIGITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A word as memory holds it, its lowest byte first, and back. */
static inline uint64_t lowest_byte_first(uint64_t word)
{
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(word) : word;
}

/* What is not a digit becomes a byte above 9. */
static inline uint64_t eight_digits_load(const char *text)
{
	uint64_t characters;
	memcpy(&characters, text, 8);
	return lowest_byte_first(characters) ^ 0x3030303030303030;
}

/* Whether every byte is at most 9: 0x76 added to a greater one sets its top bit, if it is not. */
static inline bool eight_digits_valid(uint64_t digits)
{
	return (((digits + 0x7676767676767676) | digits) & 0x8080808080808080) == 0;
}

static inline void eight_digits_store(char *text, uint64_t digits)
{
	uint64_t characters = lowest_byte_first(digits | 0x3030303030303030);
	memcpy(text, &characters, 8);
}

/* The number that the digits make: pairs, then fours, then all eight side by side. */
static inline uint32_t eight_digits_number(uint64_t digits)
{
	digits = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FF;
	digits = (digits * 100 + (digits >> 16)) & 0x0000FFFF0000FFFF;
	return (uint32_t)(digits * 10000 + (digits >> 32));
}

/* The digits of a number below 10^8, by halves: each part x becomes q = x / b in the lower and
 * x - q * b in the upper half of its place, which together are (x << half) - q * ((b << half) - 1).
 * 5243 / 2^19 and 103 / 2^10 divide by 100 and by 10, exactly for parts this small. */
static inline uint64_t eight_digits_of(uint32_t number)
{
	uint64_t half = number / 10000;
	uint64_t digits = ((uint64_t)number << 32) - half * ((UINT64_C(10000) << 32) - 1);
	uint64_t quarter = (digits * 5243 >> 19) & 0x0000007F0000007F;
	digits = (digits << 16) - quarter * ((100 << 16) - 1);
	uint64_t eighth = (digits * 103 >> 10) & 0x000F000F000F000F;
	return (digits << 8) - eighth * ((10 << 8) - 1);
}

/* How many of the digits are left without the zeros at their end. */
static inline int eight_digits_significant(uint64_t digits)
{
	return digits == 0 ? 0 : 8 - (int)((unsigned)__builtin_clzll(digits) / 8);
}

#endif
