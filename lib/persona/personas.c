#include "persona/personas.h"

#include "persona/match.h"
#include "persona/naming.h"
#include "persona/traits.h"

#include <stdlib.h>
#include <string.h>

static const char review[] = "review";

static bool put_text(struct buffer *out, const char *text, struct failure *why)
{
	return buffer_append_text(out, text) || fail_memory(why);
}

static bool put_actions(struct buffer *out, const json_t *actions, struct failure *why)
{
	for (size_t i = 0; i < json_array_size(actions); i++)
		if ((i > 0 && !put_text(out, "; ", why))
		    || !put_text(out, json_string_value(json_array_get(actions, i)), why))
			return false;
	return true;
}

static bool describe_unmatched(struct persona *persona, struct buffer *name,
                               const struct segments *segments,
                               const struct thresholds *thresholds, size_t segment,
                               struct failure *why)
{
	if (persona->source == PERSONA_UNMATCHED)
		return put_text(name, "Unmatched (", why)
		    && traits_name(name, segments, thresholds, segment, 1, why)
		    && put_text(name, ")", why)
		    && put_text(&persona->actions, "Review: no rule covers this segment; add one to "
		                "the rules file", why);
	if (!traits_name(name, segments, thresholds, segment, 2, why))
		return false;
	name->data[0] += 'A' - 'a'; /* high, low, near */
	return put_text(&persona->actions, "Review: name this segment by a rule of your own "
	                "(seg-persona --rules FILE)", why);
}

static bool describe_noise(struct persona *persona, struct buffer *name, struct failure *why)
{
	return put_text(name, "Outliers", why)
	    && put_text(&persona->actions, "Look at these customers one by one; Check their data for "
	                "errors; Leave them out of campaigns for segments", why);
}

static bool describe(struct personas *personas, const struct rules *rules, bool decidable,
                     const struct segments *segments, size_t segment, struct failure *why)
{
	struct persona *persona = &personas->list[segment];
	struct buffer name = { 0 };
	const struct rule *rule = NULL;
	bool noise = segments_is_noise(segments, segment);
	if (decidable && !noise)
		rule = match_rule(rules, segments, segment);
	persona->source = noise ? PERSONA_NOISE : !decidable ? PERSONA_TRAITS
	    : rule != NULL ? PERSONA_RULE : PERSONA_UNMATCHED;
	persona->goal = rule != NULL ? rule->goal : review;
	bool made = noise ? describe_noise(persona, &name, why)
	    : rule != NULL ? put_text(&name, rule->persona, why)
	                     && put_actions(&persona->actions, rule->actions, why)
	    : describe_unmatched(persona, &name, segments, &rules->thresholds, segment, why);
	made = made && header_add(&personas->names, name.data, name.length, why)
	    && traits_text(&persona->traits, segments, &rules->thresholds, segment, why)
	    && ((buffer_append_byte(&persona->traits, '\0')
	         && buffer_append_byte(&persona->actions, '\0')) || fail_memory(why));
	buffer_free(&name);
	return made;
}

bool personas_find(struct personas *personas, const struct rules *rules, bool decidable,
                   const struct segments *segments, struct failure *why)
{
	*personas = (struct personas){ 0 };
	personas->list = calloc(segments->count + 1, sizeof *personas->list);
	if (personas->list == NULL)
		return fail_memory(why);
	for (; personas->count < segments->count; personas->count++)
		if (!describe(personas, rules, decidable, segments, personas->count, why)) {
			personas->count++; /* what it holds is freed with the others */
			return false;
		}
	return naming_distinct(&personas->names, segments, why);
}

void personas_free(struct personas *personas)
{
	for (size_t i = 0; i < personas->count; i++) {
		buffer_free(&personas->list[i].traits);
		buffer_free(&personas->list[i].actions);
	}
	free(personas->list);
	header_free(&personas->names);
	*personas = (struct personas){ 0 };
}
