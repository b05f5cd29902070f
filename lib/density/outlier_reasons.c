#include "density/outlier_reasons.h"

#include "base/number.h"
#include "base/team.h"
#include "base/vector.h"

#include <math.h>
#include <stdlib.h>

/* Where a node of the tree has core points. */
static bool mark_core(const struct kd_tree *tree, const bool *core, struct kd_node node,
                      bool *has_core)
{
	bool found = false;
	if (kd_is_leaf(node)) {
		for (size_t i = kd_first_slot(node); i < kd_end_slot(tree, node); i++)
			found = found || core[tree->row[i]];
	} else {
		bool left = mark_core(tree, core, kd_left(node), has_core);
		found = mark_core(tree, core, kd_right(node), has_core) || left;
	}
	has_core[node.id] = found;
	return found;
}

struct search {
	const struct kd_tree *tree;
	const bool *core, *has_core;
	const double *from; /* as it stands in its leaf */
	double squared;     /* to the nearest so far */
	uint32_t nearest;
};

VECTOR_CLONES
static void search_leaf(struct search *s, struct kd_node node)
{
	double squared[KD_LEAF];
	const uint32_t *rows = s->tree->row + kd_first_slot(node);
	kd_distances(s->tree->cols, s->from, kd_leaf_points(s->tree, node.leaf), squared);
	for (size_t i = 0; i < kd_leaf_size(s->tree, node.leaf); i++) {
		bool nearer = squared[i] < s->squared
		    || (squared[i] == s->squared && rows[i] < s->nearest);
		if (nearer && s->core[rows[i]]) {
			s->squared = squared[i];
			s->nearest = rows[i];
		}
	}
}

/* A node as far as the nearest so far may hold a lower row that is as near. */
static void search_node(struct search *s, struct kd_node node, double distance)
{
	if (!s->has_core[node.id] || distance > s->squared)
		return;
	if (kd_is_leaf(node)) {
		search_leaf(s, node);
		return;
	}
	struct kd_node left = kd_left(node), right = kd_right(node);
	double to_left = kd_least_from(s->tree, s->from, left);
	double to_right = kd_least_from(s->tree, s->from, right);
	bool right_first = to_right < to_left;
	search_node(s, right_first ? right : left, right_first ? to_right : to_left);
	search_node(s, right_first ? left : right, right_first ? to_left : to_right);
}

static void search_from(const struct kd_tree *tree, const struct dbscan_result *result,
                        const bool *has_core, uint32_t leaf, uint32_t *nearest)
{
	const uint32_t *rows = tree->row + (size_t)leaf * KD_LEAF;
	for (size_t i = 0; i < kd_leaf_size(tree, leaf); i++) {
		if (result->labels[rows[i]] != DBSCAN_NOISE)
			continue;
		struct search search = { .tree = tree, .core = result->core, .has_core = has_core,
			                 .from = kd_leaf_points(tree, leaf) + i,
			                 .squared = INFINITY, .nearest = NO_CORE_POINT };
		search_node(&search, kd_root(tree), 0);
		nearest[rows[i]] = search.nearest;
	}
}

bool nearest_core_points(const struct kd_tree *tree, const struct dbscan_result *result,
                         int threads, uint32_t *nearest, const struct progress *progress,
                         struct failure *why)
{
	enum { STEP = 16384 }; /* leaves from one report to the next */
	bool *has_core = calloc(2 * (size_t)tree->leaves, sizeof *has_core);
	if (has_core == NULL)
		return fail_memory(why);
	mark_core(tree, result->core, kd_root(tree), has_core);
	threads = team_size(threads, (double)result->outliers * (double)tree->cols * 500);
	for (uint32_t first = 0; first < tree->leaves; first += STEP) {
		uint32_t end = tree->leaves - first < STEP ? tree->leaves : first + STEP;
		#pragma omp parallel for schedule(dynamic, 64) num_threads(threads)
		for (uint32_t leaf = first; leaf < end; leaf++)
			search_from(tree, result, has_core, leaf, nearest);
		progress_report(progress, "reasons", end, tree->leaves);
	}
	(void)threads;
	free(has_core);
	return true;
}

/* Puts a feature in its place among the largest. */
static size_t put_reason(struct reason *reasons, size_t count, struct reason reason)
{
	size_t at = count;
	while (at > 0 && reasons[at - 1].share < reason.share)
		at--;
	if (at == REASONS_MAX)
		return count;
	count += count < REASONS_MAX;
	for (size_t i = count - 1; i > at; i--)
		reasons[i] = reasons[i - 1];
	reasons[at] = reason;
	return count;
}

size_t outlier_reasons(const struct matrix *x, size_t row, size_t core,
                       struct reason reasons[REASONS_MAX])
{
	double total = 0, told = 0;
	size_t count = 0, needed = 0;
	for (size_t j = 0; j < x->cols; j++) {
		const double *values = matrix_column(x, j);
		double difference = values[row] - values[core];
		total += difference * difference;
		if (difference != 0)
			count = put_reason(reasons, count,
			                   (struct reason){ j, difference * difference });
	}
	while (needed < count && told < REASONS_SHARE * total)
		told += reasons[needed++].share;
	for (size_t i = 0; i < needed; i++)
		reasons[i].share /= total;
	return needed;
}

/* So many decimals that the difference has three digits. */
static int places_for(double difference)
{
	double size = fabs(difference);
	int places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
	for (; size > 0 && size < 1 && places < 17; places++)
		size *= 10;
	return places;
}

static bool put_number(struct buffer *text, double value, int places)
{
	char number[NUMBER_ROUNDED_SIZE];
	/* Beyond this whole numbers have digits that say nothing. */
	size_t length = fabs(value) < 1e15 && places < 17
	    ? number_format_rounded(value, places, number) : number_format(value, number);
	return buffer_append(text, number, length);
}

static bool put_reason_text(struct buffer *text, const struct reason_feature *feature,
                            const double *scaled, size_t row, size_t core, double share)
{
	const double *values = feature->raw;
	bool raw = values != NULL && values[row] != values[core]
	    && isfinite(values[row] - values[core]);
	if (!raw)
		values = scaled;
	double value = values[row], other = values[core];
	int places = places_for(value - other);
	return buffer_append_text(text, raw ? feature->raw_name : feature->name)
	    && buffer_append_byte(text, ' ') && put_number(text, value, places)
	    && buffer_append_text(text, " is ") && put_number(text, fabs(value - other), places)
	    && buffer_append_text(text, value > other ? " above " : " below ")
	    && put_number(text, other, places)
	    && buffer_append_text(text, raw ? " (" : " in scaled units (")
	    && put_number(text, 100 * share, 0) && buffer_append_text(text, " %)");
}

bool outlier_reasons_text(struct buffer *text, const struct matrix *x,
                          const struct reason_feature *features, size_t row, uint32_t core,
                          struct failure *why)
{
	if (core == NO_CORE_POINT)
		return buffer_append_text(text, "no dense region to compare with")
		    || fail_memory(why);
	struct reason reasons[REASONS_MAX];
	size_t count = outlier_reasons(x, row, core, reasons);
	bool put = true;
	for (size_t i = 0; put && i < count; i++) {
		size_t j = reasons[i].feature;
		put = (i == 0 || buffer_append_text(text, "; "))
		    && put_reason_text(text, &features[j], matrix_column(x, j), row, core,
		                       reasons[i].share);
	}
	return put || fail_memory(why);
}
