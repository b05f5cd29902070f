#include "persona/box.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct span span_meet(const struct span *a, const struct span *b)
{
	return (struct span){ .low = a->low > b->low ? a->low : b->low,
		              .high = a->high < b->high ? a->high : b->high,
		              .levels = a->levels & b->levels };
}

bool span_within(const struct span *inner, const struct span *outer)
{
	return inner->low >= outer->low && inner->high <= outer->high
	    && (inner->levels & ~outer->levels) == 0;
}

static bool holds(const struct span *span, double value)
{
	return value >= span->low && value <= span->high;
}

bool box_within(const struct box *inner, const struct box *outer)
{
	for (size_t i = 0; i < outer->count; i++) {
		size_t j = 0;
		while (j < inner->count && inner->sides[j].column != outer->sides[i].column)
			j++;
		if (j == inner->count || !span_within(&inner->sides[j].span, &outer->sides[i].span))
			return false;
	}
	return true;
}

double span_value(const struct span *span, const struct span *whole)
{
	if (span->high == whole->high && holds(span, ceil(span->low)))
		return ceil(span->low) + 0.0; /* no -0 */
	if (span->low == whole->low && holds(span, floor(span->high)))
		return floor(span->high) + 0.0;
	double middle = span->low / 2 + span->high / 2, scale = 1;
	for (int places = 0; places <= 15; places++, scale *= 10) {
		double rounded = rint(middle * scale) / scale + 0.0;
		if (holds(span, rounded))
			return rounded;
	}
	return span->low;
}

/* A box that is being taken out of a piece, side by side. */
struct frame {
	size_t box, side;
	int part; /* below the side's values, above them, in their other levels */
};

struct peeling {
	size_t columns, count;
	const struct box *const *boxes;
	see_piece *see;
	void *context;
	size_t *steps;
	/* A stack: to each frame what has not been peeled off yet; the piece at hand
	 * lies above.  No box is on it twice, for what was peeled off it does not
	 * meet it. */
	struct frame *frames;
	struct span *spans;
	size_t depth;
};

/* How many parts it takes to peel the box off the piece: 0 where the piece lies
 * within it; -1 where they have nothing in common. */
static int parts_of(const struct span *piece, const struct box *box)
{
	int parts = 0;
	for (size_t i = 0; i < box->count; i++) {
		const struct span *have = &piece[box->sides[i].column], *side = &box->sides[i].span;
		struct span both = span_meet(have, side);
		if (span_is_empty(&both))
			return -1;
		parts += (have->low < both.low) + (have->high > both.high)
		    + (have->levels != both.levels);
	}
	return parts;
}

/* Takes up the piece that lies above the stack: drops it where a box holds all
 * of it, shows it where it meets none, else puts it on the stack to be peeled
 * of the box that takes the fewest parts, which keeps the pieces few. */
static enum pieces take_up(struct peeling *p)
{
	const struct span *piece = p->spans + p->depth * p->columns;
	int fewest = -1;
	size_t best = 0;
	for (size_t i = 0; i < p->count && fewest != 0; i++) {
		if (*p->steps == 0)
			return PIECES_LIMIT;
		--*p->steps;
		int parts = parts_of(piece, p->boxes[i]);
		if (parts >= 0 && (fewest < 0 || parts < fewest)) {
			fewest = parts;
			best = i;
		}
	}
	if (fewest < 0)
		return p->see(p->context, piece) ? PIECES_ALL : PIECES_STOPPED;
	if (fewest > 0)
		p->frames[p->depth++] = (struct frame){ .box = best };
	return PIECES_ALL;
}

/* Cuts the next part off `rest` along a side: `cut` becomes it, or empty. */
static void cut_off(struct span *rest, const struct span *side, int part, struct span *cut)
{
	*cut = *rest;
	if (part == 0) {
		cut->high = rest->low < side->low ? nextafter(side->low, -INFINITY) : -INFINITY;
		rest->low = rest->low < side->low ? side->low : rest->low;
	} else if (part == 1) {
		cut->low = rest->high > side->high ? nextafter(side->high, INFINITY) : INFINITY;
		rest->high = rest->high > side->high ? side->high : rest->high;
	} else {
		cut->levels &= ~side->levels;
		rest->levels &= side->levels;
	}
}

static enum pieces peel(struct peeling *p)
{
	enum pieces state = take_up(p);
	while (state == PIECES_ALL && p->depth > 0) {
		struct frame *frame = &p->frames[p->depth - 1];
		const struct box *box = p->boxes[frame->box];
		if (frame->side == box->count) {
			p->depth--;
			continue;
		}
		struct span *rest = p->spans + (p->depth - 1) * p->columns;
		struct span *piece = rest + p->columns;
		const struct side *side = &box->sides[frame->side];
		struct span cut;
		cut_off(&rest[side->column], &side->span, frame->part, &cut);
		frame->side += frame->part == 2;
		frame->part = (frame->part + 1) % 3;
		if (span_is_empty(&cut))
			continue;
		memcpy(piece, rest, p->columns * sizeof *piece);
		piece[side->column] = cut;
		state = take_up(p);
	}
	return state;
}

enum pieces box_pieces(const struct span *region, size_t columns, const struct box *const *boxes,
                       size_t count, see_piece *see, void *context, size_t *steps)
{
	for (size_t i = 0; i < columns; i++)
		if (span_is_empty(&region[i]))
			return PIECES_ALL;
	struct peeling p = { .columns = columns, .count = count, .boxes = boxes, .see = see,
		             .context = context, .steps = steps };
	p.frames = malloc((count + 1) * sizeof *p.frames);
	p.spans = malloc((count + 1) * (columns + 1) * sizeof *p.spans);
	enum pieces state = PIECES_FAILED;
	if (p.frames != NULL && p.spans != NULL) {
		memcpy(p.spans, region, columns * sizeof *region);
		state = peel(&p);
	}
	free(p.frames);
	free(p.spans);
	return state;
}

static bool equal(const struct span *a, const struct span *b)
{
	return a->low == b->low && a->high == b->high && a->levels == b->levels;
}

/* Joins b to a where they differ in one column and are neighbours there. */
static bool join(struct span *a, const struct span *b, size_t columns)
{
	size_t at = columns;
	for (size_t i = 0; i < columns; i++) {
		if (equal(&a[i], &b[i]))
			continue;
		if (at < columns)
			return false;
		at = i;
	}
	if (at == columns)
		return false;
	if (a[at].low == b[at].low && a[at].high == b[at].high) {
		a[at].levels |= b[at].levels;
		return true;
	}
	bool before = nextafter(a[at].high, INFINITY) == b[at].low;
	if (a[at].levels != b[at].levels
	    || (!before && nextafter(b[at].high, INFINITY) != a[at].low))
		return false;
	if (before)
		a[at].high = b[at].high;
	else
		a[at].low = b[at].low;
	return true;
}

size_t box_join(struct span *pieces, size_t count, size_t columns)
{
	for (bool joined = true; joined;) {
		joined = false;
		for (size_t i = 0; i < count; i++)
			for (size_t j = i + 1; j < count;) {
				if (!join(pieces + i * columns, pieces + j * columns, columns)) {
					j++;
					continue;
				}
				joined = true;
				count--;
				memmove(pieces + j * columns, pieces + (j + 1) * columns,
				        (count - j) * columns * sizeof *pieces);
			}
	}
	return count;
}
