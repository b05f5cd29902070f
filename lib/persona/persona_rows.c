#include "persona/persona_rows.h"

#include "trust/segment_stability.h"

#include <string.h>

static bool write_header(struct output *output, const struct segments *segments, const char *by,
                         struct failure *why)
{
	const char *const names[] = { by, "persona", "goal", "traits", "actions", "count", "share",
		                      "stability", "trust" };
	bool left_out[sizeof names / sizeof *names] = {
		[7] = segments->stability_at == segments->names.count,
		[8] = segments->trusts.count == 0,
	};
	struct header header = { 0 };
	bool made = true;
	for (size_t i = 0; made && i < sizeof names / sizeof *names; i++)
		made = left_out[i] || header_add(&header, names[i], strlen(names[i]), why);
	made = made && output_header(output, &header, why);
	header_free(&header);
	return made;
}

/* What goes before any action, or NULL. */
static const char *caution(const struct segments *segments, size_t segment)
{
	if (segments->trusts.count == 0)
		return NULL;
	const char *trust = segments->trusts.names[segment];
	if (strcmp(trust, trust_name(UNTRUSTED)) == 0)
		return "Do not act on this segment: it is untrusted and other customers would give another";
	if (strcmp(trust, trust_name(DOUBTFUL)) == 0)
		return "Try on a few first: who belongs to this segment is doubtful";
	return NULL;
}

static bool write_actions(struct output *output, const char *actions, const char *before,
                          struct failure *why)
{
	struct buffer text = { 0 };
	bool made = before == NULL
	    || (buffer_append_text(&text, before) && buffer_append_text(&text, "; "));
	made = made && buffer_append_text(&text, actions) && buffer_append_byte(&text, '\0');
	if (made)
		output_string(output, text.data);
	buffer_free(&text);
	return made || fail_memory(why);
}

void persona_rows_trust(struct output *output, const char *trust)
{
	output_cell(output, &(struct cell){ .text = trust, .length = strlen(trust),
	                                    .kind = trust[0] != '\0' ? CELL_STRING : CELL_LITERAL });
}

static bool write_row(struct output *output, const struct personas *personas,
                      const struct segments *segments, size_t i, struct failure *why)
{
	const char *label = segments->labels.names[i];
	const struct persona *persona = &personas->list[i];
	output_cell(output, &(struct cell){ .text = label, .length = strlen(label),
	                                    .kind = CELL_BARE });
	output_string(output, personas->names.names[i]);
	output_string(output, persona->goal);
	output_string(output, persona->traits.data);
	if (!write_actions(output, persona->actions.data, caution(segments, i), why))
		return false;
	output_number(output, segments_value(segments, i, segments->count_at));
	output_number(output, segments_value(segments, i, segments->share_at));
	if (segments->stability_at < segments->names.count)
		output_number(output, segments_value(segments, i, segments->stability_at));
	if (segments->trusts.count > 0)
		persona_rows_trust(output, segments->trusts.names[i]);
	return output_end_row(output, why);
}

bool persona_rows_write(struct output *output, const struct personas *personas,
                        const struct segments *segments, const char *by, struct failure *why)
{
	if (!write_header(output, segments, by, why))
		return false;
	for (size_t i = 0; i < segments->count; i++)
		if (!write_row(output, personas, segments, i, why))
			return false;
	return true;
}
