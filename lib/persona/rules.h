/* The rules that give segments their names: a JSON object
 *
 *     { "levels": { "low": 0.8, "high": 1.2 },
 *       "rules": [ { "persona": "...", "goal": "...", "why": "...",
 *                    "when": { COLUMN: CONDITION, ... }, "actions": [ "...", ... ] }, ... ] }
 *
 * in which a condition has one or more of above, below, at_least, at_most (a
 * number) and level ("high", "mid", "low", or a list of them).  All conditions
 * of a rule must hold; the first rule that does wins. */
#ifndef PERSONA_RULES_H
#define PERSONA_RULES_H

#include "base/json.h"
#include "persona/levels.h"

struct condition {
	const char *column;
	int levels; /* any of these (LEVEL_...); 0: none is asked for */
	double above, at_least, below, at_most; /* -infinity and infinity: not asked for */
};

struct rule {
	const char *persona, *goal;
	const char *why;       /* or NULL */
	const json_t *actions; /* a list of texts */
	struct condition *conditions;
	size_t condition_count;
};

struct rules {
	const char *file; /* for messages */
	struct thresholds thresholds;
	struct rule *rules;
	size_t count;
	json_t *document; /* holds the texts */
};

/* The rules that are used where no file is given, as text of such a file. */
extern const char rules_builtin_text[];

/* Reads a rules file (`path` must outlive the rules), or the built-in rules.
 * The reason of a failure names the file and the path in it, as in
 * `rules[2].when.age.level`.  Free the rules in either case. */
bool rules_read(struct rules *rules, const char *path, struct failure *why);
bool rules_builtin(struct rules *rules, struct failure *why);
void rules_free(struct rules *rules);

/* A name in a path: as it is, or quoted where it is empty, long, or holds blanks
 * or control bytes.  `quoted` must live as long as the result. */
const char *rules_name(char quoted[QUOTED_SIZE], const char *name);

enum { RULES_PLACE = 640 };

/* The path of a condition, `rules[2].when.age`. */
const char *rules_place(char place[RULES_PLACE], size_t rule, const char *column);

#endif
