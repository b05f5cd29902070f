#include "report/svg_colours.h"

#include "plot/palette.h"
#include "report/style.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_COLOUR = -1, STEPS = 200, FAR = 4 };

/* "#rrggbb", or "rgb( 1,  2,  3)" as gnuplot writes it. */
static int32_t parse(const char *value, size_t length)
{
	char text[32];
	unsigned red, green, blue;
	int end = 0;
	if (length >= sizeof text)
		return NO_COLOUR;
	memcpy(text, value, length);
	text[length] = '\0';
	if (sscanf(text, "#%2x%2x%2x%n", &red, &green, &blue, &end) != 3 || text[end] != '\0') {
		end = 0;
		if (sscanf(text, "rgb(%3u,%3u,%3u)%n", &red, &green, &blue, &end) != 3 || end == 0
		    || text[end] != '\0' || red > 255 || green > 255 || blue > 255)
			return NO_COLOUR;
	}
	return (int32_t)(red << 16 | green << 8 | blue);
}

static int32_t number(const char *colour)
{
	return (int32_t)strtol(colour + 1, NULL, 16);
}

static bool is(const char *name, size_t length, const char *word)
{
	return length == strlen(word) && memcmp(name, word, length) == 0;
}

static const char *colour_of_segment(int32_t colour)
{
	for (size_t i = 0; i < STYLE_COLOURS; i++)
		if (colour == number(palette_colour(i)))
			return style_colour(i);
	return NULL;
}

/* How far they are apart, over the channels; FAR where one of them is off by more than
 * rounding. */
static int distance(uint32_t one, uint32_t other)
{
	int sum = 0;
	for (int shift = 0; shift < 24; shift += 8) {
		int off = abs((int)(one >> shift & 0xFF) - (int)(other >> shift & 0xFF));
		if (off > 1)
			return FAR;
		sum += off;
	}
	return sum;
}

/* Any strength from a fifth of the way on; paler ones are too near to each other to
 * tell whose they are. */
const char *svg_tint(const char *value, size_t length, double *opacity)
{
	int32_t colour = parse(value, length);
	const char *nearest = NULL, *grey = palette_colour(STYLE_NOISE);
	int least = FAR;
	if (colour == NO_COLOUR || colour == number(grey))
		return NULL;
	for (size_t i = 0; i <= STYLE_COLOURS; i++)
		for (int step = STEPS / 5; least > 0 && step < STEPS; step++) {
			size_t style = i < STYLE_COLOURS ? i : STYLE_NOISE;
			double share = (double)step / STEPS;
			int off = distance(palette_tint(style, share), (uint32_t)colour);
			if (off < least) {
				least = off;
				nearest = i < STYLE_COLOURS ? style_colour(i) : grey;
				*opacity = share;
			}
		}
	return nearest;
}

const char *svg_colour(const char *name, size_t name_length, const char *value,
                       size_t value_length)
{
	bool fills = is(name, name_length, "fill");
	if (!fills && !is(name, name_length, "stroke") && !is(name, name_length, "color")
	    && !is(name, name_length, "flood-color"))
		return NULL;
	/* By its name, black is what gnuplot draws with where nothing else was asked for. */
	if (is(value, value_length, "black"))
		return "var(--ink)";
	int32_t colour = parse(value, value_length);
	if (colour == number(palette_ink()))
		return "var(--ink)";
	if (colour == number(palette_soft_ink()))
		return "var(--quiet)";
	if (colour == number(palette_rule()))
		return "var(--line)";
	/* The ground is filled by its hexadecimal name; white texts stand on colours. */
	if (colour == number(palette_ground()) && (!fills || value[0] == '#'))
		return "var(--paper)";
	return colour == NO_COLOUR ? NULL : colour_of_segment(colour);
}
