#include "report/parts.h"
#include "report/sections.h"
#include "report/style.h"
#include "trust/segment_stability.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { MOST_TRAITS = 6 };

/* What to do about it. */
static const char *const advice[TRUST_BANDS] = {
	[UNTRUSTED] = "Other customers of the same kind would have given another segment. "
	              "Do not act on it.",
	[DOUBTFUL] = "Something is there, but who belongs to it is doubtful. Try a small campaign "
	             "first, with a control group.",
	[STABLE] = "It is found again among most draws of customers. Act on it, and look again when "
	           "there are new customers.",
	[HIGHLY_STABLE] = "It is found again in nearly every draw of customers. Plan with it.",
};

/* What is found again need not be a group: pieces of one group are, too. */
static void put_structure(struct html *page, const struct artifacts *a)
{
	const json_t *structure = json_object_get(a->kselect, "structure");
	if (json_is_true(structure))
		return;
	html_put(page, "<span>");
	html_put(page, json_is_false(structure)
	         ? "But a test found no cluster structure: it is a piece of one group"
	         : "Whether it is a group at all, or a piece of one, ");
	if (!json_is_false(structure))
		html_put(page, a->metadata != NULL ? "was not tested" : "is not known here");
	html_put(page, " (<a href=\"#limits\">limits</a>).</span>");
}

static void put_trust(struct html *page, const struct artifacts *a, size_t i)
{
	const struct segments *segments = &a->segments;
	const char *word = segments->trusts.count > 0 ? segments->trusts.names[i] : "";
	if (word[0] == '\0') {
		html_put(page, "<div class=\"trust unknown\">\n<h4>Trust: not measured</h4>\n"
		         "<p>Whether other customers would give this segment again is not known; "
		         "seg-stability tells.</p>\n</div>\n");
		return;
	}
	enum trust band;
	bool known = trust_find(word, strlen(word), &band);
	html_put(page, "<div class=\"trust");
	html_put(page, known && band == UNTRUSTED ? " bad" : known && band == DOUBTFUL ? " doubt" : "");
	html_put(page, "\">\n<h4>Trust: ");
	html_data(page, word, strlen(word));
	if (known) {
		html_put(page, " <span class=\"dots\" aria-hidden=\"true\">");
		for (enum trust dot = UNTRUSTED; dot < TRUST_BANDS; dot++)
			html_put(page, dot <= band ? "●" : "○");
		html_put(page, "</span>");
	}
	html_put(page, "</h4>\n<p>");
	if (known)
		html_words(page, advice[band]);
	double stability = segments->stability_at < segments->names.count
	    ? segments_value(segments, i, segments->stability_at) : NAN;
	if (isfinite(stability)) {
		html_put(page, "<span class=\"quiet\">Stability ");
		html_number(page, stability);
		html_put(page, " of 1.</span>");
	}
	if (known && band >= STABLE)
		put_structure(page, a);
	html_put(page, "</p>\n</div>\n");
}

static void put_size(struct html *page, const struct segments *segments, size_t i)
{
	double share = segments_value(segments, i, segments->share_at);
	html_put(page, "<p class=\"size\"><strong>");
	html_number(page, segments_value(segments, i, segments->count_at));
	html_put(page, "</strong> customers <span class=\"quiet\">");
	html_percent(page, share);
	html_put(page, "</span></p>\n<div class=\"bar\" aria-hidden=\"true\"><span style=\"width:");
	html_format(page, "%.1f", share > 0 && share <= 1 ? 100 * share : 0);
	html_put(page, "%\"></span></div>\n");
}

/* The strongest traits; a card is no table. */
static void put_traits(struct html *page, const char *traits)
{
	if (traits[0] == '\0')
		return;
	html_put(page, "<h4>Traits</h4>\n<ul>\n");
	size_t others = put_items(page, traits, ")", ", ", MOST_TRAITS);
	if (others > 0) {
		html_put(page, "<li><a href=\"#profile\">");
		html_format(page, "and %zu more", others);
		html_put(page, "</a></li>\n");
	}
	html_put(page, "</ul>\n");
}

static void put_actions(struct html *page, const char *actions)
{
	if (actions[0] == '\0')
		return;
	html_put(page, "<h4>What to do</h4>\n<ul>\n");
	put_items(page, actions, "", "; ", SIZE_MAX);
	html_put(page, "</ul>\n");
}

/* Its number and its persona; without one the number is its name. */
static void put_name(struct html *page, size_t i, const char *label, const char *persona)
{
	if (persona[0] != '\0') {
		html_put(page, "<p class=\"number\">Segment ");
		html_data(page, label, strlen(label));
		html_put(page, "</p>\n");
	}
	html_put(page, "<h3 id=\"card-");
	html_format(page, "%zu", i);
	html_put(page, persona[0] != '\0' ? "\">" : "\">Segment ");
	html_data(page, persona[0] != '\0' ? persona : label,
	          strlen(persona[0] != '\0' ? persona : label));
	html_put(page, "</h3>\n");
}

static void put_card(struct html *page, const struct artifacts *a, size_t i)
{
	const char *persona = artifacts_persona(a, i, "persona");
	const char *goal = artifacts_persona(a, i, "goal");
	html_put(page, "<li class=\"card\" style=\"--segment:");
	html_put(page, style_colour(i));
	html_put(page, "\">\n<article aria-labelledby=\"card-");
	html_format(page, "%zu", i);
	html_put(page, "\">\n");
	put_name(page, i, a->segments.labels.names[i], persona);
	if (goal[0] != '\0') {
		html_put(page, "<p class=\"goal\">Goal: <strong>");
		html_data(page, goal, strlen(goal));
		html_put(page, "</strong></p>\n");
	}
	put_size(page, &a->segments, i);
	put_traits(page, artifacts_persona(a, i, "traits"));
	put_actions(page, artifacts_persona(a, i, "actions"));
	put_trust(page, a, i);
	html_put(page, "</article>\n</li>\n");
}

void section_cards(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	html_put(page, "<ul class=\"cards\">\n");
	for (size_t i = 0; i < a->segments.count; i++)
		put_card(page, a, i);
	html_put(page, "</ul>\n");
}
