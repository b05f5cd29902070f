#include "kmeans/kmeans_lloyd.h"

#include "kmeans/kmeans_parallel.h"

#include <stdlib.h>
#include <string.h>

/* The blocks are shared out to so many parts at most, each a run of blocks
 * with sums of its own, which are added in the order of the parts. */
enum { MAX_PARTS = 32 };

struct kmeans_part {
	struct kmeans_totals totals; /* what came less what went, like those of the whole */
	struct kmeans_move move;
	double *scratch;             /* 2 k */
	int32_t *candidates;         /* k */
	double work, inertia;
};

static bool create_part(struct kmeans_part *part, size_t k, size_t cols, struct failure *why)
{
	part->scratch = malloc(2 * k * sizeof *part->scratch);
	part->candidates = malloc(k * sizeof *part->candidates);
	return kmeans_totals_create(&part->totals, k, cols, why)
	       && ((part->scratch != NULL && part->candidates != NULL) || fail_memory(why));
}

static void free_part(struct kmeans_part *part)
{
	kmeans_totals_free(&part->totals);
	free(part->scratch);
	free(part->candidates);
}

bool kmeans_lloyd_create(struct kmeans_lloyd *lloyd, const struct kmeans_blocks *blocks, size_t k,
                         struct failure *why)
{
	size_t cols = blocks->cols;
	size_t part_count = blocks->count < MAX_PARTS ? blocks->count : MAX_PARTS;
	*lloyd = (struct kmeans_lloyd){
		.blocks = blocks,
		.k = k,
		.every = 1,
		.centroids = malloc(k * cols * sizeof(double)),
		.labels = calloc(blocks->count * KMEANS_BLOCK, sizeof(int32_t)),
		.seen = malloc(blocks->count * sizeof(struct kmeans_set)),
		.only = malloc(blocks->count * sizeof(int32_t)),
		.reach = malloc(blocks->count * sizeof(double)),
		.moved = malloc(k * sizeof(bool)),
		.by_column = malloc(k * cols * sizeof(double)),
		.moving = malloc(k * sizeof(int32_t)),
		.parts = calloc(part_count, sizeof(struct kmeans_part)),
		.part_count = part_count,
	};
	if (lloyd->centroids == NULL || lloyd->labels == NULL || lloyd->seen == NULL
	    || lloyd->only == NULL || lloyd->reach == NULL || lloyd->moved == NULL
	    || lloyd->by_column == NULL || lloyd->moving == NULL || lloyd->parts == NULL)
		return fail_memory(why);
	bool created = kmeans_totals_create(&lloyd->totals, k, cols, why);
	for (size_t p = 0; created && p < part_count; p++)
		created = create_part(&lloyd->parts[p], k, cols, why);
	return created;
}

void kmeans_lloyd_free(struct kmeans_lloyd *lloyd)
{
	for (size_t p = 0; lloyd->parts != NULL && p < lloyd->part_count; p++)
		free_part(&lloyd->parts[p]);
	free(lloyd->parts);
	free(lloyd->centroids);
	kmeans_totals_free(&lloyd->totals);
	free(lloyd->labels);
	free(lloyd->seen);
	free(lloyd->only);
	free(lloyd->reach);
	free(lloyd->moved);
	free(lloyd->by_column);
	free(lloyd->moving);
	*lloyd = (struct kmeans_lloyd){ 0 };
}

void kmeans_lloyd_copy(struct kmeans_lloyd *to, const struct kmeans_lloyd *from)
{
	size_t k = from->k, cols = from->blocks->cols, blocks = from->blocks->count;
	memcpy(to->centroids, from->centroids, k * cols * sizeof *to->centroids);
	kmeans_totals_copy(&to->totals, &from->totals);
	memcpy(to->labels, from->labels, from->blocks->rows * sizeof *to->labels);
	memcpy(to->seen, from->seen, blocks * sizeof *to->seen);
	memcpy(to->only, from->only, blocks * sizeof *to->only);
	memcpy(to->reach, from->reach, blocks * sizeof *to->reach);
	memcpy(to->moved, from->moved, k * sizeof *to->moved);
	to->pass_work = from->pass_work;
}

