#include "quality/k_choice.h"

#include "quality/knee.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kaufman and Rousseeuw 1990. */
static const double no_structure = 0.25, weak_structure = 0.5;

/* The place of the greatest of `sign` times the values, the first of equal
 * ones; n where all are NaN. */
static size_t best(const double *values, size_t n, double sign)
{
	size_t at = n;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]) && (at == n || sign * values[i] > sign * values[at]))
			at = i;
	return at;
}

static bool find_elbow(const struct k_signals *signals, size_t *elbow, struct failure *why)
{
	*elbow = 0;
	if (signals->n > SIZE_MAX / sizeof(double) / 2)
		return fail_memory(why);
	double *x = malloc((2 * signals->n + 1) * sizeof *x);
	if (x == NULL)
		return fail_memory(why);
	double *y = x + signals->n;
	size_t n = 0, knee;
	for (size_t i = 0; i < signals->n; i++)
		if (!isnan(signals->inertia[i])) {
			x[n] = (double)signals->k[i];
			y[n++] = signals->inertia[i];
		}
	if (knee_of_falling_curve(x, y, n, &knee))
		*elbow = (size_t)x[knee];
	free(x);
	return true;
}

__attribute__((format(printf, 2, 3)))
static void say(struct k_choice *choice, const char *format, ...)
{
	size_t length = strlen(choice->why);
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(choice->why + length, sizeof choice->why - length, format, arguments);
	va_end(arguments);
}

/* Names the signals that chose otherwise and the range that they span. */
static void say_who_disagrees(struct k_choice *choice)
{
	const struct { const char *name; size_t k; } others[] = {
		{ "Calinski-Harabasz", choice->calinski_harabasz },
		{ "Davies-Bouldin", choice->davies_bouldin },
		{ "the elbow", choice->elbow },
	};
	size_t low = SIZE_MAX, high = 0;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		size_t k = others[i].k;
		if (k == 0 || k == choice->recommended)
			continue;
		say(choice, "%s %s%s %zu", high == 0 ? ";" : ",", others[i].name,
		    high == 0 ? " prefers" : "", k);
		low = k < low ? k : low;
		high = k > high ? k : high;
	}
	choice->agree = high == 0;
	if (choice->agree)
		say(choice, ", and the other signals agree");
	else if (low == high)
		say(choice, ": the signals disagree, look at %zu too", low);
	else
		say(choice, ": the signals disagree, look at %zu to %zu too", low, high);
}

bool k_choose(const struct k_signals *signals, struct k_choice *choice, struct failure *why)
{
	size_t n = signals->n;
	*choice = (struct k_choice){ 0 };
	size_t silhouette = best(signals->silhouette, n, 1);
	size_t calinski_harabasz = best(signals->calinski_harabasz, n, 1);
	size_t davies_bouldin = best(signals->davies_bouldin, n, -1);
	if (silhouette == n)
		return fail(why, "no k has a silhouette to choose by");
	if (!find_elbow(signals, &choice->elbow, why))
		return false;
	choice->silhouette = choice->recommended = signals->k[silhouette];
	choice->calinski_harabasz = calinski_harabasz < n ? signals->k[calinski_harabasz] : 0;
	choice->davies_bouldin = davies_bouldin < n ? signals->k[davies_bouldin] : 0;

	double height = signals->silhouette[silhouette];
	say(choice, "k = %zu has the highest silhouette (%.3f)", choice->recommended, height);
	say_who_disagrees(choice);
	if (height <= no_structure)
		say(choice, "; at or below 0.25 there is no substantial structure");
	else if (height <= weak_structure)
		say(choice, "; at or below 0.5 the structure is weak");
	return true;
}
