#include "base/eight_digits.h"
#include "base/number.h"
#include "base/power_of_ten.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the grammar found in a text.  The value is the digits from `digits` to `digits_end`, taken
 * as one whole number (a point among them is passed over), times 10^exponent. */
struct numeral {
	const char *digits, *digits_end;
	size_t count;      /* of digits, zeros in front among them */
	uint64_t mantissa; /* the whole number, where count <= EXACT_DIGITS */
	int64_t exponent;
	bool negative;
};

enum { EXACT_DIGITS = 19 }; /* as many as 64 bits hold */

static bool is_digit(char character)
{
	return (unsigned char)(character - '0') < 10;
}

/* Appends the digits at `at` to the whole number, modulo 2^64; returns where they end. */
static inline const char *read_digits(const char *at, const char *end, uint64_t *number)
{
	for (; at < end && is_digit(*at); at++)
		*number = *number * 10 + (uint64_t)(*at - '0');
	return at;
}

/* The same, faster where there are many. */
static inline const char *read_many_digits(const char *at, const char *end, uint64_t *number)
{
	for (; end - at >= 8; at += 8) {
		uint64_t digits = eight_digits_load(at);
		if (!eight_digits_valid(digits))
			break;
		*number = *number * 100000000 + eight_digits_number(digits);
	}
	return read_digits(at, end, number);
}

/* Reads what follows the e of an exponent, an end of the text included; NULL if it has no digit.
 * One of 17 digits outweighs any text that memory can hold, so larger ones need no more. */
static const char *read_exponent(const char *at, const char *end, int64_t *exponent)
{
	bool negative = at < end && *at == '-';
	if (at < end && (*at == '-' || *at == '+'))
		at++;
	if (at == end || !is_digit(*at))
		return NULL;
	int64_t size = 0;
	for (; at < end && is_digit(*at); at++)
		if (size < INT64_C(10000000000000000))
			size = size * 10 + (*at - '0');
	*exponent += negative ? -size : size;
	return at;
}

static bool scan(const char *text, size_t length, struct numeral *numeral)
{
	if (length == 0)
		return false;
	const char *at = text, *end = text + length;
	*numeral = (struct numeral){ .negative = *at == '-' };
	at += (*at == '-') | (*at == '+');
	numeral->digits = at;
	at = read_digits(at, end, &numeral->mantissa);
	numeral->count = (size_t)(at - numeral->digits);
	if (at < end && *at == '.') {
		const char *fraction = ++at;
		at = read_many_digits(at, end, &numeral->mantissa);
		numeral->count += (size_t)(at - fraction);
		numeral->exponent = fraction - at;
	}
	numeral->digits_end = at;
	if (numeral->count == 0)
		return false;
	if (at < end && (*at == 'e' || *at == 'E'))
		at = read_exponent(at + 1, end, &numeral->exponent);
	return at == end;
}

/* The first digits of a long numeral, zeros in front left out. */
struct leading {
	size_t count;
	int64_t exponent; /* of ten, by which the digits have to be multiplied */
	bool more;        /* a digit other than 0 was left out after them */
};

static struct leading leading_digits(const struct numeral *numeral, char *digits, size_t limit)
{
	struct leading leading = { .exponent = numeral->exponent };
	for (const char *at = numeral->digits; at < numeral->digits_end; at++) {
		if (*at == '.' || (*at == '0' && leading.count == 0))
			continue;
		if (leading.count < limit) {
			digits[leading.count++] = *at;
		} else {
			leading.exponent++;
			leading.more |= *at != '0';
		}
	}
	return leading;
}

/* The exact way, by the C library: from digits and an exponent only, so that no locale has a
 * say.  What lies halfway between doubles has at most 767 digits; of those beyond it only matters
 * whether one is not 0, and a single 1 says that. */
static double nearest_exactly(const struct numeral *numeral)
{
	enum { LIMIT = 800 };
	char text[LIMIT + 32];
	struct leading leading = leading_digits(numeral, text, LIMIT);
	snprintf(text + leading.count, sizeof text - LIMIT, "%se%" PRId64,
	         leading.more ? "1" : "", leading.exponent - leading.more);
	return strtod(text, NULL);
}

