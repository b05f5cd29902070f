#include "base/quantile.h"

#include <math.h>
#include <stdlib.h>

/* Where a quantile lies: `part` of the way from rank `below` to the next. */
struct rank {
	size_t below;
	double part;
};

static struct rank rank_of(size_t n, double q)
{
	double h = (double)(n - 1) * q;
	double below = floor(h);
	if (below >= (double)(n - 1))
		return (struct rank){ .below = n - 1 };
	return (struct rank){ .below = (size_t)below, .part = h - below };
}

static double interpolate(double a, double b, double part)
{
	double value = part >= 0.5 ? b - (b - a) * (1 - part) : a + (b - a) * part;
	/* Adding 0 turns -0 into 0: which zero came first is an accident of order. */
	return value + 0.0;
}

double quantile_of_sorted(const double *sorted, size_t n, double q)
{
	struct rank rank = rank_of(n, q);
	size_t above = rank.below + 1 < n ? rank.below + 1 : rank.below;
	return interpolate(sorted[rank.below], sorted[above], rank.part);
}

static double middle(double a, double b, double c)
{
	double low = a < b ? a : b;
	double high = a < b ? b : a;
	return c < low ? low : c > high ? high : c;
}

/* The median of three medians of three (Tukey's ninther). */
static double pivot_of(const double *values, size_t n)
{
	size_t step = (n - 1) / 8;
	const double *v = values;
	return middle(middle(v[0], v[step], v[2 * step]),
	              middle(v[3 * step], v[4 * step], v[5 * step]),
	              middle(v[6 * step], v[7 * step], v[8 * step]));
}

static void swap(double *a, double *b)
{
	double held = *a;
	*a = *b;
	*b = held;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Reorders values[first..last) into less than, equal to and greater than the
 * pivot; the equal ones are [*first_equal, *last_equal) afterwards. */
static void partition(double *values, size_t first, size_t last, double pivot,
                      size_t *first_equal, size_t *last_equal)
{
	size_t less = first, next = first, greater = last;
	while (next < greater) {
		if (values[next] < pivot)
			swap(&values[less++], &values[next++]);
		else if (values[next] > pivot)
			swap(&values[next], &values[--greater]);
		else
			next++;
	}
	*first_equal = less;
	*last_equal = greater;
}

/* Hoare's selection: afterwards values[k] is the k-th smallest, nothing before
 * it is greater and nothing after it smaller.  Bad pivots, too many of them to
 * be an accident, end in a sort, so that no input takes quadratic time. */
static void select_rank(double *values, size_t n, size_t k)
{
	size_t first = 0, last = n;
	int rounds = 0;
	for (size_t left = n; left > 0; left /= 2)
		rounds += 3;
	while (last - first > 16 && rounds-- > 0) {
		double pivot = pivot_of(values + first, last - first);
		size_t first_equal, last_equal;
		partition(values, first, last, pivot, &first_equal, &last_equal);
		if (k < first_equal)
			last = first_equal;
		else if (k >= last_equal)
			first = last_equal;
		else
			return;
	}
	qsort(values + first, last - first, sizeof *values, ascending);
}

double quantile(double *scratch, size_t n, double q)
{
	struct rank rank = rank_of(n, q);
	select_rank(scratch, n, rank.below);
	double a = scratch[rank.below];
	if (rank.below + 1 == n)
		return interpolate(a, a, rank.part);
	double b = scratch[rank.below + 1];
	for (size_t i = rank.below + 2; i < n; i++)
		b = scratch[i] < b ? scratch[i] : b;
	return interpolate(a, b, rank.part);
}
