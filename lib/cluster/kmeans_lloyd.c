#include "cluster/kmeans_lloyd.h"

#include "cluster/kmeans_parallel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The blocks are shared out to so many parts at most, each a run of blocks
 * with sums of its own, which are added in the order of the parts. */
enum { MAX_PARTS = 32 };

struct part {
	double *sums, *mass;   /* what came less what went, k x cols and k */
	ptrdiff_t *members;
	double *scratch;       /* 2 k */
	int32_t *candidates;   /* k */
	int32_t *moved;        /* k */
	double work;
};

static bool intersects(const struct kmeans_set *a, const struct kmeans_set *b)
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

static bool create_part(struct part *part, size_t k, size_t cols)
{
	*part = (struct part){
		.sums = malloc((k * cols + 1) * sizeof(double)),
		.mass = malloc((k + 1) * sizeof(double)),
		.members = malloc((k + 1) * sizeof(ptrdiff_t)),
		.scratch = malloc((2 * k + 1) * sizeof(double)),
		.candidates = malloc((k + 1) * sizeof(int32_t)),
	};
	return part->sums != NULL && part->mass != NULL && part->members != NULL
	       && part->scratch != NULL && part->candidates != NULL;
}

bool kmeans_lloyd_create(struct kmeans_lloyd *lloyd, const struct kmeans_blocks *blocks, size_t k,
                         struct failure *why)
{
	size_t cols = blocks->x.cols;
	*lloyd = (struct kmeans_lloyd){
		.blocks = blocks,
		.k = k,
		.centroids = calloc(k * cols + 1, sizeof(double)),
		.sums = calloc(k * cols + 1, sizeof(double)),
		.mass = calloc(k + 1, sizeof(double)),
		.members = calloc(k + 1, sizeof(size_t)),
		.labels = malloc((blocks->x.rows + 1) * sizeof(int32_t)),
		.seen = calloc(blocks->count + 1, sizeof(struct kmeans_set)),
		.by_column = calloc(k * cols + 1, sizeof(double)),
		.part_count = blocks->count < MAX_PARTS ? blocks->count : MAX_PARTS,
	};
	struct part *parts = calloc(lloyd->part_count, sizeof *parts);
	lloyd->parts = parts;
	if (lloyd->centroids == NULL || lloyd->sums == NULL || lloyd->mass == NULL
	    || lloyd->members == NULL || lloyd->labels == NULL || lloyd->seen == NULL
	    || lloyd->by_column == NULL || parts == NULL)
		return fail_memory(why);
	for (size_t p = 0; p < lloyd->part_count; p++)
		if (!create_part(&parts[p], k, cols))
			return fail_memory(why);
	return true;
}

void kmeans_lloyd_free(struct kmeans_lloyd *lloyd)
{
	struct part *parts = lloyd->parts;
	for (size_t p = 0; parts != NULL && p < lloyd->part_count; p++) {
		free(parts[p].sums);
		free(parts[p].mass);
		free(parts[p].members);
		free(parts[p].scratch);
		free(parts[p].candidates);
	}
	free(parts);
	free(lloyd->centroids);
	free(lloyd->sums);
	free(lloyd->mass);
	free(lloyd->members);
	free(lloyd->labels);
	free(lloyd->seen);
	free(lloyd->by_column);
	*lloyd = (struct kmeans_lloyd){ 0 };
}

void kmeans_lloyd_copy(struct kmeans_lloyd *to, const struct kmeans_lloyd *from)
{
	size_t k = from->k, cols = from->blocks->x.cols;
	memcpy(to->centroids, from->centroids, k * cols * sizeof *to->centroids);
	memcpy(to->sums, from->sums, k * cols * sizeof *to->sums);
	memcpy(to->mass, from->mass, k * sizeof *to->mass);
	memcpy(to->members, from->members, k * sizeof *to->members);
	memcpy(to->labels, from->labels, from->blocks->x.rows * sizeof *to->labels);
	memcpy(to->seen, from->seen, from->blocks->count * sizeof *to->seen);
	to->moved = from->moved;
}

static void clear_sums(struct kmeans_lloyd *lloyd)
{
	memset(lloyd->sums, 0, lloyd->k * lloyd->blocks->x.cols * sizeof *lloyd->sums);
	memset(lloyd->mass, 0, lloyd->k * sizeof *lloyd->mass);
	memset(lloyd->members, 0, lloyd->k * sizeof *lloyd->members);
}

void kmeans_lloyd_begin(struct kmeans_lloyd *lloyd)
{
	clear_sums(lloyd);
	for (size_t i = 0; i < lloyd->blocks->x.rows; i++)
		lloyd->labels[i] = -1;
	memset(&lloyd->moved, 0xFF, sizeof lloyd->moved);
}

