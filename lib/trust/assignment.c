#include "trust/assignment.h"

#include <stdlib.h>

/* The padded square; costs are the values with their sign turned. */
struct square {
	const int64_t *values;
	size_t rows, cols, side;
	int64_t *row_price, *col_price; /* cost(i, j) >= row_price[i] + col_price[j] */
	size_t *row_of, *column_of;     /* the pairing; side: nobody yet */
	int64_t *slack;                 /* of each column, while a path grows */
	size_t *before;                 /* the column from which the path came to it */
	size_t *queue;
	bool *seen;
};

static int64_t cost(const struct square *s, size_t i, size_t j)
{
	return i < s->rows && j < s->cols ? -s->values[i * s->cols + j] : 0;
}

/* Whether the pair can stand in a best pairing: just those pairings are best
 * whose pairs are all tight. */
static bool is_tight(const struct square *s, size_t i, size_t j)
{
	return cost(s, i, j) == s->row_price[i] + s->col_price[j];
}

/* Lets the tree reach one more column: the one with the least slack, after the
 * prices have moved by it. */
static size_t grow(struct square *s, size_t row, size_t from, size_t root)
{
	size_t best = s->side;
	for (size_t j = 0; j < s->side; j++) {
		if (s->seen[j])
			continue;
		int64_t slack = cost(s, row, j) - s->row_price[row] - s->col_price[j];
		if (slack < s->slack[j]) {
			s->slack[j] = slack;
			s->before[j] = from;
		}
		if (best == s->side || s->slack[j] < s->slack[best])
			best = j;
	}
	int64_t step = s->slack[best];
	s->row_price[root] += step;
	for (size_t j = 0; j < s->side; j++)
		if (s->seen[j]) {
			s->row_price[s->row_of[j]] += step;
			s->col_price[j] -= step;
		} else {
			s->slack[j] -= step;
		}
	return best;
}

/* Pairs one more row, along the shortest augmenting path. */
static void pair(struct square *s, size_t root)
{
	for (size_t j = 0; j < s->side; j++) {
		s->slack[j] = INT64_MAX;
		s->seen[j] = false;
	}
	size_t row = root, column = s->side;
	do {
		column = grow(s, row, column, root);
		s->seen[column] = true;
		row = s->row_of[column];
	} while (row < s->side);
	while (column < s->side) {
		size_t previous = s->before[column];
		row = previous < s->side ? s->row_of[previous] : root;
		s->row_of[column] = row;
		s->column_of[row] = column;
		column = previous;
	}
}

/* Marks the rows below `row` that can move so that the column of `row` is
 * taken in the end, and notes in `before` to which column each moves. */
static void find_movable(struct square *s, size_t row)
{
	size_t head = 0, tail = 0;
	for (size_t i = 0; i < s->side; i++)
		s->seen[i] = false;
	s->queue[tail++] = s->column_of[row];
	while (head < tail) {
		size_t column = s->queue[head++];
		for (size_t i = row + 1; i < s->side; i++)
			if (!s->seen[i] && is_tight(s, i, column)) {
				s->seen[i] = true;
				s->before[i] = column;
				s->queue[tail++] = s->column_of[i];
			}
	}
}

/* Gives the row the lowest column that a best pairing can give it, the rows
 * above it being settled. */
static void settle(struct square *s, size_t row)
{
	size_t old = s->column_of[row], lower = 0;
	while (lower < old && !(is_tight(s, row, lower) && s->row_of[lower] > row))
		lower++;
	if (lower == old)
		return;
	find_movable(s, row);
	while (lower < old && !(is_tight(s, row, lower) && s->seen[s->row_of[lower]]))
		lower++;
	size_t column = lower, mover = row;
	while (column != old) {
		size_t displaced = s->row_of[column];
		s->row_of[column] = mover;
		s->column_of[mover] = column;
		mover = displaced;
		column = s->before[mover];
	}
	s->row_of[old] = mover;
	s->column_of[mover] = old;
}

static bool create(struct square *s)
{
	size_t room = s->side + 1;
	s->row_price = calloc(room, sizeof *s->row_price);
	s->col_price = calloc(room, sizeof *s->col_price);
	s->row_of = calloc(room, sizeof *s->row_of);
	s->column_of = calloc(room, sizeof *s->column_of);
	s->slack = calloc(room, sizeof *s->slack);
	s->before = calloc(room, sizeof *s->before);
	s->queue = calloc(room, sizeof *s->queue);
	s->seen = calloc(room, sizeof *s->seen);
	return s->row_price != NULL && s->col_price != NULL && s->row_of != NULL
	    && s->column_of != NULL && s->slack != NULL && s->before != NULL && s->queue != NULL
	    && s->seen != NULL;
}

static void release(struct square *s)
{
	free(s->row_price);
	free(s->col_price);
	free(s->row_of);
	free(s->column_of);
	free(s->slack);
	free(s->before);
	free(s->queue);
	free(s->seen);
}

bool assignment_solve(const int64_t *values, size_t rows, size_t cols, size_t *column_of,
                      struct failure *why)
{
	struct square s = { .values = values, .rows = rows, .cols = cols,
		            .side = rows > cols ? rows : cols };
	bool made = create(&s);
	for (size_t j = 0; made && j < s.side; j++)
		s.row_of[j] = s.side;
	for (size_t i = 0; made && i < s.side; i++)
		pair(&s, i);
	for (size_t i = 0; made && i < rows; i++) {
		settle(&s, i);
		column_of[i] = s.column_of[i] < cols ? s.column_of[i] : ASSIGNMENT_NONE;
	}
	release(&s);
	return made || fail_memory(why);
}
