#include "drift/bins.h"

#include <math.h>

/* How many of the sorted values lie below `value`. */
static size_t count_below(const double *sorted, size_t n, double value)
{
	size_t first = 0, last = n;
	while (first < last) {
		size_t middle = first + (last - first) / 2;
		if (sorted[middle] < value)
			first = middle + 1;
		else
			last = middle;
	}
	return first;
}

/* Of decile i, its place among n sorted values; without i * n, which might overflow. */
static size_t decile_at(size_t n, size_t i)
{
	size_t rank = n / 10 * i + (n % 10 * i + 9) / 10;
	return rank > 0 ? rank - 1 : 0;
}

static void add_edge(struct bins *bins, double edge)
{
	/* Adding 0 takes the sign of a zero away. */
	if (bins->edge_count == 0 || edge > bins->edges[bins->edge_count - 1])
		bins->edges[bins->edge_count++] = edge + 0.0;
}

void bins_fit(struct bins *bins, const double *values, size_t n)
{
	*bins = (struct bins){ 0 };
	for (size_t i = 1, same; i < 10; i += same) {
		double edge = values[decile_at(n, i)];
		for (same = 1; i + same < 10 && values[decile_at(n, i + same)] == edge;)
			same++;
		size_t below = count_below(values, n, edge);
		bool tied = below + 1 < n && values[below + 1] == edge;
		if (same > 1 && tied)
			add_edge(bins, below > 0 ? values[below - 1] : nextafter(edge, -INFINITY));
		if (edge < values[n - 1] || (same > 1 && tied))
			add_edge(bins, edge);
	}
}

size_t bins_find(const struct bins *bins, double value)
{
	return count_below(bins->edges, bins->edge_count, value);
}
