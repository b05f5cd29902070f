#include "persona/rule_check.h"

#include <stdlib.h>
#include <string.h>

/* A list of boxes to take out: what cannot be, and some of the rules. */
struct taken {
	const struct box **boxes;
	size_t count;
};

static bool taken_start(struct taken *taken, const struct rule_check *check, struct failure *why)
{
	taken->count = 0;
	taken->boxes = malloc((check->space.void_count + check->rules->count + 1) * sizeof *taken->boxes);
	for (size_t i = 0; taken->boxes != NULL && i < check->space.void_count; i++)
		taken->boxes[taken->count++] = &check->space.voids[i];
	return taken->boxes != NULL || fail_memory(why);
}

/* One question may take a tenth of the comparisons that are left, so that a hard
 * one leaves enough for the easy ones behind it. */
static enum pieces pieces(struct rule_check *check, const struct span *region,
                          const struct taken *taken, see_piece *see, void *context)
{
	size_t granted = check->steps / 10 + (check->steps > 0), left = granted;
	enum pieces state = box_pieces(region, check->space.columns.count, taken->boxes, taken->count,
	                               see, context, &left);
	check->steps -= granted - left;
	return state;
}

/* Keeps the first piece. */
struct first_piece {
	struct span *piece;
	size_t columns;
};

static bool keep_first(void *context, const struct span *piece)
{
	struct first_piece *first = context;
	memcpy(first->piece, piece, first->columns * sizeof *piece);
	return false;
}

/* The first piece of a region that is left, into `piece`. */
static enum pieces find_piece(struct rule_check *check, const struct span *region,
                              const struct taken *taken, struct span *piece)
{
	struct first_piece first = { piece, check->space.columns.count };
	return pieces(check, region, taken, keep_first, &first);
}

static void restrict_to(struct span *region, const struct box *box)
{
	for (size_t i = 0; i < box->count; i++) {
		struct span *span = &region[box->sides[i].column];
		*span = span_meet(span, &box->sides[i].span);
	}
}

static struct span *new_region(const struct rule_check *check, struct failure *why)
{
	size_t columns = check->space.columns.count;
	struct span *region = malloc((columns + 1) * sizeof *region);
	if (region == NULL)
		fail_memory(why);
	else
		memcpy(region, check->space.whole, columns * sizeof *region);
	return region;
}

/* Where both rules hold and none before the first does: a new region, or NULL
 * with the reason why not in *state. */
static struct span *find_meeting(struct rule_check *check, size_t first, size_t second,
                                 enum pieces *state, struct failure *why)
{
	struct taken taken = { 0 };
	struct span *region = new_region(check, why), *piece = new_region(check, why);
	*state = PIECES_FAILED;
	if (region != NULL && piece != NULL && taken_start(&taken, check, why)) {
		for (size_t i = 0; i < first; i++)
			taken.boxes[taken.count++] = &check->space.boxes[i];
		restrict_to(region, &check->space.boxes[first]);
		restrict_to(region, &check->space.boxes[second]);
		*state = find_piece(check, region, &taken, piece);
		if (*state == PIECES_FAILED)
			fail_memory(why);
	}
	free(taken.boxes);
	free(region);
	if (*state == PIECES_STOPPED)
		return piece;
	free(piece);
	return NULL;
}

/* Leaves out, the last first, each of the rules without which the others still
 * cover the region.  Where the comparisons run out, more than needed stay. */
static enum pieces reduce(struct rule_check *check, const struct span *region,
                          struct taken *taken, struct span *piece)
{
	for (size_t i = taken->count; i-- > check->space.void_count;) {
		const struct box *held = taken->boxes[i];
		memmove(&taken->boxes[i], &taken->boxes[i + 1],
		        (--taken->count - i) * sizeof *taken->boxes);
		enum pieces state = find_piece(check, region, taken, piece);
		if (state == PIECES_ALL)
			continue;
		memmove(&taken->boxes[i + 1], &taken->boxes[i],
		        (taken->count++ - i) * sizeof *taken->boxes);
		taken->boxes[i] = held;
		if (state != PIECES_STOPPED)
			return state;
	}
	return PIECES_ALL;
}

static bool tell_shadow(struct rule_check *check, size_t rule, const struct taken *taken,
                        struct failure *why)
{
	struct rule_finding *finding = &check->findings[rule];
	finding->verdict = RULE_SHADOWED;
	finding->by = malloc((taken->count + 1) * sizeof *finding->by);
	if (finding->by == NULL)
		return fail_memory(why);
	for (size_t i = check->space.void_count; i < taken->count; i++)
		finding->by[finding->by_count++] = (size_t)(taken->boxes[i] - check->space.boxes);
	enum pieces state = PIECES_ALL;
	for (size_t i = 0; i < finding->by_count && state == PIECES_ALL; i++) {
		finding->winner = finding->by[i];
		finding->example = find_meeting(check, finding->winner, rule, &state, why);
	}
	return state != PIECES_FAILED;
}

