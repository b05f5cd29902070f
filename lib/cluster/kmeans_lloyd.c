#include "cluster/kmeans_lloyd.h"

#include "cluster/kmeans_parallel.h"

#include <stdlib.h>
#include <string.h>

/* The blocks are shared out to so many parts at most, each a run of blocks
 * with sums of its own, which are added in the order of the parts. */
enum { MAX_PARTS = 32 };

struct kmeans_part {
	double *sums, *mass;   /* what came less what went, like those of the whole */
	size_t *members;       /* modulo 2^64, so that less is possible */
	double *scratch;       /* 2 k */
	int32_t *candidates;   /* k */
	double work;
};

static bool in_common(const struct kmeans_set *a, const struct kmeans_set *b)
{
	uint64_t common = 0;
	for (size_t w = 0; w < KMEANS_SET_BITS / 64; w++)
		common |= a->bits[w] & b->bits[w];
	return common != 0;
}

static void include(struct kmeans_set *set, size_t c)
{
	set->bits[c % KMEANS_SET_BITS / 64] |= (uint64_t)1 << c % 64;
}

static bool create_part(struct kmeans_part *part, size_t k, size_t cols)
{
	*part = (struct kmeans_part){
		.sums = malloc((k + 1) * cols * sizeof(double)),
		.mass = malloc((k + 1) * sizeof(double)),
		.members = malloc((k + 1) * sizeof(size_t)),
		.scratch = malloc(2 * k * sizeof(double)),
		.candidates = malloc(k * sizeof(int32_t)),
	};
	return part->sums != NULL && part->mass != NULL && part->members != NULL
	       && part->scratch != NULL && part->candidates != NULL;
}

static void free_part(struct kmeans_part *part)
{
	free(part->sums);
	free(part->mass);
	free(part->members);
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
		.centroids = malloc(k * cols * sizeof(double)),
		.sums = malloc((k + 1) * cols * sizeof(double)),
		.mass = malloc((k + 1) * sizeof(double)),
		.members = malloc((k + 1) * sizeof(size_t)),
		.labels = malloc(blocks->rows * sizeof(int32_t)),
		.seen = malloc(blocks->count * sizeof(struct kmeans_set)),
		.reach = malloc(blocks->count * sizeof(double)),
		.moved = malloc(k * sizeof(bool)),
		.by_column = malloc(k * cols * sizeof(double)),
		.moving = malloc(k * sizeof(int32_t)),
		.parts = calloc(part_count, sizeof(struct kmeans_part)),
		.part_count = part_count,
	};
	if (lloyd->centroids == NULL || lloyd->sums == NULL || lloyd->mass == NULL
	    || lloyd->members == NULL || lloyd->labels == NULL || lloyd->seen == NULL
	    || lloyd->reach == NULL || lloyd->moved == NULL || lloyd->by_column == NULL
	    || lloyd->moving == NULL || lloyd->parts == NULL)
		return fail_memory(why);
	for (size_t p = 0; p < part_count; p++)
		if (!create_part(&lloyd->parts[p], k, cols))
			return fail_memory(why);
	return true;
}

void kmeans_lloyd_free(struct kmeans_lloyd *lloyd)
{
	for (size_t p = 0; lloyd->parts != NULL && p < lloyd->part_count; p++)
		free_part(&lloyd->parts[p]);
	free(lloyd->parts);
	free(lloyd->centroids);
	free(lloyd->sums);
	free(lloyd->mass);
	free(lloyd->members);
	free(lloyd->labels);
	free(lloyd->seen);
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
	memcpy(to->sums, from->sums, (k + 1) * cols * sizeof *to->sums);
	memcpy(to->mass, from->mass, (k + 1) * sizeof *to->mass);
	memcpy(to->members, from->members, (k + 1) * sizeof *to->members);
	memcpy(to->labels, from->labels, from->blocks->rows * sizeof *to->labels);
	memcpy(to->seen, from->seen, blocks * sizeof *to->seen);
	memcpy(to->reach, from->reach, blocks * sizeof *to->reach);
	memcpy(to->moved, from->moved, k * sizeof *to->moved);
}

