#include "clean/header_names.h"

#include "base/number.h"
#include "clean/letters.h"
#include "stream/columns.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What people really write, cleaned, and the name that the defaults know. */
static const struct {
	const char *written, *name;
} aliases[] = {
	{ "genre", "gender" },
	{ "sex", "gender" },
	{ "sexo", "gender" },
	{ "genero", "gender" },
	{ "género", "gender" },
	{ "edad", "age" },
	{ "annualincome", "annual_income" },
	{ "annual_income_k", "annual_income" },
	{ "annual_income_thousands", "annual_income" },
	{ "ingreso_anual", "annual_income" },
	{ "ingresos_anuales", "annual_income" },
	{ "spendingscore", "spending_score" },
	{ "spend_score", "spending_score" },
	{ "puntuacion_de_gasto", "spending_score" },
	{ "puntuacion_de_gastos", "spending_score" },
	{ "puntuacion_de_gatos", "spending_score" }, /* so spelt in a well-known copy */
	{ "puntuación_de_gasto", "spending_score" },
	{ "puntuación_de_gastos", "spending_score" },
	{ "customerid", "customer_id" },
	{ "id_cliente", "customer_id" },
	{ "cliente_id", "customer_id" },
};

bool rename_parse(const char *text, struct rename *rename, struct failure *why)
{
	/* The old name may hold a `=`, the new one not. */
	const char *sign = strrchr(text, '=');
	if (sign == NULL || sign == text || sign[1] == '\0')
		return fail(why, "not of the form old=new: '%s'", text);
	*rename = (struct rename){ text, (size_t)(sign - text), sign + 1 };
	return true;
}

static bool is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) || (byte & 0x80) != 0;
}

/* Without a unit at the end: "(k$)", "[EUR]", and the blanks before it. */
static size_t length_without_unit(const char *name)
{
	size_t length = strlen(name);
	while (length > 0 && isspace((unsigned char)name[length - 1]))
		length--;
	char last = length > 0 ? name[length - 1] : '\0';
	char opening = last == ')' ? '(' : last == ']' ? '[' : '\0';
	if (opening == '\0')
		return length;
	size_t start = length;
	while (start > 0 && name[start - 1] != opening)
		start--;
	return start > 1 ? start - 1 : length;
}

/* Whether a word starts in CamelCase: at the B of aB, or of ABc. */
static bool starts_word(unsigned before, unsigned letter, unsigned after)
{
	if (!letter_is_capital(letter))
		return false;
	bool digit_before = before >= '0' && before <= '9';
	return digit_before || letter_is_small(before)
	    || (letter_is_capital(before) && letter_is_small(after));
}

void snake_case(const char *name, char *snake)
{
	size_t length = length_without_unit(name);
	char *out = snake;
	unsigned before = 0;
	for (size_t i = 0, size; i < length; i += size) {
		unsigned letter, after = 0;
		size = letter_read(name + i, length - i, &letter);
		if (i + size < length)
			letter_read(name + i + size, length - i - size, &after);
		bool word = is_word_byte(name[i]);
		bool gap = !word || starts_word(before, letter, after);
		if (gap && out > snake && out[-1] != '_')
			*out++ = '_';
		if (word && letter == LETTER_OTHER)
			*out++ = name[i];
		else if (word)
			out += letter_write(letter_small(letter), out);
		before = letter;
	}
	if (out > snake && out[-1] == '_')
		out--;
	*out = '\0';
}

static const char *unalias(const char *name)
{
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (strcmp(name, aliases[i].written) == 0)
			return aliases[i].name;
	return name;
}

/* The rename of this name, or NULL; the last one wins. */
static const struct rename *find_rename(const struct name_options *options, const char *name)
{
	const struct rename *found = NULL;
	for (size_t i = 0; i < options->rename_count; i++) {
		const struct rename *rename = &options->renames[i];
		if (strlen(name) == rename->from_length
		    && memcmp(name, rename->from, rename->from_length) == 0)
			found = rename;
	}
	return found;
}

/* Writes the clean name of column `i`, at most 2 * strlen(raw) + 32 bytes. */
static void clean_name(const char *raw, size_t i, const struct name_options *options, char *clean)
{
	if (raw[0] == '\0') {
		sprintf(clean, "column_%zu", i + 1);
		return;
	}
	if (options->keep) {
		strcpy(clean, raw);
		return;
	}
	snake_case(raw, clean);
	const char *name = unalias(clean);
	if (name != clean) {
		strcpy(clean, name);
	} else if (clean[0] == '\0') {
		sprintf(clean, "column_%zu", i + 1);
	} else if (column_is_model(clean)) {
		/* A raw column must not be taken for a scaled one downstream. */
		memmove(clean + 4, clean, strlen(clean) + 1);
		memcpy(clean, "raw_", 4);
	}
}

