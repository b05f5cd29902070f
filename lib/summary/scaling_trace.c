#include "summary/scaling_trace.h"

#include <float.h>
#include <math.h>

#define TOLERANCE 1e-6

static double slope(const struct scaling_trace *trace)
{
	return (trace->high_z - trace->low_z) / (trace->high_x - trace->low_x);
}

/* The ends may lie close together and the value far from them: their own
 * rounding, carried on so far, is allowed beside the tolerance. */
static bool on_line(const struct scaling_trace *trace, double x, double z)
{
	if (x == trace->low_x || !(trace->high_x > trace->low_x))
		return x != trace->low_x || fabs(z - trace->low_z) <= TOLERANCE * (1 + fabs(z));
	double rise = slope(trace), reach = (x - trace->low_x) / (trace->high_x - trace->low_x);
	double rounding = 8 * DBL_EPSILON * (1 + fabs(trace->low_z) + fabs(trace->high_z)
	                  + rise * (fabs(trace->low_x) + fabs(trace->high_x) + fabs(x)));
	double allowed = TOLERANCE * (1 + fabs(z)) + rounding * (1 + fabs(reach));
	return rise > 0 && fabs(trace->low_z + rise * (x - trace->low_x) - z) <= allowed;
}

static void add_point(struct scaling_trace *trace, double raw, double x, double z)
{
	if (!isfinite(x) || !isfinite(z) || (trace->started && !on_line(trace, x, z))) {
		trace->broken = true;
		return;
	}
	if (!trace->started || x < trace->low_x) {
		trace->low_x = x;
		trace->low_z = z;
		trace->low_raw = raw;
	}
	if (!trace->started || x > trace->high_x) {
		trace->high_x = x;
		trace->high_z = z;
		trace->high_raw = raw;
	}
	trace->started = true;
	if (trace->high_x > trace->low_x && !(trace->high_z > trace->low_z))
		trace->broken = true;
}

static double in_log(double raw)
{
	return raw > -1 ? seg_log1p(raw) : NAN;
}

void scaling_trace_add(struct scaling_trace *trace, double raw, double scaled)
{
	if (trace->broken)
		return;
	if (trace->log) {
		add_point(trace, raw, in_log(raw), scaled);
		return;
	}
	struct scaling_trace straight = *trace;
	add_point(trace, raw, raw, scaled);
	if (!trace->broken)
		return;
	/* What lay on the line is kept by its ends; between them a curve that a
	 * straight line follows so closely is as good as the line. */
	*trace = (struct scaling_trace){ .log = true };
	if (straight.started) {
		add_point(trace, straight.low_raw, in_log(straight.low_raw), straight.low_z);
		if (straight.high_raw > straight.low_raw)
			add_point(trace, straight.high_raw, in_log(straight.high_raw),
			          straight.high_z);
	}
	add_point(trace, raw, in_log(raw), scaled);
}

bool scaling_trace_end(const struct scaling_trace *trace, struct scaler_column *scaling)
{
	if (!trace->started || trace->broken || !(trace->high_x > trace->low_x))
		return false;
	double scale = (trace->high_x - trace->low_x) / (trace->high_z - trace->low_z);
	bool low_nearer = fabs(trace->low_z) < fabs(trace->high_z);
	double offset = low_nearer ? trace->low_x - trace->low_z * scale
	                           : trace->high_x - trace->high_z * scale;
	*scaling = (struct scaler_column){ .offset = offset, .scale = scale, .log = trace->log };
	return isfinite(scale) && scale > 0 && isfinite(offset);
}

bool scaling_fits(const struct scaler_column *scaling, double raw, double scaled)
{
	double x = scaling->log ? in_log(raw) : raw;
	double rounding = 8 * DBL_EPSILON * (fabs(x) + fabs(scaling->offset)) / scaling->scale;
	double expected = (x - scaling->offset) / scaling->scale;
	return fabs(expected - scaled) <= TOLERANCE * (1 + fabs(scaled)) + rounding;
}

bool scaling_same(const struct scaler_column *one, const struct scaler_column *other)
{
	return one->log == other->log && fabs(one->scale / other->scale - 1) <= TOLERANCE
	    && fabs(one->offset - other->offset) <= TOLERANCE * other->scale
	        + 8 * DBL_EPSILON * fabs(other->offset);
}