void kmeans_lloyd_begin(struct kmeans_lloyd *lloyd)
{
	size_t k = lloyd->k;
	memset(lloyd->sums, 0, (k + 1) * lloyd->blocks->cols * sizeof *lloyd->sums);
	memset(lloyd->mass, 0, (k + 1) * sizeof *lloyd->mass);
	memset(lloyd->members, 0, (k + 1) * sizeof *lloyd->members);
	for (size_t i = 0; i < lloyd->blocks->rows; i++)
		lloyd->labels[i] = (int32_t)k;
	memset(lloyd->seen, 0xFF, lloyd->blocks->count * sizeof *lloyd->seen);
	for (size_t c = 0; c < k; c++)
		lloyd->moved[c] = true;
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
	if (in_common(&lloyd->seen[block], &lloyd->moving_set))
		return false;
	for (size_t m = 0; m < lloyd->moving_count; m++) {
		const double *centroid = lloyd->centroids + (size_t)lloyd->moving[m] * blocks->cols;
		if (kmeans_block_within(blocks, block, centroid, lloyd->reach[block]))
			return false;
	}
	return true;
}

/* Moves the `count` rows in `rows` (counted from the block's first) from one
 * cluster's sums to another's. */
static void move_rows(const struct kmeans_blocks *blocks, size_t block, const size_t *rows,
                      const int32_t *from, const int32_t *to, size_t count,
                      struct kmeans_part *part)
{
	size_t cols = blocks->cols;
	const double *weights = kmeans_block_weights(blocks, block);
	for (size_t j = 0; j < cols; j++) {
		const double *values = kmeans_block_x(blocks, block) + j * KMEANS_STRIDE;
		for (size_t m = 0; m < count; m++) {
			double value = weights[rows[m]] * values[rows[m]];
			part->sums[(size_t)from[m] * cols + j] -= value;
			part->sums[(size_t)to[m] * cols + j] += value;
		}
	}
	for (size_t m = 0; m < count; m++) {
		double weight = weights[rows[m]];
		part->mass[from[m]] -= weight;
		part->mass[to[m]] += weight;
		part->members[from[m]] -= weight > 0;
		part->members[to[m]] += weight > 0;
	}
}

static void change_labels(struct kmeans_lloyd *lloyd, size_t block, const int64_t *label,
                          struct kmeans_part *part)
{
	int32_t *labels = lloyd->labels + block * KMEANS_BLOCK;
	size_t changed[KMEANS_BLOCK], count = 0;
	int32_t from[KMEANS_BLOCK], to[KMEANS_BLOCK];
	for (size_t i = 0; i < kmeans_block_rows(lloyd->blocks, block); i++) {
		changed[count] = i;
		from[count] = labels[i];
		to[count] = (int32_t)label[i];
		count += labels[i] != (int32_t)label[i];
	}
	for (size_t m = 0; m < count; m++)
		labels[changed[m]] = to[m];
	if (count > 0)
		move_rows(lloyd->blocks, block, changed, from, to, count, part);
}

static void label_block(struct kmeans_lloyd *lloyd, size_t block, struct kmeans_part *part)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	size_t rows = kmeans_block_rows(blocks, block), cols = blocks->cols;
	double nearest[KMEANS_BLOCK];
	int64_t label[KMEANS_BLOCK];
	if (stands_still(lloyd, block))
		return;
	size_t count = kmeans_block_candidates(blocks, block, lloyd->by_column, lloyd->k,
	                                       part->scratch, part->candidates, &lloyd->reach[block]);
	lloyd->seen[block] = (struct kmeans_set){ { 0 } };
	for (size_t m = 0; m < count; m++)
		include(&lloyd->seen[block], (size_t)part->candidates[m]);
	if (count == 1)
		for (size_t i = 0; i < rows; i++)
			label[i] = part->candidates[0];
	else
		kmeans_nearest_in_block(kmeans_block_x(blocks, block), KMEANS_STRIDE, rows, cols,
		                        lloyd->centroids, part->candidates, count, nearest, label);
	change_labels(lloyd, block, label, part);
	part->work += (double)(lloyd->k + (count > 1 ? rows * count : 0)) * (double)cols;
}

static void clear_part(const struct kmeans_lloyd *lloyd, struct kmeans_part *part)
{
	size_t k = lloyd->k;
	memset(part->sums, 0, (k + 1) * lloyd->blocks->cols * sizeof *part->sums);
	memset(part->mass, 0, (k + 1) * sizeof *part->mass);
	memset(part->members, 0, (k + 1) * sizeof *part->members);
	part->work = 0;
}

static void add_part(struct kmeans_lloyd *lloyd, const struct kmeans_part *part)
{
	size_t k = lloyd->k, cols = lloyd->blocks->cols;
	for (size_t s = 0; s < k * cols; s++)
		lloyd->sums[s] += part->sums[s];
	for (size_t c = 0; c < k; c++) {
		lloyd->mass[c] += part->mass[c];
		lloyd->members[c] += part->members[c];
	}
	lloyd->work += part->work;
}

