/* Logarithm and exponential in plain arithmetic.
 *
 * The C library's differ in their last bit from one processor and version to the next.  These
 * have the same bits wherever doubles are those of IEEE 754 and the compiler fuses no product
 * with a sum (-ffp-contract=off), so what is computed with them can promise the same bytes.
 * Their error is below 1 ulp.
 *
 * Method: take out a power of two, then sum a short series (Muller, "Elementary Functions",
 * 3rd edition, 2016, chapters 3 and 11). */
#ifndef BASE_ELEMENTARY_H
#define BASE_ELEMENTARY_H

/* ln x; -infinity at 0, NaN below. */
double seg_log(double x);

/* ln(1 + x), as precise where x is small; -infinity at -1, NaN below. */
double seg_log1p(double x);

/* e^x */
double seg_exp(double x);

/* e^x - 1, as precise where x is small. */
double seg_expm1(double x);

#endif