void kmeans_lloyd_begin(struct kmeans_lloyd *lloyd)
{
	size_t k = lloyd->k;
	kmeans_totals_clear(&lloyd->totals);
	for (size_t i = 0; i < lloyd->blocks->rows; i++)
		lloyd->labels[i] = (int32_t)k;
	memset(lloyd->seen, 0xFF, lloyd->blocks->count * sizeof *lloyd->seen);
	for (size_t b = 0; b < lloyd->blocks->count; b++)
		lloyd->only[b] = -1;
	for (size_t c = 0; c < k; c++)
		lloyd->moved[c] = true;
	lloyd->pass_work = (double)lloyd->blocks->rows * (double)lloyd->blocks->cols * (double)k
	                   / (double)lloyd->every;
}

void kmeans_lloyd_move(struct kmeans_lloyd *lloyd, size_t c, const double *point)
{
	size_t cols = lloyd->blocks->cols;
	memcpy(lloyd->centroids + c * cols, point, cols * sizeof *point);
	lloyd->moved[c] = true;
}

void kmeans_lloyd_banish(struct kmeans_lloyd *lloyd, size_t c)
{
	/* Its square is finite, and so is the sum of many. */
	static const double FAR_AWAY = 1e150;
	for (size_t j = 0; j < lloyd->blocks->cols; j++)
		lloyd->centroids[c * lloyd->blocks->cols + j] = FAR_AWAY;
	lloyd->moved[c] = true;
}

/* What makes a block sure of its labels: none of the centroids that it last
 * looked at moved, and none came near. */
static bool stands_still(const struct kmeans_lloyd *lloyd, size_t block)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	if (kmeans_sets_meet(&lloyd->seen[block], &lloyd->moving_set))
		return false;
	for (size_t m = 0; m < lloyd->moving_count; m++) {
		const double *centroid = lloyd->centroids + (size_t)lloyd->moving[m] * blocks->cols;
		if (kmeans_block_within(blocks, block, centroid, lloyd->reach[block]))
			return false;
	}
	return true;
}

/* Gives row `i` of a block to cluster `to`: with the rows before it that went the
 * same way, once one that does not ends them. */
static void send_row(struct kmeans_part *part, const struct kmeans_rows *rows, size_t i,
                     double weight, int32_t *label, int32_t to)
{
	struct kmeans_move *move = &part->move;
	if (move->end > 0 && (*label != move->from || to != move->to))
		kmeans_totals_move(&part->totals, rows, move);
	move->from = *label;
	move->to = *label = to;
	kmeans_move_add(move, i, weight);
}

/* Takes over a block's labels, of which whole tiles often stay as they are. */
static void change_labels(struct kmeans_lloyd *lloyd, size_t block, const int32_t *label,
                          struct kmeans_part *part)
{
	struct kmeans_rows rows = kmeans_block(lloyd->blocks, block);
	const double *weights = kmeans_block_weights(lloyd->blocks, block);
	int32_t *labels = lloyd->labels + block * KMEANS_BLOCK;
	for (size_t tile = 0; tile < rows.count; tile += KMEANS_TILE) {
		if (memcmp(labels + tile, label + tile, KMEANS_TILE * sizeof *label) == 0)
			continue;
		for (size_t i = tile; i < tile + KMEANS_TILE && i < rows.count; i++)
			if (labels[i] != label[i])
				send_row(part, &rows, i, weights[i], &labels[i], label[i]);
	}
	if (part->move.end > 0)
		kmeans_totals_move(&part->totals, &rows, &part->move);
}

