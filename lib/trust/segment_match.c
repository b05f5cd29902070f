#include "trust/segment_match.h"

#include "trust/assignment.h"

#include <stdlib.h>

const char *segment_fate_name(enum segment_fate fate)
{
	static const char *const names[] = { "kept", "split", "merged", "split and merged", "new",
		                             "gone" };
	return names[fate];
}

static bool create(struct segment_match *match, size_t earlier, size_t count)
{
	*match = (struct segment_match){ .earlier_count = earlier, .count = count };
	match->common = calloc(earlier * count + 1, sizeof *match->common);
	match->outside = calloc(count + 1, sizeof *match->outside);
	match->numbers = calloc(count + 1, sizeof *match->numbers);
	match->now_of = calloc(earlier + 1, sizeof *match->now_of);
	match->heir = calloc(earlier + 1, sizeof *match->heir);
	match->parent = calloc(count + 1, sizeof *match->parent);
	match->changes = calloc(earlier + count + 1, sizeof *match->changes);
	return match->common != NULL && match->outside != NULL && match->numbers != NULL
	    && match->now_of != NULL && match->heir != NULL && match->parent != NULL
	    && match->changes != NULL;
}

void segment_match_free(struct segment_match *match)
{
	free(match->common);
	free(match->outside);
	free(match->numbers);
	free(match->now_of);
	free(match->heir);
	free(match->parent);
	free(match->changes);
	*match = (struct segment_match){ 0 };
}

/* Rows of each segment, on both sides. */
struct sizes {
	int64_t *earlier, *now;
};

static bool count_sizes(const struct segment_match *match, struct sizes *sizes)
{
	sizes->earlier = calloc(match->earlier_count + 1, sizeof *sizes->earlier);
	sizes->now = calloc(match->count + 1, sizeof *sizes->now);
	if (sizes->earlier == NULL || sizes->now == NULL)
		return false;
	for (size_t j = 0; j < match->count; j++)
		sizes->now[j] = match->outside[j];
	for (size_t i = 0; i < match->earlier_count; i++)
		for (size_t j = 0; j < match->count; j++) {
			sizes->earlier[i] += match->common[i * match->count + j];
			sizes->now[j] += match->common[i * match->count + j];
		}
	return true;
}

static bool may_pair(int64_t common, int64_t one, int64_t other)
{
	int64_t smaller = one < other ? one : other, larger = one < other ? other : one;
	return common > 0 && 2 * common >= smaller && 4 * common >= larger;
}

static bool find_pairs(struct segment_match *match, const struct sizes *sizes,
                       struct failure *why)
{
	size_t count = match->count;
	int64_t *values = calloc(match->earlier_count * count + 1, sizeof *values);
	if (values == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < match->earlier_count; i++)
		for (size_t j = 0; j < count; j++) {
			int64_t common = match->common[i * count + j];
			if (may_pair(common, sizes->earlier[i], sizes->now[j]))
				values[i * count + j] = common;
		}
	bool solved = assignment_solve(values, match->earlier_count, count, match->now_of, why);
	for (size_t i = 0; solved && i < match->earlier_count; i++)
		if (match->now_of[i] == ASSIGNMENT_NONE || values[i * count + match->now_of[i]] == 0)
			match->now_of[i] = SEGMENT_NONE;
	free(values);
	return solved;
}

static void find_relatives(struct segment_match *match, const struct sizes *sizes)
{
	for (size_t i = 0; i < match->earlier_count; i++)
		match->heir[i] = SEGMENT_NONE;
	for (size_t j = 0; j < match->count; j++) {
		match->parent[j] = SEGMENT_NONE;
		match->numbers[j] = -1;
	}
	for (size_t i = 0; i < match->earlier_count; i++)
		for (size_t j = 0; j < match->count; j++) {
			int64_t common = match->common[i * match->count + j];
			if (2 * common > sizes->earlier[i])
				match->heir[i] = j;
			if (2 * common > sizes->now[j])
				match->parent[j] = i;
		}
	for (size_t i = 0; i < match->earlier_count; i++)
		if (match->now_of[i] != SEGMENT_NONE) {
			match->heir[i] = SEGMENT_NONE;
			match->parent[match->now_of[i]] = SEGMENT_NONE;
		}
}

