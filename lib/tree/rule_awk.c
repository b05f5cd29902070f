#include "tree/rule_code.h"

#include "base/number.h"
#include "tree/rule_words.h"

#include <math.h>
#include <stdio.h>

/* What every program begins with, behind its BEGIN. */
static const char reading[] =
    "\n"
    "function stop(message) {\n"
    "	print \"rules: record \" NR \": \" message > \"/dev/stderr\"\n"
    "	stopped = 1\n"
    "	exit 1\n"
    "}\n"
    "\n"
    "# Puts the cells of a record into cell[1], cell[2], ...; how many there are.\n"
    "function split_record(text,    count, end, part) {\n"
    "	if (index(text, \"\\\"\") == 0)\n"
    "		return split(text, cell, \",\")\n"
    "	for (count = 1; ; count++) {\n"
    "		if (substr(text, 1, 1) == \"\\\"\") {\n"
    "			part = \"\"\n"
    "			text = substr(text, 2)\n"
    "			while ((end = index(text, \"\\\"\")) > 0 && substr(text, end + 1, 1) == \"\\\"\") {\n"
    "				part = part substr(text, 1, end)\n"
    "				text = substr(text, end + 2)\n"
    "			}\n"
    "			if (end == 0)\n"
    "				stop(\"a quote is never closed\")\n"
    "			part = part substr(text, 1, end - 1)\n"
    "			text = substr(text, end + 1)\n"
    "		} else {\n"
    "			end = index(text \",\", \",\")\n"
    "			part = substr(text, 1, end - 1)\n"
    "			text = substr(text, end)\n"
    "		}\n"
    "		cell[count] = part\n"
    "		if (text == \"\")\n"
    "			return count\n"
    "		if (substr(text, 1, 1) != \",\")\n"
    "			stop(\"text behind a closing quote\")\n"
    "		text = substr(text, 2)\n"
    "	}\n"
    "}\n"
    "\n"
    "function column(wanted,    i, found) {\n"
    "	found = 0\n"
    "	for (i = 1; i <= columns; i++)\n"
    "		if (cell[i] == wanted)\n"
    "			found = i\n"
    "	return found\n"
    "}\n"
    "\n"
    "# Whether the features are all numbers; they go into value[1], value[2], ...\n"
    "function take_values(    i, text) {\n"
    "	for (i = 1; i <= features; i++) {\n"
    "		text = cell[at[i]]\n"
    "		if (text !~ /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/)\n"
    "			return 0\n"
    "		value[i] = text + 0\n"
    "		if (value[i] > 1e300 || value[i] < -1e300)\n"
    "			return 0\n"
    "	}\n"
    "	return 1\n"
    "}\n"
    "\n";

static const char running[] =
    "\n"
    "/^#seg-error / {\n"
    "	print\n"
    "	stop(\"upstream failed\")\n"
    "}\n"
    "\n"
    "{\n"
    "	# A quoted cell may hold line ends: the record goes on while a quote is open.\n"
    "	start = FNR\n"
    "	record = $0\n"
    "	for (quotes = gsub(/\"/, \"\\\"\"); quotes % 2 == 1; quotes += gsub(/\"/, \"\\\"\")) {\n"
    "		if ((getline) <= 0)\n"
    "			stop(\"a quote is never closed\")\n"
    "		record = record \"\\n\" $0\n"
    "	}\n"
    "	ending = sub(/\\r$/, \"\", record) ? \"\\r\" : \"\"\n"
    "	if (header != \"\" && start == 1) {\n"
    "		if (record != header)\n"
    "			stop(\"the files have different headers\")\n"
    "		next\n"
    "	}\n"
    "	cells = split_record(record)\n"
    "	if (header == \"\") {\n"
    "		header = record\n"
    "		columns = cells\n"
    "		for (n = 1; n <= features; n++)\n"
    "			if (!(at[n] = column(name[n])))\n"
    "				stop(\"there is no column \" name[n])\n"
    "		for (n = 1; n <= appended; n++) {\n"
    "			if (column(new_name[n]))\n"
    "				stop(\"there is a column \" new_name[n] \" already\")\n"
    "			record = record \",\" new_cell[n]\n"
    "		}\n"
    "		print record ending\n"
    "		next\n"
    "	}\n"
    "	if (cells != columns)\n"
    "		stop(\"the record has \" cells \" cells, the header has \" columns)\n"
    "	row = take_values() ? rule() : 0\n"
    "	for (n = 1; n <= appended; n++)\n"
    "		record = record \",\" (row ? result[n, row] : \"\")\n"
    "	print record ending\n"
    "}\n"
    "\n"
    "END {\n"
    "	if (!stopped && header == \"\")\n"
    "		stop(\"no header: the input is empty\")\n"
    "}\n";

