#include "base/eight_digits.h"
#include "base/number.h"
#include "base/power_of_ten.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* digits * 10^exponent */
struct decimal {
	uint64_t digits;
	int exponent;
};

/* factor * power / 2^128, with the power of ten of the table, rounded to odd: the last bit is set
 * if anything is lost, so that it compares with even numbers as the exact value does.  That the
 * power is rounded up adds less than 2^-64, and no double's product is so near below a whole
 * number (shown, for each exponent, by continued fractions). */
static uint64_t times_to_odd(int exponent, uint64_t factor)
{
	unsigned __int128 product = power_of_ten_times(exponent, factor);
	return (uint64_t)(product >> 64) | ((uint64_t)product != 0);
}

/* The shortest decimal that reads back as the finite double > 0 with these bits.
 *
 * The double is c * 2^q.  What reads back as it reaches from half the gap below it to half the
 * gap above, the ends themselves only if c is even.  With 10^k the greatest power of ten that is
 * not above the length of that, at most one multiple of 10^(k+1) lies within, and it is the
 * shortest if there is one.  Else the multiple of 10^k that is nearest to the double is.  All are
 * compared in quarters of 10^k. */
static struct decimal shortest(uint64_t bits)
{
	uint64_t fraction = bits & (UINT64_MAX >> 12);
	int biased = (int)(bits >> 52);
	uint64_t c = biased > 0 ? fraction | UINT64_C(1) << 52 : fraction;
	int q = (biased > 0 ? biased : 1) - 1075;
	/* Below a power of two the doubles lie twice as dense. */
	bool narrow = fraction == 0 && biased > 1;

	/* floor(log10(2^q)), or where narrow of 3/4 of it: 1262611 / 2^22 is log10(2) and
	 * 524031 / 2^22 is log10(4/3), exact enough for every q.  `shift` makes up for the
	 * scale of the table. */
	int k = (q * 1262611 - (narrow ? 524031 : 0)) >> 22;
	int shift = q + power_of_ten_log2(-k) + 1;
	uint64_t low = times_to_odd(-k, (4 * c - 2 + narrow) << shift) + (c & 1);
	uint64_t high = times_to_odd(-k, (4 * c + 2) << shift) - (c & 1);

	uint64_t tens = high / 40;
	if (low <= 40 * tens)
		return (struct decimal){ tens, k + 1 };
	uint64_t value = times_to_odd(-k, 4 * c << shift);
	uint64_t ones = value / 4;
	/* Halfway the even one; the one above also if the one below is outside, being narrow. */
	bool above = (value + (ones & 1) > 4 * ones + 2) | (low > 4 * ones);
	return (struct decimal){ ones + above, k };
}

/* The significant digits of a decimal: the first, then 16 more as two words of eight. */
struct digits {
	uint64_t first, high, low;
	int count; /* of all, without the zeros at the end */
	int point; /* where the point stands: before the first digit 0, after it 1, ... */
};

/* 0 < decimal.digits < 10^17 */
static struct digits split(struct decimal decimal)
{
	static const uint64_t power[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
		1000000000000000, 10000000000000000, 100000000000000000,
	};
	/* 1233 / 2^12 is log10(2): so many digits there are, or one more. */
	int count = (64 - __builtin_clzll(decimal.digits)) * 1233 >> 12;
	count += decimal.digits >= power[count];
	uint64_t all = decimal.digits * power[17 - count];
	uint32_t nine = (uint32_t)(all / 100000000);
	struct digits digits = {
		.first = nine / 100000000,
		.high = eight_digits_of(nine % 100000000),
		.low = eight_digits_of((uint32_t)(all % 100000000)),
		.point = count + decimal.exponent,
	};
	digits.count = digits.low != 0 ? 9 + eight_digits_significant(digits.low)
	                               : 1 + eight_digits_significant(digits.high);
	return digits;
}

/* The three ways to lay out digits.  They store words, in part beyond the text that they make,
 * and return where that ends. */

