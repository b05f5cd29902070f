/* The sections of a report, each with what it needs to be there. */
#ifndef REPORT_SECTIONS_H
#define REPORT_SECTIONS_H

#include "report/report.h"

/* Whether there is anything to say, and saying it: the contents of a <section>
 * below its <h2>. */
bool pictures_there(const struct report *report);
bool fit_there(const struct report *report);
bool choice_there(const struct report *report);
bool outliers_there(const struct report *report);
bool rules_there(const struct report *report);
bool changes_there(const struct report *report);
bool run_there(const struct report *report);

void section_cards(struct html *page, const struct report *report);
void section_pictures(struct html *page, const struct report *report);
void section_profile(struct html *page, const struct report *report);
void section_fit(struct html *page, const struct report *report);
void section_choice(struct html *page, const struct report *report);
void section_outliers(struct html *page, const struct report *report);
void section_rules(struct html *page, const struct report *report);
void section_changes(struct html *page, const struct report *report);
void section_run(struct html *page, const struct report *report);
void section_limits(struct html *page, const struct report *report);

#endif
