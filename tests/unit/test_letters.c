#include "clean/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_small(const char *capitals, const char *wanted)
{
	char got[64];
	size_t written = 0;
	for (size_t i = 0, length = strlen(capitals); i < length;) {
		unsigned code;
		i += letter_read(capitals + i, length - i, &code);
		assert_true(letter_is_capital(code));
		assert_false(letter_is_small(code));
		assert_true(letter_is_small(letter_small(code)));
		assert_false(letter_is_capital(letter_small(code)));
		written += letter_write(letter_small(code), got + written);
	}
	got[written] = '\0';
	assert_string_equal(got, wanted);
}

static void test_alphabets(void **unused)
{
	(void)unused;
	assert_small("AZ", "az");
	assert_small("ÀÉÑÖØÜÞ", "àéñöøüþ");
	assert_small("ĀČĐĘĞĶĹŁŇŊŐŒŠŢŶŸŹŽ", "āčđęğķĺłňŋőœšţŷÿźž");
	assert_small("ȘȚ", "șț");
	assert_small("İ", "i");
	assert_small("ΆΈΊΌΎΏΑΡΣΩΫ", "άέίόύώαρσωϋ");
	assert_small("ЀЁЇЏАЙЯҐӀӁӠԮ", "ѐёїџайяґӏӂӡԯ");
}

/* How many there are, by the simple mappings of Unicode 15 (Python's str.lower,
 * one character at a time); of Greek those of today, without numerals, symbols
 * and Coptic letters. */
static void test_how_many(void **unused)
{
	(void)unused;
	static const struct {
		unsigned first, last;
		int capitals;
	} blocks[] = {
		{ 0, 0x7F, 26 }, { 0x80, 0xFF, 30 }, { 0x100, 0x17F, 63 },
		{ 0x370, 0x3FF, 33 }, { 0x400, 0x52F, 148 },
	};
	for (size_t i = 0; i < 5; i++) {
		int count = 0;
		for (unsigned code = blocks[i].first; code <= blocks[i].last; code++)
			count += letter_is_capital(code);
		assert_int_equal(count, blocks[i].capitals);
	}
}

static void test_no_capitals(void **unused)
{
	(void)unused;
	const char *const none[] = { "a", "0", "_", "ß", "×", "÷", "ĸ", "ŉ", "ſ", "ı", "年", "😀", "ª" };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		unsigned code;
		letter_read(none[i], strlen(none[i]), &code);
		assert_int_equal(letter_small(code), code);
	}
}

static void test_bytes_that_are_no_text(void **unused)
{
	(void)unused;
	const char *const broken[] = { "\xC3", "\xC3(", "\xA9", "\xC1\x81", "\xFF", "\xE5\xB9\xB4" };
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		unsigned code;
		assert_int_equal(letter_read(broken[i], strlen(broken[i]), &code), 1);
		assert_int_equal(code, LETTER_OTHER);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alphabets),
		cmocka_unit_test(test_how_many),
		cmocka_unit_test(test_no_capitals),
		cmocka_unit_test(test_bytes_that_are_no_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