static void label_part(void *context, size_t p)
{
	struct kmeans_lloyd *lloyd = context;
	size_t begin = lloyd->blocks->count * p / lloyd->part_count;
	size_t end = lloyd->blocks->count * (p + 1) / lloyd->part_count;
	clear_part(lloyd, &lloyd->parts[p]);
	for (size_t b = begin; b < end; b++)
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
		include(&lloyd->moving_set, c);
		lloyd->moved[c] = false;
	}
}

void kmeans_lloyd_label(struct kmeans_lloyd *lloyd)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	gather_moving(lloyd);
	kmeans_parallel(lloyd->part_count, blocks->threads,
	                (double)blocks->rows * (double)blocks->cols * (double)lloyd->moving_count,
	                label_part, lloyd);
	for (size_t p = 0; p < lloyd->part_count; p++)
		add_part(lloyd, &lloyd->parts[p]);
}

void kmeans_lloyd_give(struct kmeans_lloyd *lloyd, size_t i, size_t c)
{
	size_t block = i / KMEANS_BLOCK, row = i % KMEANS_BLOCK;
	int32_t to = (int32_t)c;
	struct kmeans_part whole = {
		.sums = lloyd->sums, .mass = lloyd->mass, .members = lloyd->members,
	};
	move_rows(lloyd->blocks, block, &row, &lloyd->labels[i], &to, 1, &whole);
	lloyd->labels[i] = to;
	include(&lloyd->seen[block], c);
}

double kmeans_lloyd_update(struct kmeans_lloyd *lloyd, size_t c)
{
	size_t cols = lloyd->blocks->cols;
	double *centroid = lloyd->centroids + c * cols, shift = 0;
	if (lloyd->members[c] == 0)
		return 0;
	for (size_t j = 0; j < cols; j++) {
		double mean = lloyd->sums[c * cols + j] / lloyd->mass[c];
		lloyd->moved[c] = lloyd->moved[c] || mean != centroid[j];
		shift += (mean - centroid[j]) * (mean - centroid[j]);
		centroid[j] = mean;
	}
	return shift;
}

static void label_distances(const struct kmeans_lloyd *lloyd, size_t block, double *distances)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	kmeans_block_label_distances(kmeans_block_x(blocks, block), KMEANS_STRIDE,
	                             kmeans_block_rows(blocks, block), blocks->cols,
	                             lloyd->centroids, lloyd->labels + block * KMEANS_BLOCK,
	                             distances);
}

/* Gives cluster `c`, which has no row with a weight, the one farthest from its
 * centroid among those that leave no other cluster empty. */
static void fill_cluster(struct kmeans_lloyd *lloyd, size_t c)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	size_t farthest = blocks->rows;
	double most = 0, distances[KMEANS_BLOCK];
	for (size_t b = 0; b < blocks->count; b++) {
		const double *weights = kmeans_block_weights(blocks, b);
		label_distances(lloyd, b, distances);
		for (size_t i = 0; i < kmeans_block_rows(blocks, b); i++) {
			size_t row = b * KMEANS_BLOCK + i;
			if (distances[i] > most && weights[i] > 0
			    && lloyd->members[lloyd->labels[row]] > 1) {
				most = distances[i];
				farthest = row;
			}
		}
	}
	if (farthest < blocks->rows)
		kmeans_lloyd_give(lloyd, farthest, c);
}

int kmeans_lloyd_run(struct kmeans_lloyd *lloyd, int max_iter, double tolerance, bool *converged)
{
	int iterations = 0;
	*converged = false;
	while (!*converged && iterations < max_iter) {
		double shift = 0;
		kmeans_lloyd_label(lloyd);
		for (size_t c = 0; c < lloyd->k; c++)
			if (lloyd->members[c] == 0)
				fill_cluster(lloyd, c);
		for (size_t c = 0; c < lloyd->k; c++)
			shift += kmeans_lloyd_update(lloyd, c);
		*converged = shift <= tolerance;
		iterations++;
	}
	kmeans_lloyd_label(lloyd);
	return iterations;
}

bool kmeans_lloyd_far(const struct kmeans_lloyd *lloyd, size_t block, size_t c)
{
	struct kmeans_set only = { { 0 } };
	include(&only, c);
	return !in_common(&lloyd->seen[block], &only);
}

double kmeans_lloyd_inertia(const struct kmeans_lloyd *lloyd)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	double inertia = 0, terms[KMEANS_BLOCK];
	for (size_t b = 0; b < blocks->count; b++) {
		const double *weights = kmeans_block_weights(blocks, b);
		label_distances(lloyd, b, terms);
		for (size_t i = 0; i < kmeans_block_rows(blocks, b); i++)
			terms[i] *= weights[i];
		inertia += kmeans_block_sum(terms, kmeans_block_rows(blocks, b));
	}
	return inertia;
}
