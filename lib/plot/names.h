/* Names of which some begin alike, cut so that they can be told apart. */
#ifndef PLOT_NAMES_H
#define PLOT_NAMES_H

#include "plot/script.h"

/* The most bytes in which one of `count` names begins like another that goes on
 * otherwise. */
size_t name_shared(const char *const *names, size_t count, size_t at);

/* A name for so much room (script_fit).  Where it is too wide, and the `shared` bytes of
 * its start would fill the room, an ellipsis stands for some of these; what is then still
 * too wide is left to be cut. */
const char *name_skip(char out[SCRIPT_TEXT_SIZE], const char *name, size_t shared, double room);

/* One of `count` names, at most `columns` wide: by script_extent, where these are
 * `letters`, else by script_width. */
const char *name_apart(char out[SCRIPT_TEXT_SIZE], const char *const *names, size_t count,
                       size_t at, double columns, bool letters);

#endif
