/* The report: one page of HTML that stands by itself. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/artifacts.h"
#include "report/html.h"
#include "report/pictures.h"

struct report {
	const struct artifacts *artifacts;
	const struct pictures *pictures;
	const char *title;   /* NULL: "Customer segments" */
	const char *version; /* of the program */
};

/* Appends the whole page; the same input gives the same bytes. */
void report_page(struct html *page, const struct report *report);

#endif
