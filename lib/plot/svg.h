/* SVG as gnuplot writes it, made fit to be read aloud and to stand inside a
 * page beside others. */
#ifndef PLOT_SVG_H
#define PLOT_SVG_H

#include "base/buffer.h"
#include "base/failure.h"

struct svg_names {
	const char *title, *description;
	const char *prefix; /* of ids; NULL: none */
};

/* Appends `svg` to `out`: with the picture's title, description and role instead
 * of gnuplot's, no titles of single plots (browsers show them as tips), and the
 * prefix before every id, and where one is referred to.  False when memory runs
 * out. */
bool svg_finish(struct buffer *out, const char *svg, size_t length,
                const struct svg_names *names, struct failure *why);

/* Whether a text may be the start of an id: a letter, then letters, digits, - and _. */
bool svg_prefix_is_valid(const char *prefix);

#endif
