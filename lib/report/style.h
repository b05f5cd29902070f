/* How the report looks: on a phone, a screen and paper, in light and dark. */
#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

extern const char report_style[];

#endif
