/* Small profiles and rules as texts, for the tests of lib/persona; they need
 * the folder of scratch.h. */
#ifndef TEST_PERSONA_TABLES_H
#define TEST_PERSONA_TABLES_H

#include "persona/rules.h"
#include "scratch.h"

/* The path of the scratch file becomes FILE. */
static inline void hide_path(struct failure *why, const char *path)
{
	size_t length = strlen(path);
	for (char *place; (place = strstr(why->text, path)) != NULL;) {
		memcpy(place, "FILE", 4);
		memmove(place + 4, place + length, strlen(place + length) + 1);
	}
}

/* The profile in the text. */
static inline bool segments_from(struct segments *segments, const char *text, const char *by,
                                 struct failure *why)
{
	const char *const paths[] = { scratch_write("profile", text) };
	struct input input;
	if (!input_open(&input, paths, 1, &(struct input_options){ 0 }, why))
		abort();
	bool read = segments_read(segments, &input, by, why);
	input_close(&input);
	if (!read)
		hide_path(why, paths[0]);
	return read;
}

/* The rules in the text. */
static inline bool rules_from(struct rules *rules, const char *text, struct failure *why)
{
	const char *path = scratch_write("rules", text);
	bool read = rules_read(rules, path, why);
	rules->file = "FILE";
	if (!read)
		hide_path(why, path);
	return read;
}

#endif
