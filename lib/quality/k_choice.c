#include "quality/k_choice.h"

#include "quality/knee.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const k_signal_names[K_SIGNALS + 1] = {
	"silhouette", "gap", "prediction_strength", "bootstrapped_ari", "calinski_harabasz",
	"davies_bouldin", "elbow", NULL,
};

/* As the sentence calls them. */
static const char *const spoken[K_SIGNALS] = {
	"the silhouette", "the gap", "prediction strength", "the bootstrapped ARI",
	"Calinski-Harabasz", "Davies-Bouldin", "the elbow",
};

/* Kaufman and Rousseeuw 1990. */
static const double no_structure = 0.25, weak_structure = 0.5;

/* The k with the greatest of `sign` times the values, the first of equal ones;
 * 0 where all are NaN or there are none. */
static size_t best(const struct k_signals *signals, const double *values, double sign)
{
	size_t n = values != NULL ? signals->n : 0, at = n;
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]) && (at == n || sign * values[i] > sign * values[at]))
			at = i;
	return at < n ? signals->k[at] : 0;
}

static bool find_elbow(const struct k_signals *signals, size_t *elbow, struct failure *why)
{
	*elbow = 0;
	if (signals->inertia == NULL)
		return true;
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
	static const enum k_signal order[K_SIGNALS] = {
		K_CALINSKI_HARABASZ, K_DAVIES_BOULDIN, K_ELBOW, K_SILHOUETTE, K_GAP,
		K_PREDICTION_STRENGTH, K_BOOTSTRAPPED_ARI,
	};
	size_t low = SIZE_MAX, high = 0, choosing = 0, others = 0;
	for (size_t i = 0; i < K_SIGNALS; i++) {
		size_t k = choice->by[order[i]];
		choosing += k != 0;
		if (k == 0 || k == choice->recommended)
			continue;
		say(choice, "%s %s%s %zu", others == 0 ? ";" : ",", spoken[order[i]],
		    others == 0 ? " prefers" : "", k);
		others++;
		if (k > 1) { /* one group is nothing to look at */
			low = k < low ? k : low;
			high = k > high ? k : high;
		}
	}
	choice->agree = others == 0;
	if (choice->agree)
		say(choice, "%s", choosing > 1 ? ", and the other signals agree" : "");
	else if (high == 0)
		say(choice, ": the signals disagree");
	else if (low == high)
		say(choice, ": the signals disagree, look at %zu too", low);
	else
		say(choice, ": the signals disagree, look at %zu to %zu too", low, high);
}

/* `k` is one of those in question. */
static double silhouette_at(const struct k_signals *signals, size_t k)
{
	size_t at = 0;
	while (signals->k[at] != k)
		at++;
	return signals->silhouette[at];
}

static void say_how_strong(struct k_choice *choice, double height)
{
	if (height <= no_structure)
		say(choice, "; at or below 0.25 there is no substantial structure");
	else if (height <= weak_structure)
		say(choice, "; at or below 0.5 the structure is weak");
}

static const enum k_signal drawing[] = { K_GAP, K_PREDICTION_STRENGTH, K_BOOTSTRAPPED_ARI };

enum { DRAWING = sizeof drawing / sizeof *drawing };

/* The k that two of the signals that draw tables choose, which are of different
 * kinds; 0 where there is none but one group. */
static size_t drawn_choice(const struct k_choice *choice)
{
	for (size_t i = 0; i < DRAWING; i++)
		for (size_t j = 0; j < i; j++)
			if (choice->by[drawing[i]] == choice->by[drawing[j]]
			    && choice->by[drawing[i]] > 1)
				return choice->by[drawing[i]];
	return 0;
}

static void say_who_agrees(struct k_choice *choice)
{
	size_t agreeing = 0, named = 0;
	for (size_t i = 0; i < DRAWING; i++)
		agreeing += choice->by[drawing[i]] == choice->recommended;
	say(choice, "k = %zu is the choice of ", choice->recommended);
	for (size_t i = 0; i < DRAWING; i++) {
		if (choice->by[drawing[i]] != choice->recommended)
			continue;
		say(choice, "%s%s", named == 0 ? "" : named + 1 < agreeing ? ", " : " and ",
		    spoken[drawing[i]]);
		named++;
	}
	say(choice, " alike");
}

/* One group: what the signals would make of it is worth no look. */
static void choose_one_group(struct k_choice *choice, enum k_signal decider, size_t most_k)
{
	say(choice, "there is no cluster structure with up to %zu groups: all rows are one group",
	    most_k);
	if (choice->by[decider] != 1)
		say(choice, " (split all the same, %s would choose k = %zu)", spoken[decider],
		    choice->by[decider]);
	choice->recommended = 1;
	choice->agree = true;
	for (size_t i = 0; i < K_SIGNALS; i++)
		choice->agree = choice->agree && choice->by[i] <= 1;
}

bool k_choose(const struct k_signals *signals, struct k_choice *choice, struct failure *why)
{
	*choice = (struct k_choice){ 0 };
	choice->by[K_SILHOUETTE] = best(signals, signals->silhouette, 1);
	choice->by[K_CALINSKI_HARABASZ] = best(signals, signals->calinski_harabasz, 1);
	choice->by[K_DAVIES_BOULDIN] = best(signals, signals->davies_bouldin, -1);
	choice->by[K_GAP] = signals->gap;
	choice->by[K_PREDICTION_STRENGTH] = signals->prediction_strength;
	choice->by[K_BOOTSTRAPPED_ARI] = signals->bootstrapped_ari;
	if (!find_elbow(signals, &choice->by[K_ELBOW], why))
		return false;
	enum k_signal decider = K_SILHOUETTE;
	while (decider < K_SIGNALS && choice->by[decider] == 0)
		decider++;
	if (decider == K_SIGNALS && signals->silhouette != NULL)
		return fail(why, "no k has a silhouette to choose by");
	if (decider == K_SIGNALS)
		return fail(why, "no signal that was asked for chooses a k");
	if (signals->structure == STRUCTURE_NOT_FOUND) {
		choose_one_group(choice, decider, signals->structure_most_k);
		return true;
	}
	size_t drawn = drawn_choice(choice);
	choice->recommended = drawn > 0 ? drawn : choice->by[decider];
	if (choice->recommended != choice->by[decider])
		say_who_agrees(choice);
	else if (decider == K_SILHOUETTE)
		say(choice, "k = %zu has the highest silhouette (%.3f)", choice->recommended,
		    silhouette_at(signals, choice->recommended));
	else
		say(choice, "k = %zu is the choice of %s", choice->recommended, spoken[decider]);
	say_who_disagrees(choice);
	if (decider == K_SILHOUETTE)
		say_how_strong(choice, silhouette_at(signals, choice->recommended));
	if (signals->structure == STRUCTURE_ELSEWHERE)
		say(choice, "; there is structure, but not with these k");
	return true;
}
