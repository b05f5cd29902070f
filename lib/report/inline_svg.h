/* An SVG put into a page. */
#ifndef REPORT_INLINE_SVG_H
#define REPORT_INLINE_SVG_H

#include "report/html.h"

/* Puts the <svg> element of a picture into the page, without the declaration
 * before it.  Inside a page an SVG can do all that the page can, so it must hold
 * shapes and texts and nothing else: another element, a handler of events, and
 * an address that leads out of it are refused, and then nothing is put. */
bool inline_svg(struct html *page, const char *svg, size_t length, struct failure *why);

#endif
