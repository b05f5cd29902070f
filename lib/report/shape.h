/* What a JSON document must look like, so that who reads it need not ask. */
#ifndef REPORT_SHAPE_H
#define REPORT_SHAPE_H

#include "base/failure.h"

#include <jansson.h>

enum {
	SHAPE_NUMBER = 1 << 0,
	SHAPE_COUNT = 1 << 1, /* a whole number, not negative */
	SHAPE_TEXT = 1 << 2,
	SHAPE_BOOLEAN = 1 << 3,
	SHAPE_NULL = 1 << 4,
	SHAPE_OBJECT = 1 << 5,
	SHAPE_LIST = 1 << 6,
};

struct shape {
	const char *key;  /* NULL: any key of the object, or each entry of a list; ends the shapes */
	unsigned kinds;   /* what its value may be; 0 ends the shapes without such a rule */
	bool needed;
	const struct shape *inside; /* of the value, where it is an object or list; NULL: anything */
};

/* Fails with the place: "FILE: clusters[2].size: not a whole number from 0 on". */
bool shape_check(const json_t *document, const char *file, const struct shape *shapes,
                 struct failure *why);

#endif
