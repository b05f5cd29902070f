#include "tree/short_threshold.h"

#include "base/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

static bool lies_between(double value, double below, double above)
{
	return below < value && value < above;
}

/* A whole number that every type a database may give to a column can hold. */
static bool is_small_whole(double value)
{
	return fabs(value) <= 1 << 24 && value == floor(value);
}

double short_threshold(double below, double above)
{
	enum { MOST_PLACES = 17 };
	if (above - below <= 1 && is_small_whole(below))
		return below + 0.0; /* no -0, which JSON would lose */
	double middle = below + (above - below) / 2, step = 1, multiple;
	char text[NUMBER_ROUNDED_SIZE];
	int zeros = 0;
	if (!lies_between(middle, below, above))
		return below + 0.0; /* there is no number between them */
	/* No multiple of the step lies within unless the one nearest to the middle does. */
	for (; step < above - below; step *= 10)
		zeros++;
	for (; zeros > 0; zeros--, step /= 10) {
		/* By its digits: a product with a large power of ten is not exact. */
		int length = snprintf(text, sizeof text, "%.0fe%d", ceil(middle / step - 0.5), zeros);
		if (number_parse(text, (size_t)length, &multiple)
		    && lies_between(multiple, below, above))
			return multiple + 0.0;
	}
	for (int places = 0; places <= MOST_PLACES; places++)
		if (number_parse(text, number_format_rounded(middle, places, text), &multiple)
		    && lies_between(multiple, below, above))
			return multiple;
	return middle;
}
