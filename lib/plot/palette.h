/* The colours and marks of the pictures: a segment has the same in all. */
#ifndef PLOT_PALETTE_H
#define PLOT_PALETTE_H

#include <stddef.h>
#include <stdint.h>

/* The style of what is no segment: noise. */
#define STYLE_NOISE SIZE_MAX

enum { PALETTE_COLOURS = 12 };

/* "#rrggbb".  Six colours of Okabe and Ito ("Color universal design", 2008),
 * without their yellow, which is lost on white, two dark ones, and four between
 * them; all keep a distance of 16 (CIE 1976) from each other also for the three
 * kinds of colour blindness, as simulated by Machado, Oliveira and Fernandes
 * (2009).  After twelve they come again, with another mark. */
const char *palette_colour(size_t style);

/* The number of gnuplot's point type; no colour comes twice with one mark
 * within the first 24 styles. */
int palette_mark(size_t style);

/* The colour at `share` (0 .. 1) of the way from the ground, as 0xrrggbb. */
uint32_t palette_tint(size_t style, double share);

const char *palette_ground(void);
const char *palette_ink(void);
const char *palette_soft_ink(void);
const char *palette_rule(void);   /* grid lines */

/* gnuplot's `defined (...)` for a palette from blue (low) by white to orange
 * (high), which all eyes tell apart. */
const char *palette_diverging(void);

#endif