static char *put_exponent_form(char *out, const struct digits *digits)
{
	out[0] = (char)('0' + digits->first);
	out[1] = '.';
	eight_digits_store(out + 2, digits->high);
	eight_digits_store(out + 10, digits->low);
	out += digits->count > 1 ? digits->count + 1 : 1;
	int exponent = digits->point - 1;
	*out++ = 'e';
	*out++ = exponent < 0 ? '-' : '+';
	uint64_t size = eight_digits_of((uint32_t)abs(exponent));
	int zeros = 8 - (1 + (abs(exponent) > 9) + (abs(exponent) > 99));
	eight_digits_store(out, size >> 8 * zeros);
	return out + 8 - zeros;
}

/* 123, 12300 */
static char *put_whole(char *out, const struct digits *digits)
{
	out[0] = (char)('0' + digits->first);
	eight_digits_store(out + 1, digits->high);
	eight_digits_store(out + 9, digits->low);
	eight_digits_store(out + 17, 0);
	return out + digits->point;
}

/* 12.3, 0.00123: the digits, then once more, moved by one, those that come after the point.
 * That a value is below 1 cannot be foreseen, so both are done as one, without a branch: then
 * the point is there already and nothing moves. */
static char *put_fraction(char *out, const struct digits *digits)
{
	bool small = digits->point <= 0;
	int move = small ? 0 : 1;
	int start = small ? 2 - digits->point : 0;
	int before = small ? 1 : digits->point; /* digits, counted from `start`, not moved */
	memcpy(out, "0.000000", 8);
	char *at = out + start;
	*at = (char)('0' + digits->first);
	eight_digits_store(at + 1, digits->high);
	if (before <= 8) {
		eight_digits_store(at + before + move, digits->high >> 8 * (before - 1));
		eight_digits_store(at + 9 + move, digits->low);
	} else {
		eight_digits_store(at + 9, digits->low);
		eight_digits_store(at + before + move, digits->low >> 8 * (before - 9));
	}
	out[small ? 1 : before] = '.';
	return at + digits->count + move;
}

/* Whole numbers below 10^8, of which most tables are full. */
static char *put_short(char *out, uint32_t number)
{
	uint64_t digits = eight_digits_of(number);
	int zeros = number == 0 ? 7 : __builtin_ctzll(digits) / 8;
	eight_digits_store(out, digits >> 8 * zeros);
	return out + 8 - zeros;
}

static char *put(char *out, struct decimal decimal)
{
	struct digits digits = split(decimal);
	if (digits.point < -5 || digits.point > 21)
		return put_exponent_form(out, &digits);
	return digits.point < digits.count ? put_fraction(out, &digits) : put_whole(out, &digits);
}

size_t number_format(double value, char text[NUMBER_SIZE])
{
	assert(isfinite(value));
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	char *out = text;
	*out = '-';
	out += bits >> 63;
	double magnitude = fabs(value);
	bool whole = magnitude < 0x1p53 && magnitude == (double)(int64_t)magnitude;
	if (whole && magnitude < 1e8)
		out = put_short(out, (uint32_t)magnitude);
	else
		out = put(out, whole ? (struct decimal){ (uint64_t)(int64_t)magnitude, 0 }
		                     : shortest(bits & (UINT64_MAX >> 1)));
	*out = '\0';
	return (size_t)(out - text);
}

size_t number_format_rounded(double value, int places, char text[NUMBER_ROUNDED_SIZE])
{
	assert(isfinite(value) && places >= 0 && places <= 17);
	/* No program here sets a locale, so the point is a point. */
	int length = snprintf(text, NUMBER_ROUNDED_SIZE, "%.*f", places, value);
	if (places > 0) {
		while (text[length - 1] == '0')
			length--;
		if (text[length - 1] == '.')
			length--;
		text[length] = '\0';
	}
	if (strcmp(text, "-0") == 0) {
		strcpy(text, "0");
		length = 1;
	}
	return (size_t)length;
}
