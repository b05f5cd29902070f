#include "kmeans/kmeans_totals.h"

#include <stdlib.h>
#include <string.h>

bool kmeans_totals_create(struct kmeans_totals *totals, size_t k, size_t cols,
                          struct failure *why)
{
	*totals = (struct kmeans_totals){
		.k = k,
		.cols = cols,
		.sums = malloc(k * cols * sizeof(double)),
		.mass = malloc(k * sizeof(double)),
		.members = malloc(k * sizeof(size_t)),
		.moving = malloc(cols * sizeof(double)),
	};
	return (totals->sums != NULL && totals->mass != NULL && totals->members != NULL
	        && totals->moving != NULL)
	       || fail_memory(why);
}

void kmeans_totals_free(struct kmeans_totals *totals)
{
	free(totals->sums);
	free(totals->mass);
	free(totals->members);
	free(totals->moving);
	*totals = (struct kmeans_totals){ 0 };
}

void kmeans_totals_clear(struct kmeans_totals *totals)
{
	memset(totals->sums, 0, totals->k * totals->cols * sizeof *totals->sums);
	memset(totals->mass, 0, totals->k * sizeof *totals->mass);
	memset(totals->members, 0, totals->k * sizeof *totals->members);
}

void kmeans_totals_copy(struct kmeans_totals *to, const struct kmeans_totals *from)
{
	memcpy(to->sums, from->sums, to->k * to->cols * sizeof *to->sums);
	memcpy(to->mass, from->mass, to->k * sizeof *to->mass);
	memcpy(to->members, from->members, to->k * sizeof *to->members);
}

void kmeans_totals_add(struct kmeans_totals *totals, const struct kmeans_totals *more)
{
	for (size_t s = 0; s < totals->k * totals->cols; s++)
		totals->sums[s] += more->sums[s];
	for (size_t c = 0; c < totals->k; c++) {
		totals->mass[c] += more->mass[c];
		totals->members[c] += more->members[c];
	}
}

void kmeans_totals_move(struct kmeans_totals *totals, const struct kmeans_rows *rows,
                        struct kmeans_move *move)
{
	size_t cols = totals->cols, from = (size_t)move->from, to = (size_t)move->to;
	double *sums = totals->sums, *moving = totals->moving;
	double mass = kmeans_rows_sums(rows, move->weights, move->first, move->end, moving);
	totals->mass[to] += mass;
	totals->members[to] += move->members;
	for (size_t j = 0; j < cols; j++)
		sums[to * cols + j] += moving[j];
	if (from < totals->k) {
		totals->mass[from] -= mass;
		totals->members[from] -= move->members;
		for (size_t j = 0; j < cols; j++)
			sums[from * cols + j] -= moving[j];
	}
	memset(move->weights + move->first, 0,
	       (move->end - move->first) * sizeof *move->weights);
	move->first = move->end = move->members = 0;
}
