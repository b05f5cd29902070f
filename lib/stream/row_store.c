#include "stream/row_store.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WINDOW = 1 << 20 };

/* A file takes two to three times as long as memory that is there. */
static size_t default_limit(void)
{
	const size_t least = (size_t)256 << 20, most = (size_t)1 << 30;
	long pages = 0, page = sysconf(_SC_PAGESIZE);
#ifdef _SC_PHYS_PAGES /* not of POSIX */
	pages = sysconf(_SC_PHYS_PAGES);
#endif
	size_t share = pages > 0 && page > 0 ? (size_t)pages / 16 * (size_t)page : 0;
	return share < least ? least : share > most ? most : share;
}

void row_store_create(struct row_store *store, size_t limit)
{
	/* What the system still has of a file takes no longer to read again than to
	 * keep, and half the memory; a short one is kept so that it may change. */
	const size_t short_file = (size_t)64 << 20;
	*store = (struct row_store){
		.limit = limit > 0 ? limit : default_limit(),
		.file_limit = limit > 0 ? limit : short_file,
		.fd = -1,
	};
}

void row_store_free(struct row_store *store)
{
	if (store->fd >= 0)
		close(store->fd);
	buffer_free(&store->memory);
	buffer_free(&store->rest);
	buffer_free(&store->window);
	source_rows_free(&store->source);
	row_store_create(store, 0);
}

static const char *temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");
	return folder != NULL && folder[0] != '\0' ? folder : "/tmp";
}

static bool open_temporary(struct row_store *store, struct failure *why)
{
	char path[4096];
	int length = snprintf(path, sizeof path, "%s/seg-rows-XXXXXX", temporary_folder());
	if (length < 0 || (size_t)length >= sizeof path)
		return fail(why, "TMPDIR: the path is too long");
	store->fd = mkstemp(path);
	if (store->fd < 0)
		return fail(why, "%s: %s; TMPDIR names another folder", path, strerror(errno));
	unlink(path);
	return true;
}

static bool spill(struct row_store *store, struct failure *why)
{
	if (store->fd < 0 && !open_temporary(store, why))
		return false;
	size_t written = 0;
	while (written < store->rest.length) {
		ssize_t count = write(store->fd, store->rest.data + written,
		                      store->rest.length - written);
		if (count < 0 && errno != EINTR)
			return fail(why, "%s: the temporary file: %s; TMPDIR names another folder",
			            temporary_folder(), strerror(errno));
		written += count > 0 ? (size_t)count : 0;
	}
	store->spilled += written;
	store->rest.length = 0;
	return true;
}

bool row_store_add(struct row_store *store, const char *text, size_t length, struct failure *why)
{
	uint32_t size = (uint32_t)length; /* rows are capped far below */
	bool fits = store->rest.length == 0 && store->fd < 0
	            && sizeof size + length <= store->limit - store->memory.length;
	struct buffer *to = fits ? &store->memory : &store->rest;
	if (!buffer_append(to, (const char *)&size, sizeof size)
	    || !buffer_append(to, text, length))
		return fail_memory(why);
	size_t block = store->limit < WINDOW ? store->limit : WINDOW;
	return store->rest.length <= block || spill(store, why);
}

void row_store_rewind(struct row_store *store)
{
	source_rows_rewind(&store->source);
	store->offset = 0;
	store->window.length = 0;
	store->window_start = 0;
}

/* Makes `length` bytes of the file from `from` on stand in the window. */
static bool load(struct row_store *store, size_t from, size_t length, struct failure *why)
{
	size_t have = store->window_start + store->window.length;
	if (from >= store->window_start && from + length <= have)
		return true;
	size_t wanted = length > WINDOW ? length : WINDOW;
	if (wanted > store->spilled - from)
		wanted = store->spilled - from;
	store->window.length = 0;
	if (!buffer_reserve(&store->window, wanted))
		return fail_memory(why);
	store->window_start = from;
	while (store->window.length < wanted) {
		ssize_t count = pread(store->fd, store->window.data + store->window.length,
		                      wanted - store->window.length,
		                      (off_t)(from + store->window.length));
		if (count == 0)
			return fail(why, "the temporary file is cut short");
		if (count < 0 && errno != EINTR)
			return fail(why, "the temporary file: %s", strerror(errno));
		store->window.length += count > 0 ? (size_t)count : 0;
	}
	return true;
}

/* Where `length` bytes from store->offset on stand: in memory, in the file or
 * among the rest. */
static const char *at(struct row_store *store, size_t length, struct failure *why)
{
	size_t from = store->offset;
	if (from < store->memory.length)
		return store->memory.data + from;
	from -= store->memory.length;
	if (from < store->spilled)
		return load(store, from, length, why)
		       ? store->window.data + (from - store->window_start) : NULL;
	from -= store->spilled;
	if (from <= store->rest.length && length <= store->rest.length - from)
		return length > 0 ? store->rest.data + from : "";
	fail(why, "more rows were asked for than there are");
	return NULL;
}

bool row_store_next(struct row_store *store, const char **text, size_t *length,
                    struct failure *why)
{
	if (store->source.open)
		return source_rows_next(&store->source, text, length, why);
	uint32_t size;
	const char *prefix = at(store, sizeof size, why);
	if (prefix == NULL)
		return false;
	memcpy(&size, prefix, sizeof size);
	store->offset += sizeof size;
	*text = at(store, size, why);
	*length = size;
	store->offset += size;
	return *text != NULL;
}
