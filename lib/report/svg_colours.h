/* The colours of the pictures as those of the page, which has two sets of them. */
#ifndef REPORT_SVG_COLOURS_H
#define REPORT_SVG_COLOURS_H

#include <stddef.h>

/* What stands in the page for the value of an attribute of SVG: "var(--ink)" for
 * the ink of the pictures, and so on for their softer ink, paper, grid lines and
 * segments.  NULL: the value stays, as the colours of a heat map do together with
 * the black or white that stands on them. */
const char *svg_colour(const char *name, size_t name_length, const char *value,
                       size_t value_length);

/* The same of a colour on the way from the paper to a segment's, or to the grey of
 * none, as the cells of a density and its key have it: that colour, and its opacity. */
const char *svg_tint(const char *value, size_t length, double *opacity);

#endif
