#include "drift/psi.h"

#include "base/compensated_sum.h"
#include "base/elementary.h"
#include "drift/chi_square.h"

static double rows_of(const size_t *counts, size_t count)
{
	size_t rows = 0;
	for (size_t i = 0; i < count; i++)
		rows += counts[i];
	return (double)rows;
}

static double share(size_t count, double rows)
{
	return (count > 0 ? (double)count : 0.5) / rows;
}

static enum drift_verdict verdict_of(const struct psi *psi)
{
	if (psi->value >= PSI_REFIT && psi->value > psi->noise_refit)
		return DRIFT_REFIT;
	return psi->value >= PSI_WATCH && psi->value > psi->noise_95 ? DRIFT_WATCH : DRIFT_STABLE;
}

struct psi psi_of_counts(const size_t *reference, const size_t *now, size_t count,
                         size_t comparisons)
{
	struct psi psi = { 0 };
	struct compensated_sum sum = { 0 };
	double n = rows_of(reference, count), m = rows_of(now, count);
	for (size_t i = 0; i < count; i++) {
		if (reference[i] == 0 && now[i] == 0)
			continue;
		double p = share(reference[i], n), q = share(now[i], m);
		compensated_add(&sum, (q - p) * seg_log(q / p));
		psi.categories++;
	}
	psi.value = compensated_total(&sum);
	double scale = 1 / n + 1 / m;
	size_t freedom = psi.categories - 1;
	psi.noise_95 = scale * chi_square_quantile(freedom, 0.95);
	psi.noise_99 = scale * chi_square_quantile(freedom, 0.99);
	psi.noise_refit = scale * chi_square_quantile(freedom, 1 - 0.01 / (double)comparisons);
	psi.verdict = verdict_of(&psi);
	return psi;
}

const char *drift_verdict_name(enum drift_verdict verdict)
{
	static const char *const names[] = { "stable", "watch", "refit" };
	return names[verdict];
}
