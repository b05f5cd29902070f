/* The pictures of a report: those of seg-plot, from the files of the folder. */
#ifndef REPORT_PICTURES_H
#define REPORT_PICTURES_H

#include "base/progress.h"
#include "plot/script.h"
#include "report/artifacts.h"

enum { PICTURES = 9 };

struct picture {
	const char *kind;    /* of seg-plot; also the start of its ids */
	const char *heading;
	const char *caption; /* how to read it */
	bool tinted;         /* it may be a density, in tints of the segments' colours */
	int width;           /* pixels in which its letters have the size of text */
	struct buffer svg;   /* empty: not drawn, or there was nothing to draw it from */
	struct failure trouble; /* why it was not drawn, or "" */
};

struct pictures {
	struct picture list[PICTURES]; /* in the order of the page */
	bool no_gnuplot;               /* and so none */
	size_t drawn;
};

/* Draws what the files allow.  A picture that cannot be drawn (of one feature
 * there are no principal components) is left out with its reason. */
void pictures_draw(struct pictures *pictures, const struct artifacts *artifacts, int threads,
                   const struct progress *progress);
void pictures_free(struct pictures *pictures);

#endif
