#include "plot/bars.h"

#include "plot/tics.h"

#include <math.h>
#include <string.h>

double bars_name_columns(const struct bar *bars, size_t count, double most)
{
	double widest = 4;
	for (size_t i = 0; i < count; i++) {
		double width = script_fit(bars[i].name, strlen(bars[i].name));
		widest = width > widest ? width : widest;
	}
	return widest < most ? widest : most;
}

double bars_rows(size_t count, double each)
{
	return (double)count * each + 3.6;
}

double bars_least_rows(size_t count)
{
	return bars_rows(count, 0.9) + 1.5;
}

double bars_least_columns(const struct bar *bars, size_t count, double right, double axis)
{
	double others = right + axis + 3;
	double whole = others + bars_name_columns(bars, count, SCRIPT_TEXT_COLUMNS);
	return fmin(whole, others / (1 - BARS_NAMES));
}

void bars_frame(struct script *script, const struct bar *bars, size_t count, struct axis range,
                double right)
{
	double names = bars_name_columns(bars, count, script->columns * BARS_NAMES);
	script_margins(script, names + 3, right, 0.5, 3.1);
	char low[NUMBER_SIZE], high[NUMBER_SIZE], name[SCRIPT_TEXT_SIZE];
	script_line(script, "set xrange [%s:%s]\nset yrange [%zu.5:-0.5]",
	            script_number(low, range.low), script_number(high, range.high), count - 1);
	struct tics tics;
	tics_across(&tics, range, script->columns - names - 3 - right);
	tics_write(script, "x", &tics);
	script_line(script, "set border 1\nset grid noytics\nset ytics scale 0");
	for (size_t i = 0; i < count; i++)
		script_line(script, "set ytics %s(%s %zu)", i > 0 ? "add " : "",
		            script_tic(name, bars[i].name, strlen(bars[i].name), names), i);
}

void bars_write(struct script *script, const struct bar *bars, size_t count, double text_from)
{
	script_data(script, "bars", "y value rgb");
	for (size_t i = 0; i < count; i++)
		script_row(script, (double[]){ (double)i, bars[i].value,
		                               palette_tint(bars[i].style, 1) }, 3);
	script_data_end(script);
	for (size_t i = 0; i < count && !script_is_text(script); i++) {
		char value[NUMBER_SIZE], text[SCRIPT_TEXT_SIZE];
		script_line(script, "set label %s at %s,%zu left offset 0.7,0 front tc rgb '%s'",
		            script_text(text, bars[i].text, strlen(bars[i].text), BAR_TEXT),
		            script_number(value, fmax(bars[i].value, text_from)), i,
		            palette_ink());
	}
}

void bars_plot(struct script *script)
{
	script_plot(script, "$bars using (0.5*$2):1:(0):2:($1-0.38):($1+0.38):3 with boxxyerror "
	            "fs solid 1 noborder lc rgb variable");
}
