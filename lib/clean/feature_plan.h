/* What seg-features makes of each row: which cells must not be missing, what
 * missing numbers are filled with, which columns are derived. */
#ifndef CLEAN_FEATURE_PLAN_H
#define CLEAN_FEATURE_PLAN_H

#include "clean/derive.h"
#include "clean/fill.h"
#include "clean/missing.h"
#include "stream/output.h"
#include "stream/row.h"

enum { PLAN_LIST_LIMIT = 64 }; /* ratios, and encoded columns, at most */

enum missing_mode { MISSING_ERROR, MISSING_DROP, MISSING_MEAN, MISSING_MEDIAN };

struct feature_plan {
	/* What the user asked for; the caller sets these. */
	struct ratio ratios[PLAN_LIST_LIMIT];
	size_t ratio_count;
	double epsilon;
	struct encoding encodings[PLAN_LIST_LIMIT];
	size_t encoding_count;
	enum missing_mode mode;
	struct missing_words missing;
	/* What follows from the header. */
	struct header names;  /* clean, without the derived columns */
	bool *checked;        /* whether a missing cell matters in this column */
	struct fill *fills;   /* one a column */
};

/* Adds a ratio, `name=numerator/denominator`. */
bool plan_add_ratio(struct feature_plan *plan, const char *text, struct failure *why);

/* Adds encoded columns: `column,column,...`, or `column=level,level,...` for one
 * of which the levels are given. */
bool plan_add_encodings(struct feature_plan *plan, const char *text, struct failure *why);

/* Takes `names` over and finds in them the sources of ratios and codes, adding
 * spend_income_ratio where its sources are there.  Missing cells matter in the
 * columns of `features` (a list as for columns_select, which may speak of
 * derived columns too) and in the sources; with NULL, in every column that is
 * not `unnamed`. */
bool plan_settle(struct feature_plan *plan, struct header *names, const bool *unnamed,
                 const char *features, struct failure *why);

/* Whether the rows must be seen before the first can be written. */
bool plan_needs_two_passes(const struct feature_plan *plan);

/* The first column of the row whose cell matters and is missing, or
 * row->count. */
size_t plan_find_missing(const struct feature_plan *plan, const struct row *row);

/* First pass: takes note of a row; then decides the fillings.  plan_decide
 * fails for a column without any number. */
bool plan_note(struct feature_plan *plan, const struct row *row, struct failure *why);
bool plan_decide(struct feature_plan *plan, struct failure *why);

bool plan_write_header(struct feature_plan *plan, struct output *output, struct failure *why);

/* Writes the row with what fills and follows it.  The reason has no place. */
bool plan_write_row(const struct feature_plan *plan, const struct row *row,
                    struct output *output, struct failure *why);

void plan_free(struct feature_plan *plan);

#endif
