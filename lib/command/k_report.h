/* What seg-kselect writes of what it found. */
#ifndef COMMAND_K_REPORT_H
#define COMMAND_K_REPORT_H

#include "command/run.h"
#include "quality/k_choice.h"
#include "quality/k_scores.h"
#include "trust/k_trust.h"

struct k_report {
	struct k_scores scores;
	struct k_trust trust;
	struct k_choice choice;
	bool asked[K_SIGNALS];
	size_t least, most; /* the k that were asked for */
	enum structure structure;
	char structure_why[512]; /* one sentence, without a full stop */
};

/* Whether one of the signals was asked for that look at drawn tables. */
bool k_report_trusts(const struct k_report *report);

/* Says in words what the test for one group found, or that there was none. */
void k_report_word_structure(struct k_report *report);

/* The choice of each signal that was asked for; the caller owns it. */
json_t *k_report_choices(const struct k_report *report);

/* true, false, or null where it was not tested. */
json_t *k_report_structure(const struct k_report *report);

/* The whole report as JSON, or its table as CSV, on stdout. */
bool k_report_print(struct run *run, const struct k_report *report, size_t rows);
bool k_report_print_table(struct run *run, const struct k_report *report);

#endif
