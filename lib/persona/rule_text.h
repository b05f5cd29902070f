/* The findings of a check of rules, for people. */
#ifndef PERSONA_RULE_TEXT_H
#define PERSONA_RULE_TEXT_H

#include "persona/rule_check.h"

/* Appends what was checked, one line a finding, and how much was found. */
bool rule_text(struct buffer *text, const struct rule_check *check, struct failure *why);

/* Appends a region in words, "age at least 30; income mid or high". */
bool rule_text_region(struct buffer *text, const struct rule_check *check,
                      const struct span *region, struct failure *why);

#endif
