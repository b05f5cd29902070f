/* The findings of a check of rules, for programs. */
#ifndef PERSONA_RULE_JSON_H
#define PERSONA_RULE_JSON_H

#include "persona/rule_check.h"

/* Appends one JSON object, indented; rules and columns are told as in the rules
 * file, by number (from 0) and name. */
bool rule_json(struct buffer *text, const struct rule_check *check, struct failure *why);

#endif
