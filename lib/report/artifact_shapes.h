/* What the JSON of each stage looks like, as far as a report reads it. */
#ifndef REPORT_ARTIFACT_SHAPES_H
#define REPORT_ARTIFACT_SHAPES_H

#include "report/shape.h"

extern const struct shape metrics_shape[], metadata_shape[], stability_shape[], changes_shape[];

#endif
