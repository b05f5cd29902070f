#define _DEFAULT_SOURCE /* madvise */

#include "base/large_pages.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MANY = 4 << 20 };

void large_pages(void *memory, size_t bytes)
{
#ifdef MADV_HUGEPAGE
	long page = sysconf(_SC_PAGESIZE);
	if (memory == NULL || bytes < MANY || page <= 0)
		return;
	uintptr_t skipped = (uintptr_t)page - 1;
	uintptr_t first = ((uintptr_t)memory + skipped) & ~skipped;
	uintptr_t end = ((uintptr_t)memory + bytes) & ~skipped;
	/* Advice that is not taken costs time and nothing else. */
	(void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
	(void)memory;
	(void)bytes;
#endif
}