static bool add_clean(struct header *clean, const char *raw, size_t i,
                      const struct name_options *options, struct failure *why)
{
	char *name = malloc(2 * strlen(raw) + 64);
	if (name == NULL)
		return fail_memory(why);
	clean_name(raw, i, options, name);
	bool added = header_add(clean, name, strlen(name), why);
	free(name);
	return added;
}

static bool rename_columns(struct header *clean, const struct header *raw,
                           const struct name_options *options, struct failure *why)
{
	for (size_t i = 0; i < clean->count; i++) {
		const struct rename *rename = find_rename(options, raw->names[i]);
		if (rename == NULL)
			rename = find_rename(options, clean->names[i]);
		if (rename == NULL)
			continue;
		char *name = strdup(rename->to);
		if (name == NULL)
			return fail_memory(why);
		free(clean->names[i]);
		clean->names[i] = name;
	}
	return true;
}

static bool check_unique(const struct header *clean, const struct header *raw,
                         struct failure *why)
{
	for (size_t i = 0; i < clean->count; i++) {
		size_t first = header_find(clean, clean->names[i]);
		if (first == i)
			continue;
		char one[QUOTED_SIZE], other[QUOTED_SIZE];
		quote(one, raw->names[first], strlen(raw->names[first]));
		quote(other, raw->names[i], strlen(raw->names[i]));
		return fail(why, "columns %zu (%s) and %zu (%s) would both be named '%s'; "
		            "--rename old=new tells them apart", first + 1, one, i + 1, other,
		            clean->names[i]);
	}
	return true;
}

static bool has_name(const struct header *header, const char *name, size_t length)
{
	for (size_t i = 0; i < header->count; i++)
		if (strlen(header->names[i]) == length && memcmp(header->names[i], name, length) == 0)
			return true;
	return false;
}

static bool check_renames(const struct header *clean, const struct header *raw,
                          const struct name_options *options, struct failure *why)
{
	for (size_t i = 0; i < options->rename_count; i++) {
		const struct rename *rename = &options->renames[i];
		if (!has_name(raw, rename->from, rename->from_length)
		    && !has_name(clean, rename->from, rename->from_length))
			return fail(why, "--rename: no column '%.*s'", (int)rename->from_length,
			            rename->from);
	}
	return true;
}

/* Whether every word of the name is a number: "19", or "1 1 19 15 39". */
static bool is_numeric(const char *name)
{
	size_t words = 0;
	for (double value; *name != '\0'; words++) {
		name += strspn(name, " \t");
		size_t length = strcspn(name, " \t");
		if (length > 0 && !number_parse(name, length, &value))
			return false;
		name += length;
	}
	return words > 0;
}

/* A row of data where the header should be. */
static bool check_is_header(const struct header *raw, struct failure *why)
{
	size_t numeric = 0;
	for (size_t i = 0; i < raw->count; i++)
		numeric += is_numeric(raw->names[i]);
	char quoted[QUOTED_SIZE];
	if (raw->names[0][0] == '#')
		return fail(why, "the header starts with '#'; --comment '#' skips such lines, "
		                 "--keep-names takes it as it is");
	if (2 * numeric <= raw->count)
		return true;
	if (raw->count == 1 && strpbrk(raw->names[0], " ") != NULL)
		return fail(why, "no header: %s are numbers separated by blanks; -d ' ' reads them and "
		            "--header NAMES names the columns",
		            quote(quoted, raw->names[0], strlen(raw->names[0])));
	return fail(why, "no header: the first row holds numbers; --header NAMES names the columns "
	                 "(--keep-names takes the numbers as names)");
}

static bool check_utf8(const struct header *clean, struct failure *why)
{
	for (size_t i = 0; i < clean->count; i++) {
		size_t length = strlen(clean->names[i]);
		if (utf8_valid_prefix(clean->names[i], length) != length)
			return fail(why, "the header is not UTF-8; if the file is Latin-1, convert it "
			                 "with: iconv -f latin1 -t utf-8");
	}
	return true;
}

bool header_clean(struct header *clean, const struct header *raw,
                  const struct name_options *options, struct failure *why)
{
	*clean = (struct header){ 0 };
	if (!options->keep && !check_is_header(raw, why))
		return false;
	bool cleaned = true;
	for (size_t i = 0; cleaned && i < raw->count; i++)
		cleaned = add_clean(clean, raw->names[i], i, options, why);
	cleaned = cleaned && check_renames(clean, raw, options, why)
	    && rename_columns(clean, raw, options, why) && check_unique(clean, raw, why)
	    && check_utf8(clean, why);
	if (!cleaned)
		header_free(clean);
	return cleaned;
}