static bool judge(struct rule_check *check, size_t rule, struct failure *why)
{
	const struct box *box = &check->space.boxes[rule];
	struct rule_finding *finding = &check->findings[rule];
	for (size_t i = 0; i < box->count; i++)
		if (rule_space_contradicts(&check->space, &box->sides[i])) {
			finding->verdict = RULE_CONTRADICTS;
			finding->column = box->sides[i].column;
			return true;
		}
	struct taken taken = { 0 };
	struct span *region = new_region(check, why), *piece = new_region(check, why);
	bool judged = region != NULL && piece != NULL && taken_start(&taken, check, why);
	if (judged) {
		for (size_t i = 0; i < rule; i++)
			taken.boxes[taken.count++] = &check->space.boxes[i];
		restrict_to(region, box);
		enum pieces state = find_piece(check, region, &taken, piece);
		finding->verdict = state == PIECES_STOPPED ? RULE_CAN_WIN : RULE_UNDECIDED;
		if (state == PIECES_ALL) {
			state = reduce(check, region, &taken, piece);
			judged = state != PIECES_FAILED && tell_shadow(check, rule, &taken, why);
		}
		if (state == PIECES_FAILED)
			judged = fail_memory(why);
	}
	free(taken.boxes);
	free(region);
	free(piece);
	return judged;
}

static size_t find_namesake(const struct rules *rules, size_t rule)
{
	const struct rule *r = &rules->rules[rule];
	for (size_t i = 0; i < rule; i++)
		if (strcmp(rules->rules[i].persona, r->persona) == 0
		    && strcmp(rules->rules[i].goal, r->goal) != 0)
			return i;
	return rule;
}

static bool keep_gap(void *context, const struct span *piece)
{
	struct rule_check *check = context;
	size_t columns = check->space.columns.count;
	check->gaps_listed = check->gap_count < RULE_CHECK_LISTED;
	if (check->gaps_listed)
		memcpy(check->gaps + check->gap_count++ * columns, piece, columns * sizeof *piece);
	return check->gaps_listed;
}

static bool find_gaps(struct rule_check *check, struct failure *why)
{
	size_t columns = check->space.columns.count;
	struct taken taken;
	if (!taken_start(&taken, check, why))
		return false;
	for (size_t i = 0; i < check->rules->count; i++)
		taken.boxes[taken.count++] = &check->space.boxes[i];
	check->gaps = malloc((RULE_CHECK_LISTED * columns + 1) * sizeof *check->gaps);
	check->gaps_listed = true;
	enum pieces state = check->gaps == NULL ? PIECES_FAILED
	    : pieces(check, check->space.whole, &taken, keep_gap, check);
	free(taken.boxes);
	if (state == PIECES_FAILED)
		return fail_memory(why);
	check->gaps_decided = state != PIECES_LIMIT;
	check->gap_count = box_join(check->gaps, check->gap_count, columns);
	return true;
}

static bool find_overlaps(struct rule_check *check, struct failure *why)
{
	size_t rules = check->rules->count;
	check->overlaps = malloc(RULE_CHECK_LISTED * sizeof *check->overlaps);
	if (check->overlaps == NULL)
		return fail_memory(why);
	check->overlaps_decided = true;
	for (size_t first = 0; first < rules; first++)
		for (size_t second = first + 1; second < rules; second++) {
			if (check->findings[first].verdict != RULE_CAN_WIN
			    || check->findings[second].verdict != RULE_CAN_WIN)
				continue;
			enum pieces state;
			struct span *example = find_meeting(check, first, second, &state, why);
			if (state == PIECES_FAILED)
				return false;
			check->overlaps_decided = check->overlaps_decided && state != PIECES_LIMIT;
			if (example == NULL)
				continue;
			if (check->overlap_count++ >= RULE_CHECK_LISTED) {
				free(example);
				continue;
			}
			check->overlaps[check->listed_overlaps++] = (struct rule_overlap){
				.winner = first, .other = second, .example = example,
				.exception = box_within(&check->space.boxes[first],
				                         &check->space.boxes[second]),
			};
		}
	return true;
}

bool rule_check(struct rule_check *check, const struct rules *rules, size_t steps,
                struct failure *why)
{
	*check = (struct rule_check){ .rules = rules, .steps = steps };
	if (!rule_space_make(&check->space, rules, why))
		return false;
	check->findings = calloc(rules->count + 1, sizeof *check->findings);
	if (check->findings == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < rules->count; i++) {
		check->findings[i].namesake = find_namesake(rules, i);
		if (!judge(check, i, why))
			return false;
	}
	return find_gaps(check, why) && find_overlaps(check, why);
}

void rule_check_free(struct rule_check *check)
{
	size_t rules = check->rules != NULL ? check->rules->count : 0;
	for (size_t i = 0; check->findings != NULL && i < rules; i++) {
		free(check->findings[i].by);
		free(check->findings[i].example);
	}
	for (size_t i = 0; i < check->listed_overlaps; i++)
		free(check->overlaps[i].example);
	rule_space_free(&check->space);
	free(check->findings);
	free(check->overlaps);
	free(check->gaps);
	*check = (struct rule_check){ 0 };
}

size_t rule_check_losers(const struct rule_check *check)
{
	size_t losers = 0;
	for (size_t i = 0; i < check->rules->count; i++)
		losers += check->findings[i].verdict >= RULE_CONTRADICTS;
	return losers;
}

bool rule_check_complete(const struct rule_check *check)
{
	for (size_t i = 0; i < check->rules->count; i++)
		if (check->findings[i].verdict == RULE_UNDECIDED)
			return false;
	return check->gaps_decided && check->overlaps_decided;
}