void kmeans_lloyd_moved(struct kmeans_lloyd *lloyd, size_t c)
{
	include(&lloyd->moved, c);
}

/* Adds row `i` to the sums of cluster `c`, or takes it out (sign -1). */
static void add_row(const struct kmeans_blocks *blocks, size_t i, size_t c, int sign,
                    struct part *part)
{
	const struct matrix *x = &blocks->x;
	double weight = blocks->weights != NULL ? blocks->weights[i] : 1;
	double signed_weight = sign * weight;
	for (size_t j = 0; j < x->cols; j++)
		part->sums[c * x->cols + j] += signed_weight * x->data[j * x->stride + i];
	part->mass[c] += signed_weight;
	part->members[c] += weight > 0 ? sign : 0;
}

static void label_row(struct kmeans_lloyd *lloyd, size_t i, int32_t label, struct part *part)
{
	if (lloyd->labels[i] >= 0)
		add_row(lloyd->blocks, i, (size_t)lloyd->labels[i], -1, part);
	add_row(lloyd->blocks, i, (size_t)label, 1, part);
	lloyd->labels[i] = label;
}

/* Labels the rows of a block anew, unless all that could change them stood
 * still since it was last worked on. */
static void label_block(struct kmeans_lloyd *lloyd, size_t block, struct part *part)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	size_t rows = kmeans_block_rows(blocks, block), first = block * KMEANS_BLOCK;
	size_t count = kmeans_block_candidates(blocks, block, lloyd->by_column, lloyd->k,
	                                       part->scratch, part->candidates);
	struct kmeans_set candidates = { { 0 } };
	for (size_t m = 0; m < count; m++)
		include(&candidates, (size_t)part->candidates[m]);
	bool stood_still = !intersects(&lloyd->moved, &candidates)
	                   && !intersects(&lloyd->moved, &lloyd->seen[block]);
	if (stood_still)
		return;
	lloyd->seen[block] = candidates;
	if (count == 1) {
		for (size_t i = 0; i < rows; i++)
			if (lloyd->labels[first + i] != part->candidates[0])
				label_row(lloyd, first + i, part->candidates[0], part);
		return;
	}
	double nearest[KMEANS_BLOCK];
	int64_t label[KMEANS_BLOCK];
	kmeans_nearest_in_block(kmeans_block_x(blocks, block), blocks->x.stride, rows, blocks->x.cols,
	                        lloyd->centroids, part->candidates, count, nearest, label);
	for (size_t i = 0; i < rows; i++)
		if (lloyd->labels[first + i] != (int32_t)label[i])
			label_row(lloyd, first + i, (int32_t)label[i], part);
}

static void clear_part(const struct kmeans_lloyd *lloyd, struct part *part)
{
	memset(part->sums, 0, lloyd->k * lloyd->blocks->x.cols * sizeof *part->sums);
	memset(part->mass, 0, lloyd->k * sizeof *part->mass);
	memset(part->members, 0, lloyd->k * sizeof *part->members);
}

static void add_part(struct kmeans_lloyd *lloyd, const struct part *part)
{
	for (size_t s = 0; s < lloyd->k * lloyd->blocks->x.cols; s++)
		lloyd->sums[s] += part->sums[s];
	for (size_t c = 0; c < lloyd->k; c++) {
		lloyd->mass[c] += part->mass[c];
		lloyd->members[c] += (size_t)part->members[c];
	}
}

/* The first block of a part; that of the next one ends it. */
static size_t part_begin(const struct kmeans_lloyd *lloyd, size_t part)
{
	return lloyd->blocks->count * part / lloyd->part_count;
}

static int threads_for(const struct kmeans_lloyd *lloyd)
{
	const struct matrix *x = &lloyd->blocks->x;
	return kmeans_threads(lloyd->blocks->threads,
	                      (double)x->rows * (double)x->cols * (double)lloyd->k);
}

/* Gives every row to its nearest centroid. */
static void label_all(struct kmeans_lloyd *lloyd)
{
	struct part *parts = lloyd->parts;
	size_t cols = lloyd->blocks->x.cols;
	for (size_t c = 0; c < lloyd->k; c++)
		for (size_t j = 0; j < cols; j++)
			lloyd->by_column[j * lloyd->k + c] = lloyd->centroids[c * cols + j];
#pragma omp parallel for num_threads(threads_for(lloyd)) schedule(dynamic, 1)
	for (size_t p = 0; p < lloyd->part_count; p++) {
		clear_part(lloyd, &parts[p]);
		for (size_t b = part_begin(lloyd, p); b < part_begin(lloyd, p + 1); b++)
			label_block(lloyd, b, &parts[p]);
	}
	for (size_t p = 0; p < lloyd->part_count; p++)
		add_part(lloyd, &parts[p]);
	memset(&lloyd->moved, 0, sizeof lloyd->moved);
}

