/* The personas as a table stream, one row a segment. */
#ifndef PERSONA_PERSONA_ROWS_H
#define PERSONA_PERSONA_ROWS_H

#include "persona/personas.h"
#include "stream/output.h"

/* Writes header and rows: segment, persona, goal, traits, actions, count, share,
 * and where the profile tells of them stability and trust.  The actions of a
 * segment that is untrusted or doubtful begin with a word of caution, for those
 * who read nothing else.  `by` heads the first column. */
bool persona_rows_write(struct output *output, const struct personas *personas,
                        const struct segments *segments, const char *by, struct failure *why);

/* Puts a cell with how far a segment can be trusted; "" is an empty cell, or null:
 * it was not judged. */
void persona_rows_trust(struct output *output, const char *trust);

#endif
