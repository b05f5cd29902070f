#include "plot/tics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Numbers of so many characters are written in full. */
enum { SHORT_ENOUGH = 5 };

static size_t longest(const struct tics *tics)
{
	size_t most = 0;
	for (size_t i = 0; i < tics->count; i++) {
		size_t length = strlen(tics->texts[i]);
		most = length > most ? length : most;
	}
	return most;
}

static void write_texts(struct tics *tics, double unit, const char *letter)
{
	for (size_t i = 0; i < tics->count; i++)
		snprintf(tics->texts[i], TICK_TEXT, "%.12g%s", tics->at[i] / unit,
		         tics->at[i] != 0 ? letter : "");
}

static void choose(struct tics *tics, struct axis axis, size_t most)
{
	static const struct {
		double unit;
		const char *letter;
	} units[] = { { 1, "" }, { 1e3, "k" }, { 1e6, "M" }, { 1e9, "G" }, { 1e12, "T" } };
	size_t best = 0, least = 0;
	tics->count = ticks_of(axis, most, tics->at);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		write_texts(tics, units[i].unit, units[i].letter);
		size_t length = longest(tics);
		if (i == 0 || (length < least && least > SHORT_ENOUGH)) {
			best = i;
			least = length;
		}
	}
	write_texts(tics, units[best].unit, units[best].letter);
	tics->widest = 0;
	for (size_t i = 0; i < tics->count; i++)
		tics->widest = fmax(tics->widest, script_extent(tics->texts[i], strlen(tics->texts[i])));
}

/* How far apart they are, in the parts of an axis of `size`. */
static double distance(const struct tics *tics, struct axis axis, double size)
{
	return tics->count < 2 ? INFINITY
	                       : (tics->at[1] - tics->at[0]) / (axis.high - axis.low) * size;
}

void tics_across(struct tics *tics, struct axis axis, double columns)
{
	const double apart = 1.5;
	size_t most = columns > 80 ? 10 : columns > 16 ? (size_t)(columns / 8) : 2;
	for (; most > 2; most--) {
		choose(tics, axis, most);
		if (distance(tics, axis, columns) >= tics->widest + apart)
			return;
	}
	choose(tics, axis, 2);
	if (tics->count > 1 && distance(tics, axis, columns) < tics->widest + apart)
		tics->count = 1;
}

void tics_up(struct tics *tics, struct axis axis, double rows)
{
	const double apart = 1.6;
	size_t most = rows > 14 ? 8 : rows > 4 ? (size_t)(rows / 1.6) : 2;
	for (; most > 2; most--) {
		choose(tics, axis, most);
		if (distance(tics, axis, rows) >= apart)
			return;
	}
	choose(tics, axis, 2);
	if (tics->count > 1 && distance(tics, axis, rows) < apart)
		tics->count = 1;
}

void tics_write(struct script *script, const char *axis, const struct tics *tics)
{
	for (size_t i = 0; i < tics->count; i++) {
		char number[NUMBER_SIZE];
		script_line(script, "set %stics %s('%s' %s)", axis, i > 0 ? "add " : "", tics->texts[i],
		            script_number(number, tics->at[i]));
	}
}

double tics_margin(const struct tics *tics, double least)
{
	const double name = 7;
	return tics->count > 0 ? fmax(name + 1.2 * tics->widest, least) : least;
}