/* Eisel and Lemire's way: the double nearest to mantissa * 10^exponent, from a product of 64 and
 * 128 bits.  The power is too great by less than 1 and the product too small by less than 1, so
 * the true value is less than 1 away from it: on the same side of halfway, unless the product is
 * halfway.  Then, and where the double has fewer than 53 bits, this gives up and returns false.
 * `mantissa` > 0, and the exponent is one of the table. */
static bool nearest_fast(uint64_t mantissa, int exponent, double *value)
{
	enum { BIAS = 1023 };
	int shift = __builtin_clzll(mantissa);
	unsigned __int128 product = power_of_ten_times(exponent, mantissa << shift);
	int below = 75 - !(product >> 127); /* bits of the product that the double has no room for */
	unsigned __int128 half = (unsigned __int128)1 << (below - 1);
	unsigned __int128 rest = product & (2 * half - 1);
	int log2 = power_of_ten_log2(exponent) - shift + below - 11;
	if (rest == half || log2 < 1 - BIAS)
		return false;
	if (log2 > BIAS) {
		*value = INFINITY;
		return true;
	}
	/* The top bit of the 53 adds 1 to the exponent, and so does a carry out of them. */
	uint64_t bits = ((uint64_t)(log2 + BIAS - 1) << 52) + (uint64_t)(product >> below)
	                + (rest > half);
	memcpy(value, &bits, sizeof bits);
	return true;
}

/* The first 19 digits and the number after them enclose a longer one; mostly the same double is
 * nearest to both. */
static double nearest_long(const struct numeral *numeral)
{
	char digits[EXACT_DIGITS];
	struct leading leading = leading_digits(numeral, digits, EXACT_DIGITS);
	uint64_t mantissa = 0;
	read_digits(digits, digits + leading.count, &mantissa);
	if (mantissa == 0 || leading.exponent < POWER_OF_TEN_MIN)
		return 0;
	if (leading.exponent > 308)
		return INFINITY;
	int exponent = (int)leading.exponent;
	double low, high;
	if (nearest_fast(mantissa, exponent, &low)
	    && nearest_fast(mantissa + leading.more, exponent, &high) && low == high)
		return low;
	return nearest_exactly(numeral);
}

static double nearest(const struct numeral *numeral)
{
	static const double exact_power[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
		                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
		                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	uint64_t mantissa = numeral->mantissa;
	int64_t exponent = numeral->exponent;
	if (numeral->count > EXACT_DIGITS)
		return nearest_long(numeral);
	/* Clinger: one operation on exact numbers rounds once. */
	if (exponent == 0 || mantissa == 0)
		return (double)mantissa;
	if (mantissa <= UINT64_C(1) << 53 && exponent >= -22 && exponent <= 22)
		return exponent < 0 ? (double)mantissa / exact_power[-exponent]
		                    : (double)mantissa * exact_power[exponent];
	if (exponent < POWER_OF_TEN_MIN)
		return 0;
	if (exponent > 308)
		return INFINITY;
	double value;
	return nearest_fast(mantissa, (int)exponent, &value) ? value : nearest_exactly(numeral);
}

bool number_parse(const char *text, size_t length, double *value)
{
	static const double sign[] = { 1, -1 };
	struct numeral numeral;
	if (!scan(text, length, &numeral))
		return false;
	double magnitude = nearest(&numeral);
	if (isinf(magnitude))
		return false;
	*value = magnitude * sign[numeral.negative];
	return true;
}

bool number_is_json(const char *text, size_t length)
{
	struct numeral numeral;
	if (!scan(text, length, &numeral) || *text == '+')
		return false;
	size_t size = (size_t)(numeral.digits_end - numeral.digits);
	const char *point = memchr(numeral.digits, '.', size);
	size_t whole = point != NULL ? (size_t)(point - numeral.digits) : size;
	return whole > 0 && (whole == 1 || *numeral.digits != '0') && whole + 1 != size;
}
