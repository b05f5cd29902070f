/* The mall customers and their reference values, for the tests that check
 * against them: the 200 rows in model space and what scikit-learn found. */
#ifndef TEST_MALL_H
#define TEST_MALL_H

#include "base/matrix.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

enum { MALL_ROWS = 200, MALL_FEATURES = 4, MALL_K = 6 };

struct mall {
	struct matrix raw;    /* age, annual income, spending score, their ratio */
	struct matrix scaled; /* by the reference's own means and scales */
	json_t *reference;
	int32_t labels[MALL_ROWS]; /* k = 6 */
};

static inline double mall_number(const json_t *object, const char *a, const char *b, size_t i)
{
	const json_t *value = json_object_get(object, a);
	value = b != NULL ? json_object_get(value, b) : value;
	return json_number_value(json_is_array(value) ? json_array_get(value, i) : value);
}

static inline bool mall_read_rows(struct mall *mall, FILE *file)
{
	char line[256];
	if (fgets(line, sizeof line, file) == NULL)
		return false;
	for (size_t i = 0; i < MALL_ROWS; i++) {
		double x[MALL_FEATURES];
		if (fgets(line, sizeof line, file) == NULL
		    || sscanf(line, "%*d,%*[^,],%lf,%lf,%lf", &x[0], &x[1], &x[2]) != 3)
			return false;
		x[3] = x[2] / (x[1] + 1e-9);
		for (size_t col = 0; col < MALL_FEATURES; col++) {
			double mean = mall_number(mall->reference, "scaler", "mean", col);
			double scale = mall_number(mall->reference, "scaler", "scale", col);
			matrix_column(&mall->raw, col)[i] = x[col];
			matrix_column(&mall->scaled, col)[i] = (x[col] - mean) / scale;
		}
		mall->labels[i] = (int32_t)mall_number(mall->reference, "kmeans_k6",
		                                       "labels_up_to_renaming", i);
	}
	return true;
}

static inline void mall_free(struct mall *mall)
{
	matrix_free(&mall->raw);
	matrix_free(&mall->scaled);
	json_decref(mall->reference);
}

/* False, with a word to the reader, where the shared folder is not there. */
static inline bool mall_load(struct mall *mall)
{
	struct failure why;
	*mall = (struct mall){ 0 };
	mall->reference = json_load_file("../shared/reference/mall.json", 0, NULL);
	FILE *file = fopen("../shared/data/mall/Mall_Customers.csv", "r");
	bool ok = mall->reference != NULL && file != NULL
	          && matrix_create(&mall->raw, MALL_ROWS, MALL_FEATURES, &why)
	          && matrix_create(&mall->scaled, MALL_ROWS, MALL_FEATURES, &why)
	          && mall_read_rows(mall, file);
	if (file != NULL)
		fclose(file);
	if (!ok) {
		mall_free(mall);
		printf("# skipped: the mall data of ../shared is not there\n");
	}
	return ok;
}

#endif
