#include "tree/rule_words.h"

#include "base/number.h"
#include "persona/traits.h"

#include <math.h>
#include <stdio.h>

static bool put_number(struct buffer *text, double value)
{
	static const struct {
		double unit;
		const char *letter;
	} units[] = { { 1e6, "M" }, { 1e3, "k" } };
	char plain[NUMBER_SIZE], scaled[NUMBER_SIZE];
	size_t length = number_format(value, plain);
	for (size_t i = 0; i < 2 && fabs(value) >= 1e4 && fabs(value) < 1e12; i++) {
		double part = value / units[i].unit;
		if (fabs(part) >= 1 && part * units[i].unit == value
		    && number_format(part, scaled) + 1 < length)
			return buffer_append_text(text, scaled)
			    && buffer_append_text(text, units[i].letter);
	}
	return buffer_append(text, plain, length);
}

/* A name stays on its line. */
static void replace_controls(struct buffer *text, size_t start)
{
	for (size_t i = start; i < text->length; i++)
		if ((unsigned char)text->data[i] < 0x20 || text->data[i] == 0x7F)
			text->data[i] = '?';
}

static bool put_name(struct buffer *text, const char *name)
{
	size_t start = text->length;
	bool put = buffer_append_text(text, name);
	replace_controls(text, start);
	return put;
}

static bool put_feature(struct buffer *text, const char *name)
{
	size_t start = text->length;
	bool put = traits_column(text, name);
	replace_controls(text, start);
	return put;
}

static bool put_bound(struct buffer *text, const struct rule_bound *bound)
{
	bool above = bound->above != -INFINITY;
	return (!above || (buffer_append_text(text, " above ") && put_number(text, bound->above)))
	    && (bound->at_most == INFINITY
	        || (buffer_append_text(text, above ? " up to " : " at most ")
	            && put_number(text, bound->at_most)));
}

static bool put_rule(struct buffer *text, const struct rule_book *book, size_t leaf,
                     struct failure *why)
{
	struct rule rule;
	if (!rule_of_leaf(&rule, &book->tree, leaf, why))
		return false;
	bool put = rule.count > 0 || buffer_append_text(text, "every row");
	for (size_t i = 0; put && i < rule.count; i++)
		put = (i == 0 || buffer_append_text(text, " and "))
		    && put_feature(text, book->features.names[rule.bounds[i].feature])
		    && put_bound(text, &rule.bounds[i]);
	rule_free(&rule);
	return put || fail_memory(why);
}

bool rule_words(struct buffer *text, const struct rule_book *book, size_t segment,
                struct failure *why)
{
	bool some = false;
	for (size_t i = 0; i < book->tree.count; i++) {
		const struct tree_node *node = &book->tree.nodes[i];
		if (node->feature != TREE_LEAF || node->segment != segment)
			continue;
		if ((some && !buffer_append_text(text, "; or ")) || !put_rule(text, book, i, why))
			return fail_memory(why);
		some = true;
	}
	return some || buffer_append_text(text, "no rule") || fail_memory(why);
}

static bool put_count(struct buffer *text, const char *before, size_t count,
                      const char *after)
{
	char number[24];
	snprintf(number, sizeof number, "%zu", count);
	return buffer_append_text(text, before) && buffer_append_text(text, number)
	    && buffer_append_text(text, after);
}

static bool put_percent(struct buffer *text, const char *before, double share,
                        const char *after)
{
	char number[NUMBER_ROUNDED_SIZE];
	number_format_rounded(100 * share, 1, number);
	return buffer_append_text(text, before) && buffer_append_text(text, number)
	    && buffer_append_text(text, after);
}

static bool put_fidelity(struct buffer *text, const struct segment_fidelity *fidelity)
{
	size_t others = fidelity->ruled - fidelity->right;
	return put_count(text, "", fidelity->rows, fidelity->rows == 1 ? " row" : " rows")
	    && put_count(text, "; the rule finds ", fidelity->right, " of them")
	    && put_percent(text, " (", fidelity_recall(fidelity), " %)")
	    && (others == 0 ? buffer_append_text(text, " and no other row")
	                    : put_count(text, " and ", others,
	                                others == 1 ? " other row" : " other rows"))
	    && (fidelity->ruled == 0
	        || put_percent(text, " (precision ", fidelity_precision(fidelity), " %)"))
	    && buffer_append_byte(text, '\n');
}

static bool put_segment(struct buffer *text, const struct rule_book *book, size_t segment,
                        const char *prefix, struct failure *why)
{
	bool named = book->personas.count > 0;
	bool put = buffer_append_text(text, prefix) && put_name(text, book->by)
	    && buffer_append_byte(text, ' ') && put_name(text, book->segments.names[segment])
	    && (!named || (buffer_append_text(text, ", ")
	                   && put_name(text, book->personas.names[segment])))
	    && buffer_append_text(text, ": ");
	return (put || fail_memory(why)) && rule_words(text, book, segment, why)
	    && ((buffer_append_byte(text, '\n') && buffer_append_text(text, prefix)
	         && buffer_append_text(text, "    ")
	         && put_fidelity(text, &book->fidelity.segments[segment]))
	        || fail_memory(why));
}

bool rule_sentences(struct buffer *text, const struct rule_book *book, const char *prefix,
                    struct failure *why)
{
	const struct fidelity *fidelity = &book->fidelity;
	for (size_t i = 0; i < book->segments.count; i++)
		if (!put_segment(text, book, i, prefix, why))
			return false;
	bool put = buffer_append_text(text, prefix)
	    && buffer_append_text(text, "The rules agree with ") && put_name(text, book->by)
	    && put_count(text, " on ", fidelity->right, "")
	    && put_count(text, " of ", fidelity->rows, fidelity->rows == 1 ? " row" : " rows")
	    && put_percent(text, " (", fidelity_agreement(fidelity), " %)")
	    && (fidelity->outside == 0
	        || put_count(text, "; ", fidelity->outside, " of these are in no segment"))
	    && buffer_append_text(text, ".\n");
	return put || fail_memory(why);
}
