#include "stream/row.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;

static struct cell cell_of(const char *text, enum cell_kind kind)
{
	return (struct cell){ .text = text, .length = strlen(text), .kind = kind };
}

static void assert_csv(const char *text, bool first, bool only, const char *wanted)
{
	struct buffer out = { 0 };
	assert_true(csv_encode(&out, text, strlen(text), first, only));
	assert_true(buffer_append_byte(&out, '\0'));
	assert_string_equal(out.data, wanted);
	buffer_free(&out);
}

static void test_csv_encode(void **unused)
{
	(void)unused;
	assert_csv("plain", false, false, "plain");
	assert_csv(" spaced ", false, false, " spaced ");
	assert_csv("", false, false, "");
	assert_csv("a,b", false, false, "\"a,b\"");
	assert_csv("a\nb", false, false, "\"a\nb\"");
	assert_csv("a\rb", false, false, "\"a\rb\"");
	assert_csv("say \"hi\"", false, false, "\"say \"\"hi\"\"\"");
	assert_csv("\"", false, false, "\"\"\"\"");
	assert_csv("a;b\tc", false, false, "a;b\tc");
	/* A lone cell must not look like a blank line. */
	assert_csv("", true, true, "\"\"");
	assert_csv(" \t", true, true, "\" \t\"");
	/* Nor the first one like the marker of a failed stage. */
	assert_csv("#seg-error x", true, false, "\"#seg-error x\"");
	assert_csv("#seg-error x", false, false, "#seg-error x");
	assert_csv("#seg", true, false, "#seg");
}

static void assert_names(const struct header *header, const char *one, const char *two)
{
	assert_int_equal(header->count, 2);
	assert_string_equal(header->names[0], one);
	assert_string_equal(header->names[1], two);
}

static void test_headers(void **unused)
{
	(void)unused;
	struct header header;
	struct cell cells[] = { cell_of("a", CELL_BARE), { "b,cd", 3, CELL_BARE } };
	const struct row row = { .cells = cells, .count = 2 };
	assert_true(header_from_row(&header, &row, &why));
	assert_names(&header, "a", "b,c");
	header_free(&header);
	assert_true(header_from_list(&header, ",two words", &why));
	assert_names(&header, "", "two words");
	header_free(&header);
	cells[1] = (struct cell){ "b\0", 2, CELL_BARE };
	assert_false(header_from_row(&header, &row, &why));
	assert_string_equal(why.text, "the header has a NUL byte");
	header_free(&header);
}

static void assert_json(struct cell cell, const char *wanted)
{
	struct buffer out = { 0 };
	bool valid;
	assert_true(json_encode_cell(&out, &cell, &valid));
	assert_true(valid);
	assert_true(buffer_append_byte(&out, '\0'));
	assert_string_equal(out.data, wanted);
	buffer_free(&out);
}

static void test_json_encode_cell(void **unused)
{
	(void)unused;
	assert_json(cell_of("12", CELL_BARE), "12");
	assert_json(cell_of("-1.50e3", CELL_BARE), "-1.50e3");
	assert_json(cell_of("12", CELL_STRING), "\"12\"");
	assert_json(cell_of("true", CELL_LITERAL), "true");
	assert_json(cell_of("true", CELL_BARE), "\"true\"");
	assert_json(cell_of("", CELL_LITERAL), "null");
	assert_json(cell_of("", CELL_BARE), "\"\"");
	assert_json(cell_of("", CELL_STRING), "\"\"");
	/* No numbers of JSON: an id with zeros in front, a plus, beyond a double. */
	assert_json(cell_of("0012", CELL_BARE), "\"0012\"");
	assert_json(cell_of("+1", CELL_BARE), "\"+1\"");
	assert_json(cell_of(".5", CELL_BARE), "\".5\"");
	assert_json(cell_of("1e999", CELL_BARE), "\"1e999\"");
	/* A long id would be refused as a number by jansson and rounded by jq. */
	assert_json(cell_of("999999999999999999", CELL_BARE), "999999999999999999");
	assert_json(cell_of("-999999999999999999", CELL_BARE), "-999999999999999999");
	assert_json(cell_of("12345678901234567890", CELL_BARE), "\"12345678901234567890\"");
	assert_json(cell_of("0.12345678901234567890", CELL_BARE), "0.12345678901234567890");
	assert_json(cell_of("\"\\/\b\f\n\r\t\x01\x1f é", CELL_BARE),
	            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f é\"");
}

static void test_json_refuses_what_is_not_utf8(void **unused)
{
	(void)unused;
	struct buffer out = { 0 };
	bool valid;
	assert_false(json_encode_string(&out, "caf\xE9", 4, &valid));
	assert_false(valid);
	assert_int_equal(out.length, 0);
	buffer_free(&out);
}

/* RFC 3629, section 4, as a table of ranges. */
static size_t sequence_by_table(const unsigned char *text, size_t length)
{
	static const struct { size_t size; unsigned char low[4], high[4]; } table[] = {
		{ 1, { 0x01 }, { 0x7F } },
		{ 2, { 0xC2, 0x80 }, { 0xDF, 0xBF } },
		{ 3, { 0xE0, 0xA0, 0x80 }, { 0xE0, 0xBF, 0xBF } },
		{ 3, { 0xE1, 0x80, 0x80 }, { 0xEC, 0xBF, 0xBF } },
		{ 3, { 0xED, 0x80, 0x80 }, { 0xED, 0x9F, 0xBF } },
		{ 3, { 0xEE, 0x80, 0x80 }, { 0xEF, 0xBF, 0xBF } },
		{ 4, { 0xF0, 0x90, 0x80, 0x80 }, { 0xF0, 0xBF, 0xBF, 0xBF } },
		{ 4, { 0xF1, 0x80, 0x80, 0x80 }, { 0xF3, 0xBF, 0xBF, 0xBF } },
		{ 4, { 0xF4, 0x80, 0x80, 0x80 }, { 0xF4, 0x8F, 0xBF, 0xBF } },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		size_t fit = 0;
		while (fit < table[i].size && fit < length && text[fit] >= table[i].low[fit]
		       && text[fit] <= table[i].high[fit])
			fit++;
		if (fit == table[i].size)
			return fit;
	}
	return 0;
}

