/* Numbers as text: read exactly, written as short as can be.  Neither knows a locale. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a number: an optional sign, decimal digits with at most one point among, before or after
 * them, an optional exponent, and nothing else (no blank, no hex, no inf, no nan).  `text` needs
 * no NUL.  `*value` is the double nearest to the text, however many digits it has (halfway, the
 * even one), so that a text too small becomes 0.  False, and `*value` is left alone, where the
 * text is not a number or lies beyond the greatest double.
 *
 * Sources: Clinger, "How to read floating point numbers accurately" (1990), for short numbers;
 * Lemire, "Number parsing at a gigabyte per second" (2021), for the others. */
bool number_parse(const char *text, size_t length, double *value);

/* Whether the text is a number by the stricter grammar of JSON (RFC 8259): no plus sign, no
 * leading zero, digits on both sides of a point. */
bool number_is_json(const char *text, size_t length);

/* Writes the shortest decimal that reads back as the same double, and of the shortest the one
 * nearest to it.  It is laid out as JavaScript does, which JSON, awk, jq, Miller and Python read:
 * digits with a point if need be from 0.000001 to below 1e21, else 1e+21 or 1.5e-7; -0 stays -0.
 * `value` must be finite.  Returns the length of the text, which ends with a NUL.
 *
 * Source: Giulietti, "The Schubfach way to render doubles" (2020). */
enum { NUMBER_SIZE = 32 };
size_t number_format(double value, char text[NUMBER_SIZE]);

/* Writes `value`, which must be finite, rounded to `places` (0 to 17) decimals: exactly, and to
 * the even one of two that are as near, as printf does.  Zeros at the end go ("1.5", not
 * "1.500"), and so does the sign of a zero.  Returns the length of the text, which ends with a
 * NUL. */
enum { NUMBER_ROUNDED_SIZE = 336 };
size_t number_format_rounded(double value, int places, char text[NUMBER_ROUNDED_SIZE]);

#endif
