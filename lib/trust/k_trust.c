#include "trust/k_trust.h"

#include "kmeans/kmeans.h"
#include "trust/bootstrap_ari.h"

#include <math.h>
#include <stdlib.h>

/* Up to so many rows a computation takes so little that more of it is done. */
enum { FEW_ROWS = 500 };

/* A seed for each purpose, so that no two draw the same numbers. */
enum purpose { FOR_ROWS, FOR_FITS, FOR_GAP, FOR_STRENGTH, FOR_ARI };

static uint64_t seed_for(const struct k_trust_request *request, enum purpose purpose)
{
	static const uint64_t first_stream = UINT64_C(1) << 62;
	struct random random;
	random_seed(&random, request->seed, first_stream + purpose);
	return random_next(&random);
}

/* Draws K_TRUST_ROWS rows, which stay in their order. */
static bool draw_rows(const struct matrix *x, uint64_t seed, struct matrix *drawn,
                      struct failure *why)
{
	struct random random;
	random_seed(&random, seed, 0);
	if (!matrix_create(drawn, K_TRUST_ROWS, x->cols, why))
		return false;
	size_t taken = 0;
	for (size_t i = 0; i < x->rows && taken < K_TRUST_ROWS; i++) {
		if (random_below(&random, x->rows - i) >= K_TRUST_ROWS - taken)
			continue;
		for (size_t j = 0; j < x->cols; j++)
			matrix_column(drawn, j)[taken] = matrix_column(x, j)[i];
		taken++;
	}
	return true;
}

/* What is looked at. */
struct look {
	const struct matrix *x;
	const size_t *k;
	const double *inertia; /* NULL where the rows were drawn */
	size_t count;
	const struct k_trust_request *request;
	struct failure *why;
};

static bool fit_well(const struct look *look, size_t k, double *log_w)
{
	struct kmeans_options how = kmeans_defaults;
	struct kmeans_result result;
	struct failure reason;
	how.k = k;
	how.seed = seed_for(look->request, FOR_FITS);
	how.threads = look->request->threads;
	bool fitted = kmeans_fit(look->x, &how, &result, &reason);
	*log_w = fitted ? log_dispersion(result.inertia) : NAN;
	kmeans_free(&result);
	return fitted || fail(look->why, "k = %zu, in the %zu rows that are looked at: %s", k,
	                      look->x->rows, reason.text);
}

/* The k of the gap and log W of their best clusterings. */
static bool prepare_gap(const struct look *look, struct k_trust *trust)
{
	size_t before = look->k[0] != 1;
	trust->gap_count = look->count + before;
	trust->gap_k = calloc(trust->gap_count, sizeof *trust->gap_k);
	trust->log_w = calloc(trust->gap_count, sizeof *trust->log_w);
	if (trust->gap_k == NULL || trust->log_w == NULL)
		return fail_memory(look->why);
	for (size_t i = 0; i < trust->gap_count; i++) {
		trust->gap_k[i] = i < before ? 1 : look->k[i - before];
		if (i >= before && look->inertia != NULL)
			trust->log_w[i] = log_dispersion(look->inertia[i - before]);
		else if (!fit_well(look, trust->gap_k[i], &trust->log_w[i]))
			return false;
	}
	return true;
}

static bool look_at_gap(const struct look *look, struct k_trust *trust)
{
	struct one_group group = { 0 };
	struct reference_effort effort = reference_effort_for(look->x->rows);
	effort.seed = seed_for(look->request, FOR_GAP);
	effort.threads = look->request->threads;
	effort.progress = look->request->progress;
	trust->references = effort.references;
	bool done = prepare_gap(look, trust) && one_group_create(&group, look->x, look->why)
	    && gap_statistic(&group, trust->gap_k, trust->log_w, trust->gap_count, &effort,
	                     &trust->gap, look->why)
	    && one_group_test_widely(look->x, &group, trust->gap_k, trust->gap_count, &effort,
	                             trust->gap.reference_log_w, &trust->test, look->why);
	one_group_free(&group);
	if (!done)
		return false;
	size_t count = trust->gap_count;
	const double *value = trust->gap.value, *s = trust->gap.s;
	trust->gap_first_se_max = trust->gap_k[gap_first_se_max(value, s, count)];
	trust->gap_tibs_2001_se_max = trust->gap_k[gap_tibs_2001_se_max(value, s, count)];
	trust->gap_choice = trust->test.structure
	    ? trust->gap_k[gap_bend(trust->gap_k, value, s, count)] : 1;
	return true;
}

