#include "trust/bootstrap_ari.h"

#include "quality/rand_index.h"

#include <stdlib.h>

struct comparison {
	size_t rows, k;
	double *values;
};

static bool compare(void *context, size_t pair, const struct bootstrap pair_of[2],
                    struct failure *why)
{
	const struct comparison *to = context;
	return adjusted_rand_index(pair_of[0].labels, to->k, pair_of[1].labels, to->k, to->rows,
	                           &to->values[pair], why);
}

bool bootstrap_ari(const struct matrix *x, const struct bootstrap_options *options,
                   struct bootstrap_ari *result, struct failure *why)
{
	*result = (struct bootstrap_ari){ .pairs = options->pairs };
	result->values = calloc(options->pairs, sizeof *result->values);
	if (result->values == NULL)
		return fail_memory(why);
	struct comparison to = { x->rows, options->k, result->values };
	if (!bootstrap_pairs(x, options, compare, &to, why))
		return false;
	result->spread = spread_of(result->values, result->pairs);
	return true;
}

void bootstrap_ari_free(struct bootstrap_ari *result)
{
	free(result->values);
	*result = (struct bootstrap_ari){ 0 };
}
