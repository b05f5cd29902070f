/* The population stability index: how far the shares of some categories have moved, and how far
 * they move by chance alone. */
#ifndef DRIFT_PSI_H
#define DRIFT_PSI_H

#include <stddef.h>

/* The customary thresholds (Siddiqi 2006). */
#define PSI_WATCH 0.1
#define PSI_REFIT 0.25

enum drift_verdict { DRIFT_STABLE, DRIFT_WATCH, DRIFT_REFIT };

struct psi {
	double value;
	size_t categories; /* that any of the two tables has rows in */
	/* What the index exceeds in 5 % and in 1 % of comparisons where nothing has drifted. */
	double noise_95, noise_99;
	double noise_refit; /* above it a refit is due: never below noise_99 */
	enum drift_verdict verdict;
};

/* The index of two sets of counts, each with at least one row:
 *
 *     sum of (q - p) ln(q / p),   p a category's share of the reference, q of the new rows.
 *
 * A category that only one of the two has rows in counts there as half a row, for a share of 0
 * has no logarithm; one that is empty in both is left out.
 *
 * Where both are samples of N and M rows from one population, the index is about (1/N + 1/M)
 * times a chi-square variable with categories - 1 degrees of freedom (Yurdakul 2018; Yurdakul and
 * Naranjo 2020).  noise_95 and noise_99 are its quantiles, noise_refit is the one at
 * 1 - 0.01 / comparisons, which the greatest of so many indices exceeds in 1 % of cases at most
 * (Bonferroni).  The verdict is `refit` at 0.25 or more and above noise_refit, `watch` at 0.1 or
 * more and above noise_95, else `stable`. */
struct psi psi_of_counts(const size_t *reference, const size_t *now, size_t count,
                         size_t comparisons);

/* "stable", "watch" or "refit". */
const char *drift_verdict_name(enum drift_verdict verdict);

#endif
