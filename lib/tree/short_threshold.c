#include "tree/short_threshold.h"

#include "base/number.h"

#include <math.h>
#include <stdbool.h>

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
		return below;
	double middle = below + (above - below) / 2, step = 1;
	if (!lies_between(middle, below, above))
		return below; /* there is no number between them */
	/* No multiple of the step lies within unless the one nearest to the middle does. */
	while (step < above - below && step < 1e300)
		step *= 10;
	for (; step > 1; step /= 10) {
		double multiple = ceil(middle / step - 0.5) * step;
		if (lies_between(multiple, below, above))
			return multiple + 0.0;
	}
	for (int places = 0; places <= MOST_PLACES; places++) {
		char text[NUMBER_ROUNDED_SIZE];
		double multiple;
		if (number_parse(text, number_format_rounded(middle, places, text), &multiple)
		    && lies_between(multiple, below, above))
			return multiple;
	}
	return middle;
}
