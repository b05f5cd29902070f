/* Model files: what a filter fitted, as JSON that says what it is, carries a
 * checksum, and is refused when it was cut or edited. */
#ifndef COMMAND_MODEL_H
#define COMMAND_MODEL_H

#include "command/run.h"

enum { MODEL_FORMAT_VERSION = 1 };

/* Starts a model of this command: format, version, features.  NULL when out of
 * memory. */
json_t *model_new(struct run *run, const struct columns *features);

/* Puts the checksum in, once all else is there. */
bool model_seal(struct run *run, json_t *model);

/* Seals it and writes it to --model, if that was given.  Takes the model over. */
bool model_save(struct run *run, json_t *model);

/* Reads the model of --apply; NULL with the reason in run->why. */
json_t *model_load(struct run *run);

/* Reads a model of the named tool, whichever option named the file. */
json_t *model_read(const char *path, const char *tool, struct failure *why);

/* Finds the model's features among the columns of the stream; they go into
 * the log. */
bool model_columns(struct run *run, const json_t *model, struct columns *columns);

/* Typed reads, of what a model must hold; a failure names file and key.  The
 * first two are for the model of --apply. */
bool model_number(struct run *run, const json_t *value, const char *key, double *number);
json_t *model_array(struct run *run, const json_t *model, const char *key, size_t count);
bool model_read_number(const char *path, const json_t *value, const char *key, double *number,
                       struct failure *why);
bool model_read_integer(const char *path, const json_t *value, const char *key, int64_t least,
                        int64_t *number, struct failure *why);
json_t *model_read_array(const char *path, const json_t *model, const char *key, size_t count,
                         struct failure *why);

/* The name of feature i. */
const char *model_feature(const json_t *model, size_t i);

#endif
