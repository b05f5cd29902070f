/* Small labelled tables, made by a rule, for the tests of trees. */
#ifndef TREE_TABLES_H
#define TREE_TABLES_H

#include "tree/growth.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 48, MOST_COLS = 3, MOST_K = 6 };

struct small_table {
	size_t rows, cols, k;
	double raw[MOST_COLS][MOST_ROWS], space[MOST_COLS][MOST_ROWS];
	int32_t labels[MOST_ROWS];
	double centroids[MOST_K][MOST_COLS];
	double raw_block[MOST_COLS * MOST_ROWS], space_block[MOST_COLS * MOST_ROWS];
	struct matrix raw_matrix, space_matrix;
	struct tree_data data;
};

static uint32_t table_state = 1;

static double table_random(void)
{
	table_state = table_state * 1664525u + 1013904223u;
	return (table_state >> 8) / 16777216.0;
}

static double table_centroid(const struct small_table *t, size_t c, size_t j)
{
	double sum = 0, count = 0;
	for (size_t i = 0; i < t->rows; i++)
		if (t->labels[i] == (int32_t)c) {
			sum += t->space[j][i];
			count++;
		}
	return sum / count;
}

/* `kind` chooses whole or fractional numbers, segments that overlap less or more, with
 * or without rows in no segment. */
static void table_make(struct small_table *t, int kind)
{
	t->rows = 8 + (size_t)(table_random() * (MOST_ROWS - 8));
	t->cols = 1 + (size_t)(table_random() * MOST_COLS);
	t->k = 1 + (size_t)(table_random() * MOST_K);
	for (size_t i = 0; i < t->rows; i++) {
		size_t label = i < t->k ? i : (size_t)(table_random() * (double)t->k);
		for (size_t j = 0; j < t->cols; j++) {
			double centre = (double)((label * 7 + j * 3) % 5) * 3;
			double value = (kind & 1) ? (double)(int)(table_random() * 12)
			                          : centre + (kind & 4 ? 10 : 5) * table_random();
			t->raw[j][i] = value * 100 - 300;
			t->space[j][i] = (value - 4) / (2 + (double)j);
		}
		t->labels[i] = (kind & 2) && i >= t->k && table_random() < 0.1 ? -1 : (int32_t)label;
	}
	t->raw_matrix = (struct matrix){ t->rows, t->cols, MOST_ROWS, t->raw_block, NULL };
	t->space_matrix = (struct matrix){ t->rows, t->cols, MOST_ROWS, t->space_block, NULL };
	for (size_t j = 0; j < t->cols; j++) {
		memcpy(t->raw_block + j * MOST_ROWS, t->raw[j], sizeof t->raw[j]);
		memcpy(t->space_block + j * MOST_ROWS, t->space[j], sizeof t->space[j]);
		for (size_t c = 0; c < t->k; c++)
			t->centroids[c][j] = table_centroid(t, c, j);
	}
	t->data = (struct tree_data){ &t->raw_matrix, &t->space_matrix, t->labels, t->k };
}

/* The leaf of a row, by its raw values. */
static size_t table_leaf(const struct small_table *t, const struct threshold_tree *tree, size_t row)
{
	double values[MOST_COLS];
	for (size_t j = 0; j < t->cols; j++)
		values[j] = t->raw[j][row];
	return tree_find_leaf(tree, values);
}

#endif