/* A string that any awk reads as these very bytes. */
static bool put_string(struct buffer *text, const char *bytes, size_t length)
{
	bool put = buffer_append_byte(text, '"');
	for (size_t i = 0; put && i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		char escape[8];
		if (byte == '"' || byte == '\\' || byte < 0x20 || byte == 0x7F)
			snprintf(escape, sizeof escape, "\\%03o", byte);
		else
			snprintf(escape, sizeof escape, "%c", byte);
		put = buffer_append_text(text, escape);
	}
	return put && buffer_append_byte(text, '"');
}

/* ARRAY[NUMBER] = "TEXT", or as the text of a CSV cell. */
static bool put_element(struct buffer *text, const char *array, size_t number,
                        const char *value, bool encoded)
{
	char place[64];
	struct buffer cell = { 0 };
	snprintf(place, sizeof place, array, number);
	bool put = (encoded ? csv_encode(&cell, value, strlen(value), false, false)
	                    : buffer_append_text(&cell, value))
	    && buffer_append_byte(text, '\t') && buffer_append_text(text, place)
	    && put_string(text, cell.data, cell.length) && buffer_append_byte(text, '\n');
	buffer_free(&cell);
	return put;
}

static bool put_count(struct buffer *text, const char *format, size_t count)
{
	char line[64];
	snprintf(line, sizeof line, format, count);
	return buffer_append_text(text, line);
}

static bool put_names(struct buffer *text, const struct rule_book *book,
                      const char *const names[2])
{
	size_t appended = book->personas.count > 0 ? 2 : 1;
	bool put = buffer_append_text(text, "BEGIN {\n\theader = \"\"\n\tstopped = 0\n")
	    && put_count(text, "\tfeatures = %zu\n", book->features.count);
	for (size_t i = 0; put && i < book->features.count; i++)
		put = put_element(text, "name[%zu] = ", i + 1, book->features.names[i], false);
	put = put && put_count(text, "\tappended = %zu\n", appended);
	for (size_t i = 0; put && i < appended; i++)
		put = put_element(text, "new_name[%zu] = ", i + 1, names[i], false)
		    && put_element(text, "new_cell[%zu] = ", i + 1, names[i], true);
	for (size_t i = 0; put && i < book->segments.count; i++)
		put = put_element(text, "result[1, %zu] = ", i + 1, book->segments.names[i], true);
	for (size_t i = 0; put && i < book->personas.count; i++)
		put = put_element(text, "result[2, %zu] = ", i + 1, book->personas.names[i], true);
	return put && buffer_append_text(text, "}\n");
}

static bool put_comparison(struct buffer *text, size_t feature, const char *operator,
                           double value, bool first)
{
	char number[NUMBER_SIZE];
	number_format(value, number);
	return (first || buffer_append_text(text, " && "))
	    && put_count(text, "value[%zu]", feature + 1) && buffer_append_text(text, operator)
	    && buffer_append_text(text, number);
}

static bool put_leaf(struct buffer *text, const struct rule_book *book, size_t leaf,
                     struct failure *why)
{
	struct rule rule;
	if (!rule_of_leaf(&rule, &book->tree, leaf, why))
		return false;
	bool put = buffer_append_text(text, "\tif (");
	bool first = true;
	for (size_t i = 0; put && i < rule.count; i++) {
		const struct rule_bound *bound = &rule.bounds[i];
		if (bound->above != -INFINITY) {
			put = put_comparison(text, bound->feature, " > ", bound->above, first);
			first = false;
		}
		if (put && bound->at_most != INFINITY) {
			put = put_comparison(text, bound->feature, " <= ", bound->at_most, first);
			first = false;
		}
	}
	rule_free(&rule);
	return put && (!first || buffer_append_byte(text, '1'))
	    && put_count(text, ")\n\t\treturn %zu\n", book->tree.nodes[leaf].segment + 1);
}

bool rule_awk(struct buffer *text, const struct rule_book *book, const char *const names[2],
              struct failure *why)
{
	bool put = buffer_append_text(text, "#!/usr/bin/awk -f\n") || fail_memory(why);
	if (!put || !rule_sentences(text, book, "# ", why))
		return false;
	put = buffer_append_byte(text, '\n') && put_names(text, book, names)
	    && buffer_append_text(text, reading)
	    && buffer_append_text(text, "# The segment of the values, counted from 1.\n"
	                                "function rule() {\n");
	for (size_t i = 0; put && i < book->tree.count; i++)
		put = book->tree.nodes[i].feature != TREE_LEAF || put_leaf(text, book, i, why);
	return (put && buffer_append_text(text, "\treturn 0\n}\n")
	        && buffer_append_text(text, running)) || fail_memory(why);
}
