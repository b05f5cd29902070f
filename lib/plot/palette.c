#include "plot/palette.h"

#include <stdlib.h>

static const char *const colours[PALETTE_COLOURS] = {
	"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#332288",
	"#56B4E9", "#882255", "#B99E46", "#A213FF", "#AB5D3A", "#D202B4",
};
static const int marks[] = { 7, 9, 5, 13, 11, 15 }; /* filled: circle, triangle, square, ... */

enum { MARKS = sizeof marks / sizeof *marks };
enum { NOISE_MARK = 2 };

const char *palette_colour(size_t style)
{
	return style == STYLE_NOISE ? "#8A8A8A" : colours[style % PALETTE_COLOURS];
}

int palette_mark(size_t style)
{
	return style == STYLE_NOISE ? NOISE_MARK : marks[(style + style / PALETTE_COLOURS) % MARKS];
}

uint32_t palette_tint(size_t style, double share)
{
	uint32_t colour = (uint32_t)strtoul(palette_colour(style) + 1, NULL, 16), tint = 0;
	for (int shift = 0; shift < 24; shift += 8) {
		double full = (colour >> shift) & 0xFF;
		tint |= (uint32_t)(255 + (full - 255) * share + 0.5) << shift;
	}
	return tint;
}

const char *palette_ground(void)
{
	return "#FFFFFF";
}

const char *palette_ink(void)
{
	return "#222222";
}

const char *palette_soft_ink(void)
{
	return "#595959";
}

const char *palette_rule(void)
{
	return "#E0E0E0";
}

const char *palette_diverging(void)
{
	return "(-1 '#2166AC', -0.5 '#92C5DE', 0 '#F7F7F7', 0.5 '#FDB863', 1 '#B35806')";
}
