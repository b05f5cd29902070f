/* Large pages under large arrays. */
#ifndef BASE_LARGE_PAGES_H
#define BASE_LARGE_PAGES_H

#include <stddef.h>

/* Asks the system to hold these bytes, not yet touched, in large pages, where it
 * can and they are many: the first touch then costs a fault for each 2 MiB and
 * not for each 4 KiB, which is a good part of short work on a large table.
 * Where it cannot nothing happens.  `memory` may be NULL. */
void large_pages(void *memory, size_t bytes);

#endif