static double row_distance(const struct kmeans_lloyd *lloyd, size_t i)
{
	const struct matrix *x = &lloyd->blocks->x;
	const double *centroid = lloyd->centroids + (size_t)lloyd->labels[i] * x->cols;
	double distance = 0;
	for (size_t j = 0; j < x->cols; j++) {
		double apart = x->data[j * x->stride + i] - centroid[j];
		distance += apart * apart;
	}
	return distance;
}

/* Gives cluster `c`, which has no row with a weight, the one farthest from its
 * centroid among those that leave no other cluster empty. */
static void fill_cluster(struct kmeans_lloyd *lloyd, size_t c)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	size_t farthest = blocks->x.rows;
	double most = 0;
	for (size_t i = 0; i < blocks->x.rows; i++) {
		bool can_go = lloyd->members[lloyd->labels[i]] > 1
		              && (blocks->weights == NULL || blocks->weights[i] > 0);
		double distance = can_go ? row_distance(lloyd, i) : 0;
		if (distance > most) {
			most = distance;
			farthest = i;
		}
	}
	if (farthest == blocks->x.rows)
		return;
	struct part *part = lloyd->parts;
	clear_part(lloyd, part);
	label_row(lloyd, farthest, (int32_t)c, part);
	add_part(lloyd, part);
	include(&lloyd->seen[farthest / KMEANS_BLOCK], c);
}

/* Moves the centroids to the means; the sum of the squared shifts. */
static double move_centroids(struct kmeans_lloyd *lloyd)
{
	size_t cols = lloyd->blocks->x.cols;
	double shift = 0;
	for (size_t c = 0; c < lloyd->k; c++) {
		double *centroid = lloyd->centroids + c * cols, squares = 0;
		if (lloyd->members[c] == 0)
			continue;
		for (size_t j = 0; j < cols; j++) {
			double mean = lloyd->sums[c * cols + j] / lloyd->mass[c];
			squares += (mean - centroid[j]) * (mean - centroid[j]);
			if (mean != centroid[j])
				include(&lloyd->moved, c);
			centroid[j] = mean;
		}
		shift += squares;
	}
	return shift;
}

int kmeans_lloyd_run(struct kmeans_lloyd *lloyd, int max_iter, double tolerance, bool *converged)
{
	int iterations = 0;
	*converged = false;
	while (!*converged && iterations < max_iter) {
		label_all(lloyd);
		for (size_t c = 0; c < lloyd->k; c++)
			if (lloyd->members[c] == 0)
				fill_cluster(lloyd, c);
		*converged = move_centroids(lloyd) <= tolerance;
		iterations++;
	}
	label_all(lloyd);
	return iterations;
}

double kmeans_lloyd_inertia(struct kmeans_lloyd *lloyd)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	double inertia = 0;
	for (size_t b = 0; b < blocks->count; b++) {
		double terms[KMEANS_BLOCK];
		const double *weights = kmeans_block_weights(blocks, b);
		size_t rows = kmeans_block_rows(blocks, b);
		for (size_t i = 0; i < rows; i++)
			terms[i] = weights[i] * row_distance(lloyd, b * KMEANS_BLOCK + i);
		inertia += kmeans_block_sum(terms, rows);
	}
	return inertia;
}

void kmeans_lloyd_refresh(struct kmeans_lloyd *lloyd)
{
	const struct kmeans_blocks *blocks = lloyd->blocks;
	struct part *parts = lloyd->parts;
	clear_sums(lloyd);
#pragma omp parallel for num_threads(threads_for(lloyd)) schedule(dynamic, 1)
	for (size_t p = 0; p < lloyd->part_count; p++) {
		clear_part(lloyd, &parts[p]);
		for (size_t b = part_begin(lloyd, p); b < part_begin(lloyd, p + 1); b++)
			for (size_t i = 0; i < kmeans_block_rows(blocks, b); i++)
				add_row(blocks, b * KMEANS_BLOCK + i,
				        (size_t)lloyd->labels[b * KMEANS_BLOCK + i], 1, &parts[p]);
	}
	for (size_t p = 0; p < lloyd->part_count; p++)
		add_part(lloyd, &parts[p]);
	move_centroids(lloyd);
}
