/* What a folder of deliverables holds, as seg-pipeline writes it, read and checked. */
#ifndef REPORT_ARTIFACTS_H
#define REPORT_ARTIFACTS_H

#include "base/buffer.h"
#include "persona/segments.h"
#include "report/sheet.h"

#include <jansson.h>

enum artifact {
	ARTIFACT_PROFILES,
	ARTIFACT_PERSONAS,
	ARTIFACT_SEGMENTS,
	ARTIFACT_OUTLIERS,
	ARTIFACT_METRICS,
	ARTIFACT_METADATA,
	ARTIFACT_STABILITY,
	ARTIFACT_RULES,
	ARTIFACT_SQL,
	ARTIFACT_DRIFT,
	ARTIFACT_CHANGES,
	ARTIFACT_COUNT
};

enum { REPORT_OUTLIERS = 50 }; /* rows of them that are kept */

struct artifacts {
	char *paths[ARTIFACT_COUNT];
	bool there[ARTIFACT_COUNT];
	struct segments segments; /* cluster_profiles.csv */
	struct sheet personas;    /* one row for each of the segments, in their order, or none */
	struct sheet outliers, drift;
	json_t *metrics, *metadata, *stability, *changes; /* NULL where not there */
	const json_t *kselect, *density;                  /* parts of metadata, or NULL */
	struct buffer rules;                              /* lines of text */
	double customers;    /* rows in all segments together */
	size_t labelled;     /* rows of segments.csv */
	bool has_flags;      /* it tells which of them are outliers, */
	size_t flagged;      /* and so many are */
};

/* The name of the file in the folder. */
const char *artifact_name(enum artifact artifact);

/* Reads the folder.  cluster_profiles.csv must be there; any other file may be missing.
 * One that is there and is not what its name says, or no plain file, is an error, with its
 * place, and so are personas of other segments.  Free it in either case. */
bool artifacts_read(struct artifacts *artifacts, const char *folder, struct failure *why);
void artifacts_free(struct artifacts *artifacts);

/* How many outliers there are: the rows of outliers.csv, or else what the metadata say. */
size_t artifacts_outliers(const struct artifacts *artifacts);

/* What the personas say of the segment in this column; "" where they are not there. */
const char *artifacts_persona(const struct artifacts *artifacts, size_t segment,
                              const char *column);

/* The entry of a list of segments that tells of this one by `key`, or NULL; `near` is where it
 * is looked for first. */
const json_t *artifacts_entry(const json_t *list, const char *key, const char *segment,
                              size_t near);

/* The first stage of that name in the metadata that has `key` (any, where that is NULL). */
const json_t *artifacts_stage(const struct artifacts *artifacts, const char *tool,
                              const char *key);

#endif
