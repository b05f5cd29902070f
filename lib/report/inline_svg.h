/* An SVG put into a page. */
#ifndef REPORT_INLINE_SVG_H
#define REPORT_INLINE_SVG_H

#include "report/html.h"

/* Puts the <svg> element of a picture into the page, without the declaration
 * before it.  Inside a page an SVG can do all that the page can, so it must hold
 * shapes and texts and nothing else: another element, a handler of events, and
 * an address that leads out of it are refused, and then nothing is put.
 *
 * Ink, paper and segments take the colours of the page (report/svg_colours.h), so
 * that the picture is dark where the page is; with `tints` also the fills on the
 * way from paper to a segment's colour.  In a heat map, whose colours are others,
 * those would only seem to be. */
bool inline_svg(struct html *page, const char *svg, size_t length, bool tints,
                struct failure *why);

#endif
