/* The scaling that a column went through, found from its raw values and what
 * became of them: whoever scaled, and however, as long as it was
 * z = (f(x) - offset) / scale with scale > 0 (summary/scaler.h).
 *
 * Values come one by one.  Every one must lie, within a millionth of the unit
 * of z, on the line through those seen at the two ends; where a straight line
 * does not hold, one in log1p(x) is tried. */
#ifndef SUMMARY_SCALING_TRACE_H
#define SUMMARY_SCALING_TRACE_H

#include "summary/scaler.h"

struct scaling_trace {
	bool started, broken, log;
	double low_x, low_z, high_x, high_z; /* the ends, x being f(x) where log */
	double low_raw, high_raw;
};

/* A trace starts as zeros.  Numbers that are not finite break it. */
void scaling_trace_add(struct scaling_trace *trace, double raw, double scaled);

/* The scaling, if there is one that fits all values and they were not all the
 * same. */
bool scaling_trace_end(const struct scaling_trace *trace, struct scaler_column *scaling);

/* Whether `scaled` is what this scaling makes of `raw`, within a millionth of
 * the unit of z and of z. */
bool scaling_fits(const struct scaler_column *scaling, double raw, double scaled);

/* Whether the two give values of z within about a millionth of each other, for
 * values within some units of their offsets. */
bool scaling_same(const struct scaler_column *one, const struct scaler_column *other);

#endif
