#include "clean/fill.h"

#include "base/array_room.h"
#include "base/compensated_sum.h"
#include "base/number.h"
#include "base/quantile.h"

#include <stdlib.h>

bool fill_add(struct fill *fill, const struct cell *cell, bool missing, struct failure *why)
{
	if (missing) {
		fill->missing++;
		return true;
	}
	double value;
	if (fill->text || !number_parse(cell->text, cell->length, &value)) {
		fill->text = true;
		return true;
	}
	double *numbers = array_room(fill->numbers, &fill->capacity, fill->count + 1, sizeof *numbers);
	if (numbers == NULL)
		return fail_memory(why);
	fill->numbers = numbers;
	fill->numbers[fill->count++] = value;
	return true;
}

static double mean(const double *numbers, size_t count)
{
	struct compensated_sum sum = { 0 };
	for (size_t i = 0; i < count; i++)
		compensated_add(&sum, numbers[i]);
	return compensated_total(&sum) / (double)count;
}

bool fill_decide(struct fill *fill, bool median)
{
	if (fill->text || fill->missing == 0)
		return true;
	if (fill->count == 0)
		return false;
	fill->value = median ? quantile(fill->numbers, fill->count, 0.5)
	                     : mean(fill->numbers, fill->count);
	return true;
}

void fill_free(struct fill *fill)
{
	free(fill->numbers);
}
