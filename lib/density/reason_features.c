#include "density/reason_features.h"

#include <stdlib.h>
#include <string.h>

bool reason_features_find(struct reason_features *features, const struct header *header,
                          const struct columns *model, bool twins, struct failure *why)
{
	*features = (struct reason_features){ .count = model->count };
	features->list = calloc(model->count + 1, sizeof *features->list);
	if (features->list == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < model->count; i++)
		if (!columns_add(&features->columns, model->at[i], why))
			return false;
	for (size_t i = 0; i < model->count; i++) {
		struct reason_feature *feature = &features->list[i];
		feature->name = header->names[model->at[i]];
		if (twins && !column_is_model(feature->name))
			feature->raw_name = feature->name; /* it is its own twin */
		if (!twins || !column_is_model(feature->name))
			continue;
		const char *raw = feature->name + strlen(MODEL_PREFIX);
		size_t at = header_find(header, raw);
		if (at == header->count)
			continue;
		feature->raw_name = raw;
		if (!columns_add(&features->columns, at, why))
			return false;
	}
	return true;
}

void reason_features_attach(struct reason_features *features, const struct matrix *table)
{
	size_t twin = features->count;
	for (size_t i = 0; i < features->count; i++) {
		struct reason_feature *feature = &features->list[i];
		if (feature->raw_name != NULL)
			feature->raw = matrix_column(table, feature->raw_name == feature->name ? i : twin++);
	}
}

void reason_features_free(struct reason_features *features)
{
	free(features->list);
	columns_free(&features->columns);
	*features = (struct reason_features){ 0 };
}