static void label_block(struct kmeans_lloyd *lloyd, size_t block, struct kmeans_part *part)
{
	struct kmeans_rows rows = kmeans_block(lloyd->blocks, block);
	double nearest[KMEANS_BLOCK];
	int32_t label[KMEANS_BLOCK];
	if (stands_still(lloyd, block))
		return;
	size_t count = kmeans_block_candidates(lloyd->blocks, block, lloyd->by_column, lloyd->k,
	                                       part->scratch, part->candidates, &lloyd->reach[block]);
	part->work += (double)lloyd->k * (double)rows.cols;
	int32_t only = count == 1 ? part->candidates[0] : -1;
	if (only >= 0 && only == lloyd->only[block])
		return;
	lloyd->only[block] = only;
	lloyd->seen[block] = (struct kmeans_set){ { 0 } };
	for (size_t m = 0; m < count; m++)
		kmeans_set_add(&lloyd->seen[block], (size_t)part->candidates[m]);
	if (only < 0) {
		kmeans_rows_nearest(&rows, lloyd->centroids, part->candidates, count, nearest, label);
		part->work += (double)(rows.count * count) * (double)rows.cols;
	} else {
		for (size_t i = 0; i < KMEANS_BLOCK; i++)
			label[i] = only;
	}
	change_labels(lloyd, block, label, part);
}

/* The first block of a part; that of the next ends it. */
static size_t part_begin(const struct kmeans_lloyd *lloyd, size_t p)
{
	return lloyd->blocks->count * p / lloyd->part_count;
}

static void label_part(void *context, size_t p)
{
	struct kmeans_lloyd *lloyd = context;
	kmeans_totals_clear(&lloyd->parts[p].totals);
	lloyd->parts[p].work = 0;
	for (size_t b = part_begin(lloyd, p); b < part_begin(lloyd, p + 1); b++)
		if (b % lloyd->every == 0)
			label_block(lloyd, b, &lloyd->parts[p]);
}

static void gather_moving(struct kmeans_lloyd *lloyd)
{
	size_t cols = lloyd->blocks->cols;
	lloyd->moving_count = 0;
	lloyd->moving_set = (struct kmeans_set){ { 0 } };
	for (size_t c = 0; c < lloyd->k; c++) {
		for (size_t j = 0; j < cols; j++)
			lloyd->by_column[j * lloyd->k + c] = lloyd->centroids[c * cols + j];
		if (!lloyd->moved[c])
			continue;
		lloyd->moving[lloyd->moving_count++] = (int32_t)c;
		kmeans_set_add(&lloyd->moving_set, c);
		lloyd->moved[c] = false;
	}
}

void kmeans_lloyd_label(struct kmeans_lloyd *lloyd)
{
	/* To look at a box takes longer than its multiplications tell. */
	static const double BOX = 16;
	size_t boxes = lloyd->blocks->count / lloyd->every;
	double before = lloyd->work;
	gather_moving(lloyd);
	kmeans_parallel(lloyd->part_count, lloyd->blocks->threads, lloyd->pass_work, label_part, lloyd);
	for (size_t p = 0; p < lloyd->part_count; p++) {
		kmeans_totals_add(&lloyd->totals, &lloyd->parts[p].totals);
		lloyd->work += lloyd->parts[p].work;
	}
	lloyd->pass_work = lloyd->work - before
	                   + BOX * (double)(boxes * lloyd->k * lloyd->blocks->cols);
}

void kmeans_lloyd_give(struct kmeans_lloyd *lloyd, size_t i, size_t c)
{
	size_t block = i / KMEANS_BLOCK, row = i % KMEANS_BLOCK;
	struct kmeans_rows rows = kmeans_block(lloyd->blocks, block);
	struct kmeans_part *idle = &lloyd->parts[0]; /* all are, between two passes */
	send_row(idle, &rows, row, kmeans_block_weights(lloyd->blocks, block)[row],
	         &lloyd->labels[i], (int32_t)c);
	kmeans_totals_move(&lloyd->totals, &rows, &idle->move);
	kmeans_set_add(&lloyd->seen[block], c);
	lloyd->only[block] = -1;
}

