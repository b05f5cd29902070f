/* Bytes of UTF-8 (RFC 3629). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>

/* Whether a byte goes on a character that an earlier one began. */
static inline bool utf8_goes_on(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

#endif
