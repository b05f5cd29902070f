#include "tree/rule_code.h"

#include "base/number.h"
#include "tree/rule_words.h"

#include <math.h>
#include <string.h>

/* Text in quotes, the quotes within it doubled. */
static bool put_quoted(struct buffer *text, const char *name, size_t length, char quote)
{
	bool put = buffer_append_byte(text, quote);
	for (size_t i = 0; put && i < length; i++)
		put = (name[i] != quote || buffer_append_byte(text, quote))
		    && buffer_append_byte(text, name[i]);
	return put && buffer_append_byte(text, quote);
}

/* What writes the expressions. */
struct writer {
	struct buffer *text;
	const struct rule_book *book;
	bool of_table; /* columns are those of the table called t */
	struct failure *why;
};

static bool put_column(const struct writer *writer, size_t feature)
{
	const char *name = writer->book->features.names[feature];
	return (!writer->of_table || buffer_append_text(writer->text, "t."))
	    && put_quoted(writer->text, name, strlen(name), '"');
}

/* The cast is on the number: it makes PostgreSQL compare doubles, whatever the
 * type of the column, and SQLite numbers, also in a column of texts. */
static bool put_number(struct buffer *text, const char *before, double value)
{
	char number[NUMBER_SIZE];
	number_format(value, number);
	return buffer_append_text(text, before) && buffer_append_text(text, "CAST(")
	    && buffer_append_text(text, number) && buffer_append_text(text, " AS double precision)");
}

/* Not between the limits are NULL, in SQLite every text, in PostgreSQL NaN. */
static bool put_number_check(const struct writer *writer)
{
	bool put = true;
	for (size_t i = 0; put && i < writer->book->features.count; i++)
		put = buffer_append_text(writer->text, i == 0 ? "" : "\n       AND ")
		    && put_column(writer, i)
		    && put_number(writer->text, " BETWEEN ", -RULE_VALUE_LIMIT)
		    && put_number(writer->text, " AND ", RULE_VALUE_LIMIT);
	return put;
}

static bool put_condition(const struct writer *writer, size_t leaf)
{
	struct rule rule;
	if (!rule_of_leaf(&rule, &writer->book->tree, leaf, writer->why))
		return false;
	bool put = rule.count > 0 || buffer_append_text(writer->text, "1 = 1");
	for (size_t i = 0; put && i < rule.count; i++) {
		const struct rule_bound *bound = &rule.bounds[i];
		bool some = bound->above != -INFINITY;
		put = i == 0 || buffer_append_text(writer->text, " AND ");
		if (put && some)
			put = put_column(writer, bound->feature)
			    && put_number(writer->text, " > ", bound->above);
		if (put && bound->at_most != INFINITY)
			put = (!some || buffer_append_text(writer->text, " AND "))
			    && put_column(writer, bound->feature)
			    && put_number(writer->text, " <= ", bound->at_most);
	}
	rule_free(&rule);
	return put;
}

static bool is_plain_integer(const char *text)
{
	const char *digits = text + (text[0] == '-');
	size_t length = strlen(digits);
	return length > 0 && length <= 18 && strspn(digits, "0123456789") == length
	    && (digits[0] != '0' || (length == 1 && digits == text));
}

static bool put_value(const struct writer *writer, const struct header *values,
                      size_t segment, bool integers)
{
	const char *value = values->names[segment];
	return integers ? buffer_append_text(writer->text, value)
	                : put_quoted(writer->text, value, strlen(value), '\'');
}

static bool put_case(const struct writer *writer, const struct header *values,
                     const char *name)
{
	const struct threshold_tree *tree = &writer->book->tree;
	struct buffer *text = writer->text;
	bool integers = true;
	for (size_t i = 0; i < values->count; i++)
		integers = integers && is_plain_integer(values->names[i]);
	bool put = buffer_append_text(text, "CASE WHEN ") && put_number_check(writer)
	    && buffer_append_text(text, "\nTHEN CASE\n");
	for (size_t i = 0; put && i < tree->count; i++)
		put = tree->nodes[i].feature != TREE_LEAF
		    || (buffer_append_text(text, "  WHEN ") && put_condition(writer, i)
		        && buffer_append_text(text, " THEN ")
		        && put_value(writer, values, tree->nodes[i].segment, integers)
		        && buffer_append_byte(text, '\n'));
	return put && buffer_append_text(text, "  ELSE NULL\nEND ELSE NULL END AS ")
	    && put_quoted(text, name, strlen(name), '"');
}

/* NAME or SCHEMA.NAME, each part in quotes. */
static bool put_table(struct buffer *text, const char *table)
{
	for (;;) {
		size_t length = strcspn(table, ".");
		if (!put_quoted(text, table, length, '"'))
			return false;
		if (table[length] == '\0')
			return true;
		if (!buffer_append_byte(text, '.'))
			return false;
		table += length + 1;
	}
}

bool rule_sql(struct buffer *text, const struct rule_book *book, const char *table,
              const char *const names[2], struct failure *why)
{
	struct writer writer = { text, book, table != NULL, why };
	if (!rule_sentences(text, book, "-- ", why))
		return false;
	bool put = (table == NULL || buffer_append_text(text, "SELECT t.*,\n"))
	    && put_case(&writer, &book->segments, names[0])
	    && (book->personas.count == 0
	        || (buffer_append_text(text, ",\n")
	            && put_case(&writer, &book->personas, names[1])));
	put = put && (table == NULL || (buffer_append_text(text, "\nFROM ")
	                                && put_table(text, table)
	                                && buffer_append_text(text, " AS t;")));
	return (put && buffer_append_byte(text, '\n')) || fail_memory(why);
}
