/* Logarithm and exponential in plain arithmetic.
 *
 * The C library's own differ in the last bit from one processor and version to the next; what is
 * computed with these has the same bits wherever doubles are IEEE 754's and the compiler fuses no
 * multiplication with an addition (-ffp-contract=off).  Errors stay below 1 ulp.
 *
 * The textbook ways (Muller, "Elementary Functions", 2016): a power of two is taken out, the rest
 * is a short series around 1 or 0. */
#ifndef BASE_ELEMENTARY_H
#define BASE_ELEMENTARY_H

/* ln(x); -infinity at 0, NaN below. */
double seg_log(double x);

/* ln(1 + x), exact to the last digits also where x is small; -infinity at -1, NaN below. */
double seg_log1p(double x);

/* e^x; 0 or infinity where a double ends. */
double seg_exp(double x);

/* e^x - 1, exact to the last digits also where x is small. */
double seg_expm1(double x);

#endif
