/* How the report looks: on a phone, a screen and paper, in light and dark. */
#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

#include <stddef.h>

/* Two parts, one behind the other. */
extern const char report_style[], report_print_style[];

/* The colours of segments have one value in the light and one in the dark:
 * "var(--data-0)".  After STYLE_COLOURS they come again, as in the pictures
 * (plot/palette.h), which have them in the light. */
enum { STYLE_COLOURS = 12 };
const char *style_colour(size_t segment);

#endif
