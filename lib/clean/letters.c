#include "clean/letters.h"

/* Every step-th code from first to last is a capital; its small letter lies
 * `shift` behind it. */
static const struct {
	int first, last, step, shift;
} capitals[] = {
	{ 'A', 'Z', 1, 32 },
	{ 0x00C0, 0x00D6, 1, 32 }, /* without the sign of multiplication */
	{ 0x00D8, 0x00DE, 1, 32 },
	{ 0x0100, 0x012E, 2, 1 },
	{ 0x0130, 0x0130, 1, 'i' - 0x0130 }, /* with its dot */
	{ 0x0132, 0x0136, 2, 1 },
	{ 0x0139, 0x0147, 2, 1 },
	{ 0x014A, 0x0176, 2, 1 },
	{ 0x0178, 0x0178, 1, 0x00FF - 0x0178 },
	{ 0x0179, 0x017D, 2, 1 },
	{ 0x0218, 0x021A, 2, 1 }, /* Romanian */
	{ 0x0386, 0x0386, 1, 38 },
	{ 0x0388, 0x038A, 1, 37 },
	{ 0x038C, 0x038C, 1, 64 },
	{ 0x038E, 0x038F, 1, 63 },
	{ 0x0391, 0x03A1, 1, 32 },
	{ 0x03A3, 0x03AB, 1, 32 },
	{ 0x0400, 0x040F, 1, 80 },
	{ 0x0410, 0x042F, 1, 32 },
	{ 0x0460, 0x0480, 2, 1 },
	{ 0x048A, 0x04BE, 2, 1 },
	{ 0x04C0, 0x04C0, 1, 15 },
	{ 0x04C1, 0x04CD, 2, 1 },
	{ 0x04D0, 0x052E, 2, 1 },
};

enum { CAPITALS = sizeof capitals / sizeof *capitals };

static bool is_in(int i, int code)
{
	return code >= capitals[i].first && code <= capitals[i].last
	    && (code - capitals[i].first) % capitals[i].step == 0;
}

size_t letter_read(const char *text, size_t length, unsigned *code)
{
	unsigned first = (unsigned char)text[0];
	unsigned second = length > 1 ? (unsigned char)text[1] : 0;
	if (first >= 0xC2 && first <= 0xDF && (second & 0xC0) == 0x80) {
		*code = (first & 0x1F) << 6 | (second & 0x3F);
		return 2;
	}
	*code = first < 0x80 ? first : LETTER_OTHER;
	return 1;
}

size_t letter_write(unsigned code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	out[0] = (char)(0xC0 | code >> 6);
	out[1] = (char)(0x80 | (code & 0x3F));
	return 2;
}

unsigned letter_small(unsigned code)
{
	for (int i = 0; i < CAPITALS; i++)
		if (is_in(i, (int)code))
			return (unsigned)((int)code + capitals[i].shift);
	return code;
}

bool letter_is_capital(unsigned code)
{
	return letter_small(code) != code;
}

bool letter_is_small(unsigned code)
{
	for (int i = 0; i < CAPITALS; i++)
		if (is_in(i, (int)code - capitals[i].shift))
			return true;
	return false;
}