static void give_numbers(struct segment_match *match, const int64_t *earlier_numbers)
{
	for (size_t i = 0; i < match->earlier_count; i++)
		if (match->now_of[i] != SEGMENT_NONE)
			match->numbers[match->now_of[i]] = earlier_numbers[i];
	for (size_t j = 0; j < match->count; j++)
		if (match->numbers[j] < 0)
			match->numbers[j] = match->next_number++;
}

static bool contains(const size_t *list, size_t count, size_t wanted)
{
	for (size_t i = 0; wanted != SEGMENT_NONE && i < count; i++)
		if (list[i] == wanted)
			return true;
	return false;
}

static enum segment_fate fate_of(const struct segment_match *match, size_t earlier, size_t now)
{
	bool splits = contains(match->parent, match->count, earlier)
	    || (now != SEGMENT_NONE && match->parent[now] != SEGMENT_NONE);
	bool merges = contains(match->heir, match->earlier_count, now)
	    || (earlier != SEGMENT_NONE && match->heir[earlier] != SEGMENT_NONE);
	if (splits || merges)
		return !merges ? SEGMENT_SPLIT : !splits ? SEGMENT_MERGED : SEGMENT_SPLIT_AND_MERGED;
	return now == SEGMENT_NONE ? SEGMENT_GONE
	     : earlier == SEGMENT_NONE ? SEGMENT_NEW : SEGMENT_KEPT;
}

/* The segment with which it has most rows in common. */
static size_t closest_earlier(const struct segment_match *match, size_t now)
{
	size_t closest = 0;
	for (size_t i = 1; i < match->earlier_count; i++)
		if (match->common[i * match->count + now]
		    > match->common[closest * match->count + now])
			closest = i;
	return closest;
}

static size_t closest_now(const struct segment_match *match, size_t earlier)
{
	const int64_t *common = match->common + earlier * match->count;
	size_t closest = 0;
	for (size_t j = 1; j < match->count; j++)
		closest = common[j] > common[closest] ? j : closest;
	return closest;
}

static void add_change(struct segment_match *match, const struct sizes *sizes, int64_t number,
                       size_t earlier, size_t now)
{
	struct segment_change *change = &match->changes[match->change_count++];
	*change = (struct segment_change){ .number = number, .earlier = earlier, .now = now };
	change->fate = fate_of(match, earlier, now);
	if (earlier != SEGMENT_NONE)
		change->earlier_rows = sizes->earlier[earlier];
	if (now != SEGMENT_NONE) {
		change->rows = sizes->now[now];
		change->outside = match->outside[now];
	}
	size_t i = earlier == SEGMENT_NONE ? closest_earlier(match, now) : earlier;
	size_t j = now == SEGMENT_NONE ? closest_now(match, earlier) : now;
	change->common = match->common[i * match->count + j];
	change->either = sizes->earlier[i] + sizes->now[j] - change->common;
}

static int by_number(const void *left, const void *right)
{
	const struct segment_change *a = left, *b = right;
	return (a->number > b->number) - (a->number < b->number);
}

static void list_changes(struct segment_match *match, const struct sizes *sizes,
                         const int64_t *earlier_numbers, int64_t first_new)
{
	for (size_t i = 0; i < match->earlier_count; i++)
		add_change(match, sizes, earlier_numbers[i], i, match->now_of[i]);
	for (size_t j = 0; j < match->count; j++)
		if (match->numbers[j] >= first_new)
			add_change(match, sizes, match->numbers[j], SEGMENT_NONE, j);
	qsort(match->changes, match->change_count, sizeof *match->changes, by_number);
}

bool segment_match_find(struct segment_match *match, const int32_t *earlier_labels,
                        const int64_t *earlier_numbers, size_t earlier_count,
                        int64_t next_number, const int32_t *labels, size_t count, size_t n,
                        struct failure *why)
{
	if (!create(match, earlier_count, count))
		return fail_memory(why);
	for (size_t row = 0; row < n; row++)
		if (earlier_labels[row] < 0)
			match->outside[labels[row]]++;
		else
			match->common[(size_t)earlier_labels[row] * count + (size_t)labels[row]]++;
	match->next_number = next_number;
	struct sizes sizes = { 0 };
	bool found = (count_sizes(match, &sizes) || fail_memory(why))
	    && find_pairs(match, &sizes, why);
	if (found) {
		find_relatives(match, &sizes);
		give_numbers(match, earlier_numbers);
		list_changes(match, &sizes, earlier_numbers, next_number);
	}
	free(sizes.earlier);
	free(sizes.now);
	return found;
}