static void assert_same_prefix(const unsigned char *text, size_t length)
{
	size_t wanted = 0, size;
	while (wanted < length && (size = sequence_by_table(text + wanted, length - wanted)) > 0)
		wanted += size;
	assert_int_equal(utf8_valid_prefix((const char *)text, length), wanted);
}

/* Every lead and second byte, with third and fourth at the edges. */
static void test_utf8_against_the_table(void **unused)
{
	(void)unused;
	static const unsigned char edges[] = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
		                               0xC0, 0xC2, 0xFF };
	size_t count = sizeof edges;
	for (int a = 0; a < 256; a++)
		for (int b = 0; b < 256; b++)
			for (size_t c = 0; c < count; c++)
				for (size_t d = 0; d < count; d++) {
					unsigned char text[] = { (unsigned char)a, (unsigned char)b,
						                 edges[c], edges[d] };
					assert_same_prefix(text, 4);
				}
}

/* Long texts, where eight bytes are looked at together, cut at every place. */
static void test_utf8_in_long_texts(void **unused)
{
	(void)unused;
	static const char *pieces[] = { "a", "plain text", "é", "€", "\xF0\x9F\x98\x80", "\xC0\xAF",
		                        "\xED\xA0\x80", "\x80", "\xFF", "" };
	uint64_t state = 1;
	for (int round = 0; round < 3000; round++) {
		char text[64];
		size_t length = 0;
		while (length < 40) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			size_t pick = (size_t)(state >> 33) % 40;
			const char *piece = pieces[pick < 9 ? pick : pick % 5];
			memcpy(text + length, piece, strlen(piece));
			length += strlen(piece);
			if (pick == 39)
				text[length++] = '\0';
		}
		for (size_t cut = 0; cut <= length; cut++)
			assert_same_prefix((unsigned char *)text, cut);
	}
}

static void assert_row(const struct row *row, const struct header *header, enum stream_kind kind,
                       const char *wanted)
{
	struct buffer out = { 0 };
	assert_true(row_encode(&out, row, header, kind, &why));
	assert_true(buffer_append_byte(&out, '\0'));
	assert_string_equal(out.data, wanted);
	buffer_free(&out);
}

static struct row row_of(struct cell cells[2], const char *text, enum stream_kind kind)
{
	return (struct row){ .cells = cells, .count = 2, .text = text, .length = strlen(text),
		             .kind = kind };
}

static void test_row_encode(void **unused)
{
	(void)unused;
	char *names[] = { "a", "b c" };
	struct header header = { names, 2 };
	struct cell bare[] = { cell_of("1.50", CELL_BARE), cell_of("x,y", CELL_BARE) };
	struct row csv = row_of(bare, "1.50,\"x,y\"", STREAM_CSV);
	assert_row(&csv, &header, STREAM_CSV, "1.50,\"x,y\"");
	assert_row(&csv, &header, STREAM_NDJSON, "{\"a\":1.50,\"b c\":\"x,y\"");
	struct cell typed[] = { cell_of("", CELL_LITERAL), cell_of("#seg-error", CELL_STRING) };
	const char *text = "{ \"b c\" : \"#seg-error\", \"a\": null }";
	struct row ndjson = row_of(typed, text, STREAM_NDJSON);
	assert_row(&ndjson, &header, STREAM_NDJSON, "{ \"b c\" : \"#seg-error\", \"a\": null");
	assert_row(&ndjson, &header, STREAM_CSV, ",#seg-error");
	struct cell latin[] = { cell_of("1", CELL_BARE), cell_of("caf\xE9", CELL_BARE) };
	struct row bad = row_of(latin, "1,caf\xE9", STREAM_CSV);
	struct buffer out = { 0 };
	assert_false(row_encode(&out, &bad, &header, STREAM_NDJSON, &why));
	assert_string_equal(why.text, "column 'b c': not UTF-8, which NDJSON must be; seg-features "
	                              "says where");
	buffer_free(&out);
}

static void test_header(void **unused)
{
	(void)unused;
	struct header header = { 0 }, copy;
	for (int i = 0; i < 100; i++) {
		char name[16];
		size_t length = (size_t)sprintf(name, "n%d", i);
		assert_true(header_add(&header, name, length, &why));
	}
	assert_true(header_copy(&copy, &header, &why));
	header_free(&header);
	assert_int_equal(copy.count, 100);
	assert_int_equal(header_find(&copy, "n0"), 0);
	assert_int_equal(header_find(&copy, "n99"), 99);
	assert_int_equal(header_find(&copy, "n"), 100);
	header_free(&copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_encode),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_json_encode_cell),
		cmocka_unit_test(test_json_refuses_what_is_not_utf8),
		cmocka_unit_test(test_utf8_against_the_table),
		cmocka_unit_test(test_utf8_in_long_texts),
		cmocka_unit_test(test_row_encode),
		cmocka_unit_test(test_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
