#include "trust/gap.h"

#include "trust/spread.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

struct reference_effort reference_effort_for(size_t rows)
{
	enum { FEW_ROWS = 500, ROWS_IN_ALL = 4000, MOST = 20, LEAST = 2 };
	size_t starts = ROWS_IN_ALL / rows;
	return (struct reference_effort){
		.references = rows <= FEW_ROWS ? 50 : 25,
		.n_init = starts > MOST ? MOST : starts < LEAST ? LEAST : (int)starts,
		.threads = 1,
		.task = "gap",
	};
}

static void evaluate(const struct one_group *group, const size_t *k, const double *log_w,
                     size_t count, size_t references, struct gap *gap)
{
	for (size_t i = 0; i < count; i++) {
		if (k[i] >= group->rows) {
			gap->value[i] = gap->s[i] = NAN;
			continue;
		}
		struct spread spread = spread_of(gap->reference_log_w + i * references, references);
		gap->value[i] = spread.mean - log_w[i];
		gap->s[i] = spread.sd * sqrt(1 + 1 / (double)references);
	}
}

bool gap_statistic(const struct one_group *group, const size_t *k, const double *log_w,
                   size_t count, const struct reference_effort *effort, struct gap *gap,
                   struct failure *why)
{
	*gap = (struct gap){
		.value = calloc(count, sizeof(double)),
		.s = calloc(count, sizeof(double)),
		.reference_log_w = calloc(count, effort->references * sizeof(double)),
	};
	if (gap->value == NULL || gap->s == NULL || gap->reference_log_w == NULL)
		return fail_memory(why);
	if (!reference_dispersions(group, ONE_GROUP_BOX, k, count, effort, gap->reference_log_w,
	                           why))
		return false;
	evaluate(group, k, log_w, count, effort->references, gap);
	return true;
}

void gap_free(struct gap *gap)
{
	free(gap->value);
	free(gap->s);
	free(gap->reference_log_w);
	*gap = (struct gap){ 0 };
}

size_t gap_first_se_max(const double *value, const double *s, size_t count)
{
	size_t top = 0, first = 0;
	while (top + 1 < count && value[top + 1] > value[top])
		top++;
	while (first < top && value[first] < value[top] - s[top])
		first++;
	return first;
}

size_t gap_tibs_2001_se_max(const double *value, const double *s, size_t count)
{
	size_t at = 0;
	while (at + 1 < count && value[at] < value[at + 1] - s[at + 1])
		at++;
	return at;
}

/* Whether the gap goes on rising after `at`. */
static bool rises_on(const size_t *k, const double *value, const double *s, size_t count,
                     size_t at)
{
	double slope = (value[at] - value[0]) / (double)(k[at] - k[0]) / 3;
	for (size_t i = at + 1; i < count; i++)
		if (value[i] > value[at] + s[i] + (slope > 0 ? slope * (double)(k[i] - k[at]) : 0))
			return true;
	return false;
}

size_t gap_bend(const size_t *k, const double *value, const double *s, size_t count)
{
	size_t at = 1;
	while (at + 1 < count && rises_on(k, value, s, count, at))
		at++;
	return at;
}