double kmeans_lloyd_update(struct kmeans_lloyd *lloyd, size_t c)
{
	size_t cols = lloyd->blocks->cols;
	double *centroid = lloyd->centroids + c * cols, shift = 0;
	if (lloyd->totals.members[c] == 0)
		return 0;
	for (size_t j = 0; j < cols; j++) {
		double mean = lloyd->totals.sums[c * cols + j] / lloyd->totals.mass[c];
		lloyd->moved[c] = lloyd->moved[c] || mean != centroid[j];
		shift += (mean - centroid[j]) * (mean - centroid[j]);
		centroid[j] = mean;
	}
	return shift;
}

static void label_distances(const struct kmeans_lloyd *lloyd, size_t block, double *distances)
{
	struct kmeans_rows rows = kmeans_block(lloyd->blocks, block);
	kmeans_rows_label_distances(&rows, lloyd->centroids, lloyd->labels + block * KMEANS_BLOCK,
	                            distances);
}

/* Gives cluster `c`, which has no row with a weight, the one farthest from its
 * centroid among those that leave no other cluster empty. */
static void fill_cluster(struct kmeans_lloyd *lloyd, size_t c)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	size_t farthest = blocks->rows;
	double most = 0, distances[KMEANS_BLOCK];
	for (size_t b = 0; b < blocks->count; b += lloyd->every) {
		const double *weights = kmeans_block_weights(blocks, b);
		label_distances(lloyd, b, distances);
		for (size_t i = 0; i < kmeans_block(blocks, b).count; i++) {
			size_t row = b * KMEANS_BLOCK + i;
			if (distances[i] > most && weights[i] > 0
			    && lloyd->totals.members[lloyd->labels[row]] > 1) {
				most = distances[i];
				farthest = row;
			}
		}
	}
	if (farthest < blocks->rows)
		kmeans_lloyd_give(lloyd, farthest, c);
}

double kmeans_lloyd_iterate(struct kmeans_lloyd *lloyd)
{
	double shift = 0;
	kmeans_lloyd_label(lloyd);
	for (size_t c = 0; c < lloyd->k; c++)
		if (lloyd->totals.members[c] == 0)
			fill_cluster(lloyd, c);
	for (size_t c = 0; c < lloyd->k; c++)
		shift += kmeans_lloyd_update(lloyd, c);
	return shift;
}

int kmeans_lloyd_run(struct kmeans_lloyd *lloyd, int max_iter, double tolerance, bool *converged)
{
	int iterations = 0;
	*converged = false;
	while (!*converged && iterations < max_iter) {
		*converged = kmeans_lloyd_iterate(lloyd) <= tolerance;
		iterations++;
	}
	kmeans_lloyd_label(lloyd);
	return iterations;
}

bool kmeans_lloyd_far(const struct kmeans_lloyd *lloyd, size_t block, size_t c)
{
	struct kmeans_set only = { { 0 } };
	kmeans_set_add(&only, c);
	return !kmeans_sets_meet(&lloyd->seen[block], &only);
}

static void measure_part(void *context, size_t p)
{
	struct kmeans_lloyd *lloyd = context;
	const struct kmeans_blocks *blocks = lloyd->blocks;
	double terms[KMEANS_BLOCK];
	lloyd->parts[p].inertia = 0;
	for (size_t b = part_begin(lloyd, p); b < part_begin(lloyd, p + 1); b++) {
		if (b % lloyd->every != 0)
			continue;
		size_t rows = kmeans_block(blocks, b).count;
		const double *weights = kmeans_block_weights(blocks, b);
		label_distances(lloyd, b, terms);
		for (size_t i = 0; i < rows; i++)
			terms[i] *= weights[i];
		lloyd->parts[p].inertia += kmeans_block_sum(terms, rows);
	}
}

double kmeans_lloyd_inertia(struct kmeans_lloyd *lloyd)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	double inertia = 0;
	kmeans_parallel(lloyd->part_count, blocks->threads,
	                (double)blocks->rows * (double)blocks->cols, measure_part, lloyd);
	for (size_t p = 0; p < lloyd->part_count; p++)
		inertia += lloyd->parts[p].inertia;
	return inertia;
}
