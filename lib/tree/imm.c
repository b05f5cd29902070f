#include "tree/imm.h"

#include <stdlib.h>
#include <string.h>

struct placed {
	double at; /* the centroid, along the feature at hand */
	size_t segment;
};

struct imm {
	struct growth *growth;
	int16_t *counts;        /* label of each row, -1 once it was a mistake */
	size_t *rows;           /* of each segment, in the node at hand */
	size_t *left_rows;      /* of each segment, left of the cut at hand */
	unsigned char *is_left; /* of each centroid */
	struct placed *placed;  /* the centroids of the node at hand */
	size_t placed_count;
};

/* A cut that is looked at. */
struct sweep {
	struct cut cut;
	size_t mistakes;
	size_t kept_left, kept_right; /* rows that are no mistake */
	double gap;
};

static int by_place(const void *a_placed, const void *b_placed)
{
	const struct placed *a = a_placed, *b = b_placed;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->segment > b->segment) - (a->segment < b->segment);
}

static void place_centroids(struct imm *imm, size_t feature)
{
	const struct growth *growth = imm->growth;
	imm->placed_count = 0;
	for (size_t c = 0; c < growth->data->k; c++) {
		imm->is_left[c] = 0;
		imm->left_rows[c] = 0;
		if (imm->rows[c] > 0)
			imm->placed[imm->placed_count++] = (struct placed){
				growth->centroids[c * growth->data->raw->cols + feature], c
			};
	}
	qsort(imm->placed, imm->placed_count, sizeof *imm->placed, by_place);
}

/* On a long table the segment of the next row is far away in memory. */
static inline void look_ahead(const struct imm *imm, const uint32_t *rows, size_t i, size_t count)
{
	enum { AHEAD = 24 };
	if (i + AHEAD < count)
		__builtin_prefetch(&imm->counts[growth_row(rows[i + AHEAD])]);
}

static void pass_centroid(struct imm *imm, size_t segment, struct sweep *sweep)
{
	size_t left = imm->left_rows[segment], right = imm->rows[segment] - left;
	imm->is_left[segment] = 1;
	sweep->mistakes = sweep->mistakes + right - left;
	sweep->kept_left += left;
	sweep->kept_right -= right;
}

static void pass_row(struct imm *imm, uint32_t row, struct sweep *sweep)
{
	int32_t segment = imm->counts[row];
	if (segment < 0)
		return;
	imm->left_rows[segment]++;
	if (imm->is_left[segment]) {
		sweep->mistakes--;
		sweep->kept_left++;
	} else {
		sweep->mistakes++;
		sweep->kept_right--;
	}
}

/* Passes a row and those that are tied to it; returns the next one. */
static size_t pass_tied(struct imm *imm, const uint32_t *rows, size_t first, size_t count,
                        struct sweep *sweep)
{
	size_t i = first;
	do {
		look_ahead(imm, rows, i, count);
		pass_row(imm, growth_row(rows[i++]), sweep);
	} while (i < count && (rows[i] & GROWTH_TIED) != 0);
	return i;
}

static bool is_better(const struct sweep *a, const struct sweep *b)
{
	return a->mistakes < b->mistakes || (a->mistakes == b->mistakes && a->gap > b->gap);
}

/* Moves a cut up through the values of rows and centroids along a feature. */
static void sweep_feature(struct imm *imm, size_t node, size_t feature, struct sweep *best)
{
	const double *space = matrix_column(imm->growth->data->space, feature);
	size_t count, next_row = 0, next_placed = 0;
	const uint32_t *rows = growth_rows(imm->growth, node, feature, &count);
	struct sweep sweep = { .cut.feature = feature };
	place_centroids(imm, feature);
	double last = imm->placed[imm->placed_count - 1].at;
	if (imm->placed[0].at == last)
		return;
	for (size_t i = 0; i < imm->placed_count; i++)
		sweep.kept_right += imm->rows[imm->placed[i].segment];
	for (;;) {
		/* The last centroid stays on the right, so there is a next one. */
		double at = imm->placed[next_placed].at;
		if (next_row < count && space[growth_row(rows[next_row])] < at)
			at = space[growth_row(rows[next_row])];
		if (at >= last)
			return;
		while (imm->placed[next_placed].at <= at)
			pass_centroid(imm, imm->placed[next_placed++].segment, &sweep);
		if (next_row < count && space[growth_row(rows[next_row])] <= at)
			next_row = pass_tied(imm, rows, next_row, count, &sweep);
		if (sweep.kept_left == 0 || sweep.kept_right == 0)
			continue;
		sweep.cut.at = at;
		sweep.cut.left = next_row;
		sweep.gap = space[growth_row(rows[next_row])] - space[growth_row(rows[next_row - 1])];
		if (is_better(&sweep, best))
			*best = sweep;
	}
}

