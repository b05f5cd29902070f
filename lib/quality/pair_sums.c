#include "quality/pair_sums.h"

#include "base/team.h"
#include "base/vector.h"
#include "quality/near_clusters.h"
#include "quality/row_kinds.h"
#include "quality/tile_distance.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

/* Tiles are taken by the block, small enough for two of them to stay in the
 * fastest cache while all their pairs are measured. */
enum { BLOCK_TILES = 32 };

struct table {
	size_t cols, places, tiles, blocks;
	double *values; /* tile by tile, column by column, lane by lane */
	int64_t *taken; /* of each place: all bits set where it holds a row, else 0 */
	size_t *group;  /* of each tile */
	uint64_t *asked; /* of each tile, what is asked of one of its rows or more */
	double *sums;
};

/* Tiles next to each other, of one group and one block, of which the same is asked. */
struct run {
	size_t first, end, group;
	uint64_t asked;
};

static inline const double *tile_values(const struct table *table, size_t tile)
{
	return table->values + tile * table->cols * TILE;
}

/* Measures the rows of run `a` to those of run `b`, adds to the sums of the
 * former and, where the runs are in different blocks, to those of the latter. */
VECTOR_CLONES
static void measure(const struct table *table, const struct run *a, const struct run *b,
                    bool both_sides)
{
	vector *to_b = (vector *)(table->sums + b->group * table->places);
	double *to_a = table->sums + a->group * table->places;
	const vector_mask *taken = (const vector_mask *)table->taken;
	for (size_t j = b->first * TILE; j < b->end * TILE; j++) {
		const double *point = tile_values(table, j / TILE) + j % TILE;
		vector sum[TILE_VECTORS] = { { 0 } };
		if (!table->taken[j])
			continue;
		for (size_t tile = a->first; tile < a->end; tile++) {
			vector distance[TILE_VECTORS];
			tile_distances((const vector *)tile_values(table, tile), table->cols, point,
			               TILE, distance);
			for (size_t v = 0; v < TILE_VECTORS; v++) {
				size_t at = tile * TILE_VECTORS + v;
				distance[v] = (vector)((vector_mask)distance[v] & taken[at]);
				to_b[at] += distance[v];
				sum[v] += distance[v];
			}
		}
		if (both_sides)
			to_a[j] += vector_tile_sum(sum);
	}
}

static size_t block_end(const struct table *table, size_t block)
{
	size_t end = (block + 1) * BLOCK_TILES;
	return end < table->tiles ? end : table->tiles;
}

/* The run that begins at `tile`. */
static struct run run_at(const struct table *table, size_t block, size_t tile)
{
	struct run run = { tile, tile + 1, table->group[tile], table->asked[tile] };
	while (run.end < block_end(table, block) && table->group[run.end] == run.group
	       && table->asked[run.end] == run.asked)
		run.end++;
	return run;
}

static bool asks_for(const struct run *run, size_t group)
{
	return group >= NEAR_CLUSTERS || (run->asked >> group & 1) != 0;
}

static void measure_blocks(const struct table *table, size_t one, size_t other)
{
	struct run a, b;
	for (size_t i = one * BLOCK_TILES; i < block_end(table, one); i = a.end) {
		a = run_at(table, one, i);
		for (size_t j = other * BLOCK_TILES; j < block_end(table, other); j = b.end) {
			b = run_at(table, other, j);
			if (asks_for(&a, b.group) || asks_for(&b, a.group))
				measure(table, &a, &b, one != other);
		}
	}
}

/* Every block meets every other once, in rounds as teams do in a tournament, so
 * that meetings next to each other have no block in common; in the last round
 * each meets itself.  With an odd number of blocks one has nobody to meet. */
struct tournament {
	const struct table *table;
	size_t teams, meetings;
	size_t next;   /* meeting that nobody has begun */
	size_t *round; /* of each block, which it is to play next */
	size_t done, rows;
	const struct progress *progress;
};

struct meeting {
	size_t round, one, other;
};

static struct meeting find_meeting(const struct tournament *tournament, size_t i)
{
	size_t last = tournament->teams - 1, in_round = tournament->teams / 2;
	size_t round = i / in_round, place = i % in_round;
	if (round >= last)
		return (struct meeting){ last, i - last * in_round, i - last * in_round };
	return (struct meeting){ round, (round + place) % last,
		                 place == 0 ? last : (round + last - place) % last };
}

/* A block's meetings take place in the order of the rounds, whoever measures
 * them: thus each row's sums are always added up in the same way.  Nobody waits
 * for ever, for the meetings are begun in this order, too. */
static void await_round(const struct tournament *tournament, size_t block, size_t round)
{
	for (;;) {
		size_t now;
#pragma omp atomic read seq_cst
		now = tournament->round[block];
		if (now == round)
			return;
		sched_yield();
	}
}

static void end_round(struct tournament *tournament, size_t block, size_t round)
{
#pragma omp atomic write seq_cst
	tournament->round[block] = round + 1;
}

static void play(struct tournament *tournament, struct meeting meeting)
{
	size_t blocks = tournament->table->blocks;
	bool one = meeting.one < blocks, other = meeting.other < blocks;
	if (one)
		await_round(tournament, meeting.one, meeting.round);
	if (other)
		await_round(tournament, meeting.other, meeting.round);
	if (one && other)
		measure_blocks(tournament->table, meeting.one, meeting.other);
	if (one)
		end_round(tournament, meeting.one, meeting.round);
	if (other)
		end_round(tournament, meeting.other, meeting.round);
}

static void tell_progress(struct tournament *tournament)
{
#pragma omp critical(pair_sums_progress)
	{
		double share = (double)++tournament->done / (double)tournament->meetings;
		progress_report(tournament->progress, "silhouette",
		                (size_t)((double)tournament->rows * share), tournament->rows);
	}
}

