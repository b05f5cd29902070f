#include "persona/persona_view.h"

#include "base/number.h"
#include "base/utf8.h"
#include "persona/traits.h"

#include <string.h>

enum { SEGMENT, PERSONA, GOAL, CUSTOMERS, SHARE, TRUST, TRAITS, COLUMNS };
enum { GAP = 2 };

/* The lines are made twice: to measure the columns, and to be written. */
struct view {
	struct buffer *text;
	size_t widths[COLUMNS];
	bool measuring;
	bool trusts; /* whether there is a column of that */
	bool made; /* false when memory ran out */
};

/* Characters, not bytes: those that go on a UTF-8 character do not count. */
static size_t width_of(const char *bytes, size_t length)
{
	size_t width = 0;
	for (size_t i = 0; i < length; i++)
		width += !utf8_goes_on(bytes[i]);
	return width;
}

static void put_blanks(struct view *view, size_t count)
{
	while (count-- > 0)
		view->made = view->made && buffer_append_byte(view->text, ' ');
}

static void put_cell(struct view *view, int column, const char *bytes, size_t length)
{
	if (column == TRUST && !view->trusts)
		return;
	size_t width = width_of(bytes, length), *widest = &view->widths[column];
	if (view->measuring) {
		*widest = width > *widest ? width : *widest;
		return;
	}
	bool right = column == CUSTOMERS || column == SHARE;
	size_t pad = *widest - width;
	put_blanks(view, (column > 0 ? GAP : 0) + (right ? pad : 0));
	view->made = view->made && buffer_append(view->text, bytes, length);
	if (column < COLUMNS - 1)
		put_blanks(view, right ? 0 : pad);
	else
		view->made = view->made && buffer_append_byte(view->text, '\n');
}

static void put_text(struct view *view, int column, const char *text)
{
	put_cell(view, column, text, strlen(text));
}

static bool put_segment(struct view *view, const struct personas *personas,
                        const struct segments *segments, const struct thresholds *thresholds,
                        size_t segment, struct failure *why)
{
	char number[NUMBER_ROUNDED_SIZE + 4];
	put_text(view, SEGMENT, segments->labels.names[segment]);
	put_text(view, PERSONA, personas->names.names[segment]);
	put_text(view, GOAL, personas->list[segment].goal);
	number_format_rounded(segments_value(segments, segment, segments->count_at), 0, number);
	put_text(view, CUSTOMERS, number);
	double share = segments_value(segments, segment, segments->share_at);
	number_format_rounded(100 * share, 1, number);
	/* One decimal throughout, so that they stand below each other. */
	put_text(view, SHARE, strcat(number, strchr(number, '.') != NULL ? " %" : ".0 %"));
	if (view->trusts)
		put_text(view, TRUST, segments->trusts.names[segment]);
	struct buffer traits = { 0 };
	bool named = traits_name(&traits, segments, thresholds, segment, 2, why);
	if (named)
		put_cell(view, TRAITS, traits.data, traits.length);
	buffer_free(&traits);
	return named;
}

bool persona_view(struct buffer *text, const struct personas *personas,
                  const struct segments *segments, const struct thresholds *thresholds,
                  const char *by, struct failure *why)
{
	const char *const heads[COLUMNS] = { by, "persona", "goal", "customers", "share",
		                              "trust", "traits" };
	struct view view = { .text = text, .made = true, .trusts = segments->trusts.count > 0 };
	for (int pass = 0; pass < 2; pass++) {
		view.measuring = pass == 0;
		for (int i = 0; i < COLUMNS; i++)
			put_text(&view, i, heads[i]);
		for (size_t i = 0; i < segments->count; i++)
			if (!put_segment(&view, personas, segments, thresholds, i, why))
				return false;
	}
	return view.made || fail_memory(why);
}
