#include "stream/row_store.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WINDOW = 1 << 20 };

void row_store_create(struct row_store *store, size_t limit)
{
	*store = (struct row_store){ .limit = limit > 0 ? limit : ROW_STORE_LIMIT, .fd = -1 };
}

void row_store_free(struct row_store *store)
{
	if (store->fd >= 0)
		close(store->fd);
	buffer_free(&store->memory);
	buffer_free(&store->window);
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
	while (written < store->memory.length) {
		ssize_t count = write(store->fd, store->memory.data + written,
		                      store->memory.length - written);
		if (count < 0 && errno != EINTR)
			return fail(why, "%s: the temporary file: %s; TMPDIR names another folder",
			            temporary_folder(), strerror(errno));
		written += count > 0 ? (size_t)count : 0;
	}
	store->spilled += written;
	store->memory.length = 0;
	return true;
}

bool row_store_add(struct row_store *store, const char *text, size_t length, struct failure *why)
{
	uint32_t size = (uint32_t)length; /* rows are capped far below */
	if (!buffer_append(&store->memory, (const char *)&size, sizeof size)
	    || !buffer_append(&store->memory, text, length))
		return fail_memory(why);
	/* Once there is a file, memory is only the block to be written next. */
	size_t limit = store->fd < 0 || store->limit < WINDOW ? store->limit : WINDOW;
	return store->memory.length <= limit || spill(store, why);
}

void row_store_rewind(struct row_store *store)
{
	store->offset = 0;
	store->window.length = 0;
	store->window_start = 0;
}

/* Makes `length` bytes of the file from store->offset on stand in the window. */
static bool load(struct row_store *store, size_t length, struct failure *why)
{
	size_t have = store->window_start + store->window.length;
	if (store->offset >= store->window_start && store->offset + length <= have)
		return true;
	size_t wanted = length > WINDOW ? length : WINDOW;
	if (wanted > store->spilled - store->offset)
		wanted = store->spilled - store->offset;
	store->window.length = 0;
	if (!buffer_reserve(&store->window, wanted))
		return fail_memory(why);
	store->window_start = store->offset;
	while (store->window.length < wanted) {
		ssize_t count = pread(store->fd, store->window.data + store->window.length,
		                      wanted - store->window.length,
		                      (off_t)(store->offset + store->window.length));
		if (count == 0)
			return fail(why, "the temporary file is cut short");
		if (count < 0 && errno != EINTR)
			return fail(why, "the temporary file: %s", strerror(errno));
		store->window.length += count > 0 ? (size_t)count : 0;
	}
	return true;
}

/* Where `length` bytes from store->offset on stand. */
static const char *at(struct row_store *store, size_t length, struct failure *why)
{
	if (store->offset >= store->spilled) {
		size_t start = store->offset - store->spilled;
		if (length > store->memory.length - start) {
			fail(why, "more rows were asked for than there are");
			return NULL;
		}
		return store->memory.data + start;
	}
	if (!load(store, length, why))
		return NULL;
	return store->window.data + (store->offset - store->window_start);
}

bool row_store_next(struct row_store *store, const char **text, size_t *length,
                    struct failure *why)
{
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
