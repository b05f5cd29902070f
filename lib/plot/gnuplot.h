/* Running gnuplot. */
#ifndef PLOT_GNUPLOT_H
#define PLOT_GNUPLOT_H

#include "base/buffer.h"
#include "base/failure.h"

/* Lets the program gnuplot, found in PATH, draw a script that writes to
 * standard output, and appends what it wrote to `picture`.  Its own settings
 * files are not read.  Files under $TMPDIR, unlinked at once, hold script and
 * picture meanwhile.  Fails where gnuplot is missing (the reason says what to
 * install), or with what it complained of. */
bool gnuplot_draw(const struct buffer *script, struct buffer *picture, struct failure *why);

/* Whether a program of that name can be run: found in PATH. */
bool gnuplot_is_installed(void);

#endif