static bool measure_all(const struct table *table, size_t rows, int threads,
                        const struct progress *progress, struct failure *why)
{
	size_t teams = table->blocks + table->blocks % 2;
	struct tournament tournament = {
		.table = table, .teams = teams, .rows = rows, .progress = progress,
		.meetings = (teams - 1) * (teams / 2) + table->blocks,
		.round = calloc(table->blocks, sizeof *tournament.round),
	};
	if (tournament.round == NULL)
		return fail_memory(why);
	(void)threads;
#pragma omp parallel num_threads(threads)
	for (;;) {
		size_t i;
#pragma omp atomic capture seq_cst
		i = tournament.next++;
		if (i >= tournament.meetings)
			break;
		play(&tournament, find_meeting(&tournament, i));
		tell_progress(&tournament);
	}
	free(tournament.round);
	return true;
}

/* Turns the sizes of the groups into where each begins.  Returns where the last
 * one ends. */
static size_t find_places(size_t *groups, size_t count)
{
	size_t places = 0;
	for (size_t g = 0; g < count; g++) {
		size_t size = groups[g];
		groups[g] = places;
		places += (size + TILE - 1) / TILE * TILE;
	}
	return places;
}

static bool make_places(struct pair_sums *result, struct table *table, struct failure *why)
{
	result->row = malloc((result->places + 1) * sizeof *result->row);
	table->group = malloc((result->places / TILE + 1) * sizeof *table->group);
	table->asked = calloc(result->places / TILE + 1, sizeof *table->asked);
	if (result->row == NULL || table->group == NULL || table->asked == NULL)
		return fail_memory(why);
	for (size_t p = 0; p < result->places; p++)
		result->row[p] = NO_ROW;
	return true;
}

/* Fills the places of a group up to `end` with its rows. */
static void fill_places(struct pair_sums *result, const struct pair_request *request, size_t group,
                        size_t first, size_t end, struct table *table, uint32_t *scratch)
{
	if (request->asked != NULL)
		row_kinds_sort(result->row + first, end - first, request->asked, scratch);
	for (size_t p = first; p < end; p++) {
		table->group[p / TILE] = group;
		table->asked[p / TILE] |= request->asked != NULL ? request->asked[result->row[p]]
		                                                 : UINT64_MAX;
	}
}

/* Gives every group its tiles and every row its place in them. */
static bool give_places(struct pair_sums *result, const struct pair_request *request,
                        struct table *table, struct failure *why)
{
	size_t rows = request->x->rows, first = 0;
	if (rows >= NO_ROW)
		return fail(why, "more than %lu rows", (unsigned long)NO_ROW - 1);
	size_t *next = calloc(result->groups + 1, sizeof *next);
	uint32_t *scratch = malloc((rows + 1) * sizeof *scratch);
	bool made = (next != NULL && scratch != NULL) || fail_memory(why);
	for (size_t i = 0; made && i < rows; i++)
		if (request->group[i] >= 0)
			next[request->group[i]]++;
	if (made)
		result->places = find_places(next, result->groups);
	made = made && make_places(result, table, why);
	for (size_t i = 0; made && i < rows; i++)
		if (request->group[i] >= 0)
			result->row[next[request->group[i]]++] = (uint32_t)i;
	for (size_t g = 0; made && g < result->groups; g++) {
		fill_places(result, request, g, first, next[g], table, scratch);
		first = (next[g] + TILE - 1) / TILE * TILE;
	}
	free(next);
	free(scratch);
	return made;
}

static double *aligned_zeros(size_t count)
{
	size_t bytes = (count * sizeof(double) + 63) / 64 * 64 + 64;
	double *zeros = aligned_alloc(64, bytes);
	if (zeros != NULL)
		memset(zeros, 0, bytes);
	return zeros;
}

static bool lay_out(struct pair_sums *result, const struct matrix *x, struct table *table,
                    struct failure *why)
{
	size_t places = result->places, widest = result->groups > x->cols ? result->groups : x->cols;
	if (widest > SIZE_MAX / 16 / (places + 1))
		return fail_memory(why);
	table->cols = x->cols;
	table->places = places;
	table->tiles = places / TILE;
	table->blocks = (table->tiles + BLOCK_TILES - 1) / BLOCK_TILES;
	table->values = aligned_zeros(places * x->cols);
	table->taken = (int64_t *)aligned_zeros(places);
	table->sums = result->sums = aligned_zeros(places * result->groups);
	if (table->values == NULL || table->taken == NULL || table->sums == NULL)
		return fail_memory(why);
	for (size_t p = 0; p < places; p++) {
		if (result->row[p] == NO_ROW)
			continue;
		double *values = table->values + p / TILE * TILE * x->cols + p % TILE;
		table->taken[p] = -1;
		for (size_t col = 0; col < x->cols; col++)
			values[col * TILE] = matrix_column(x, col)[result->row[p]];
	}
	return true;
}

bool pair_sums(struct pair_sums *result, const struct pair_request *request, int threads,
               const struct progress *progress, struct failure *why)
{
	const struct matrix *x = request->x;
	struct table table = { 0 };
	*result = (struct pair_sums){ .groups = request->groups };
	bool ok = give_places(result, request, &table, why) && lay_out(result, x, &table, why);
	double rows = (double)x->rows;
	if (ok && table.blocks > 0)
		ok = measure_all(&table, x->rows, team_size(threads, rows * rows * (double)x->cols),
		                 progress, why);
	free(table.values);
	free(table.taken);
	free(table.group);
	free(table.asked);
	return ok;
}

void pair_sums_free(struct pair_sums *result)
{
	free(result->row);
	free(result->sums);
	*result = (struct pair_sums){ 0 };
}