static bool look_at_strength(const struct look *look, struct k_trust *trust)
{
	struct prediction_strength_options options = prediction_strength_defaults;
	options.splits = look->x->rows <= FEW_ROWS ? 2 * options.splits : options.splits;
	options.seed = seed_for(look->request, FOR_STRENGTH);
	options.threads = look->request->threads;
	options.progress = look->request->progress;
	trust->splits = options.splits;
	trust->strength = calloc(look->count, sizeof *trust->strength);
	if (trust->strength == NULL)
		return fail_memory(look->why);
	if (!prediction_strength(look->x, look->k, look->count, &options, trust->strength,
	                         look->why))
		return false;
	size_t at = prediction_strength_choice(trust->strength, look->count);
	bool measured = false;
	for (size_t i = 0; i < look->count; i++)
		measured = measured || !isnan(trust->strength[i].mean);
	trust->strength_choice = at < look->count ? look->k[at] : measured ? 1 : 0;
	return true;
}

size_t k_trust_ari_choice(const struct spread *ari, size_t count, size_t pairs)
{
	size_t best = count, at;
	for (size_t i = 0; i < count; i++)
		if (!isnan(ari[i].mean) && (best == count || ari[i].mean > ari[best].mean))
			best = i;
	if (best == count)
		return count;
	double error = pairs > 1 ? ari[best].sd / sqrt((double)pairs) : 0;
	for (at = count - 1; !(ari[at].mean >= ari[best].mean - error); at--)
		;
	return at;
}

static bool look_at_ari(const struct look *look, struct k_trust *trust)
{
	struct bootstrap_options options = bootstrap_defaults;
	if (look->x->rows > FEW_ROWS) {
		options.pairs /= 2;
		options.starts /= 2;
	}
	options.seed = seed_for(look->request, FOR_ARI);
	options.threads = look->request->threads;
	trust->pairs = options.pairs;
	trust->ari = calloc(look->count, sizeof *trust->ari);
	if (trust->ari == NULL)
		return fail_memory(look->why);
	for (size_t i = 0; i < look->count; i++) {
		struct bootstrap_ari result;
		struct failure reason;
		progress_report(look->request->progress, "bootstrapped ARI", i, look->count);
		trust->ari[i] = (struct spread){ NAN, NAN };
		options.k = look->k[i];
		if (look->k[i] == 1)
			continue;
		bool done = bootstrap_ari(look->x, &options, &result, &reason);
		if (done)
			trust->ari[i] = result.spread;
		bootstrap_ari_free(&result);
		if (!done)
			return fail(look->why, "k = %zu: %s", look->k[i], reason.text);
	}
	size_t at = k_trust_ari_choice(trust->ari, look->count, trust->pairs);
	trust->ari_choice = at < look->count ? look->k[at] : 0;
	return true;
}

bool k_trust(const struct matrix *x, const size_t *k, const double *inertia, size_t count,
             const struct k_trust_request *request, struct k_trust *trust, struct failure *why)
{
	struct matrix drawn = { 0 };
	struct look look = { x, k, inertia, count, request, why };
	bool done = true;
	if (x->rows > K_TRUST_ROWS) {
		done = draw_rows(x, seed_for(request, FOR_ROWS), &drawn, why);
		look.x = &drawn;
		look.inertia = NULL;
	}
	*trust = (struct k_trust){ .rows = look.x->rows };
	done = done && (!request->gap || look_at_gap(&look, trust))
	    && (!request->prediction_strength || look_at_strength(&look, trust))
	    && (!request->bootstrapped_ari || look_at_ari(&look, trust));
	matrix_free(&drawn);
	return done;
}

void k_trust_free(struct k_trust *trust)
{
	free(trust->gap_k);
	free(trust->log_w);
	gap_free(&trust->gap);
	free(trust->strength);
	free(trust->ari);
	*trust = (struct k_trust){ 0 };
}
