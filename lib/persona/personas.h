/* A persona for every segment: its name, goal, traits and actions. */
#ifndef PERSONA_PERSONAS_H
#define PERSONA_PERSONAS_H

#include "base/buffer.h"
#include "persona/rules.h"

enum persona_source {
	PERSONA_RULE,      /* a rule fits the segment */
	PERSONA_UNMATCHED, /* none does: it is named by its strongest trait */
	PERSONA_TRAITS,    /* the rules cannot decide at all: by its two strongest */
	PERSONA_NOISE,     /* the rows in no segment (-1): Outliers */
};

struct persona {
	enum persona_source source;
	const char *goal;
	struct buffer traits, actions; /* ended by NUL */
};

struct personas {
	struct header names; /* one a segment, no two equal */
	struct persona *list;
	size_t count;
};

/* With `decidable` false the profile lacks what the rules speak of, and none
 * is tried.  `rules` must outlive the personas.  Free them in either case. */
bool personas_find(struct personas *personas, const struct rules *rules, bool decidable,
                   const struct segments *segments, struct failure *why);
void personas_free(struct personas *personas);

#endif
