/* The names of a profile's columns: those of the features, then the statistic
 * behind a _; share_gender_Female for a level of a mix. */
#ifndef SUMMARY_PROFILE_NAMES_H
#define SUMMARY_PROFILE_NAMES_H

#include "stream/row.h"
#include "summary/mix.h"
#include "summary/statistic.h"

/* Each adds names to the header.  A name that is there already is an error. */
bool profile_name_add(struct header *header, const char *name, struct failure *why);
bool profile_names_feature(struct header *header, const char *feature,
                           const struct statistic *statistics, size_t count, bool index,
                           struct failure *why);
bool profile_names_mix(struct header *header, const char *column, const struct mix *mix,
                       struct failure *why);

#endif
