/* JSON documents: jansson holds them, these read them strictly and write them
 * with the shortest digits that read back as the same number. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buffer.h"
#include "base/failure.h"

#include <jansson.h>
#include <stdint.h>

/* Reads a whole file (at most 64 MiB) that is one JSON object, without
 * duplicate keys.  NULL with the reason: file, line, column and what was
 * expected. */
json_t *json_read(const char *path, struct failure *why);

/* Appends the value; indented by two blanks a level, or on one line.  False
 * when out of memory. */
bool json_write(struct buffer *out, const json_t *value, bool indented);

/* Writes the value to a named file, indented, ended by LF. */
bool json_write_file(const char *path, const json_t *value, struct failure *why);

/* Set a key or append; they report what jansson would drop in silence (memory
 * that is out, text that is not UTF-8).  NaN and infinity become null.  They
 * take over `value`. */
bool json_put(json_t *object, const char *key, json_t *value, struct failure *why);
bool json_put_number(json_t *object, const char *key, double value, struct failure *why);
bool json_put_integer(json_t *object, const char *key, int64_t value, struct failure *why);
bool json_put_string(json_t *object, const char *key, const char *value, struct failure *why);
bool json_add(json_t *array, json_t *value, struct failure *why);

/* A real, or null where the number is not finite; NULL when out of memory. */
json_t *json_number(double value);

#endif