/* Counts the rows of each segment; how many segments there are and the largest. */
static size_t count_rows(struct imm *imm, size_t node, size_t *largest)
{
	size_t count, segments = 0, k = imm->growth->data->k;
	const uint32_t *rows = growth_rows(imm->growth, node, 0, &count);
	memset(imm->rows, 0, k * sizeof *imm->rows);
	for (size_t i = 0; i < count; i++) {
		look_ahead(imm, rows, i, count);
		if (imm->counts[growth_row(rows[i])] >= 0)
			imm->rows[imm->counts[growth_row(rows[i])]]++;
	}
	*largest = 0;
	for (size_t c = 0; c < k; c++) {
		segments += imm->rows[c] > 0;
		if (imm->rows[c] > imm->rows[*largest])
			*largest = c;
	}
	return segments;
}

static void mark_mistakes(struct imm *imm, size_t node, const struct cut *cut)
{
	const struct growth *growth = imm->growth;
	size_t count;
	const uint32_t *rows = growth_rows(growth, node, cut->feature, &count);
	for (size_t i = 0; i < count; i++) {
		look_ahead(imm, rows, i, count);
		int32_t segment = imm->counts[growth_row(rows[i])];
		if (segment < 0)
			continue;
		size_t at = (size_t)segment * growth->data->raw->cols + cut->feature;
		if ((growth->centroids[at] <= cut->at) != (i < cut->left))
			imm->counts[growth_row(rows[i])] = -1;
	}
}

static bool grow_node(struct imm *imm, size_t node, struct failure *why)
{
	struct growth *growth = imm->growth;
	struct sweep best = { .mistakes = SIZE_MAX };
	size_t largest, segments = count_rows(imm, node, &largest);
	growth->tree->nodes[node].segment = largest;
	for (size_t j = 0; segments > 1 && j < growth->data->raw->cols; j++)
		sweep_feature(imm, node, j, &best);
	if (best.mistakes == SIZE_MAX)
		return true;
	mark_mistakes(imm, node, &best.cut);
	return growth_split(growth, node, &best.cut, why);
}

bool imm_grow(struct growth *growth, struct failure *why)
{
	const struct tree_data *data = growth->data;
	size_t rows = data->raw->rows, k = data->k;
	if (k > INT16_MAX)
		return fail(why, "more than %d segments", INT16_MAX);
	struct imm imm = {
		.growth = growth,
		.counts = malloc((rows + 1) * sizeof *imm.counts),
		.rows = malloc((k + 1) * sizeof *imm.rows),
		.left_rows = malloc((k + 1) * sizeof *imm.left_rows),
		.is_left = malloc(k + 1),
		.placed = malloc((k + 1) * sizeof *imm.placed),
	};
	bool grown = imm.counts != NULL && imm.rows != NULL && imm.left_rows != NULL
	    && imm.is_left != NULL && imm.placed != NULL;
	if (!grown)
		fail_memory(why);
	for (size_t i = 0; grown && i < rows; i++)
		imm.counts[i] = (int16_t)data->labels[i];
	/* Children come behind their parent: the nodes are a queue. */
	for (size_t node = 0; grown && node < growth->tree->count; node++)
		grown = grow_node(&imm, node, why);
	free(imm.counts);
	free(imm.rows);
	free(imm.left_rows);
	free(imm.is_left);
	free(imm.placed);
	return grown;
}
