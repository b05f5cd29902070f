/* A folder of a test's own, with files in it. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_folder[256];

static inline int scratch_create(void **unused)
{
	(void)unused;
	const char *parent = getenv("TMPDIR");
	snprintf(scratch_folder, sizeof scratch_folder, "%s/seg-unit-XXXXXX",
	         parent != NULL && parent[0] != '\0' ? parent : "/tmp");
	return mkdtemp(scratch_folder) != NULL ? 0 : -1;
}

/* How many names the folder holds. */
static inline int scratch_count(void)
{
	int count = -2; /* . and .. */
	DIR *folder = opendir(scratch_folder);
	while (folder != NULL && readdir(folder) != NULL)
		count++;
	if (folder != NULL)
		closedir(folder);
	return count;
}

/* The path of a file in the folder, good until the fourth call from now. */
static inline const char *scratch_path(const char *name)
{
	static char paths[4][512];
	static int next;
	char *path = paths[next++ % 4];
	snprintf(path, sizeof paths[0], "%s/%s", scratch_folder, name);
	return path;
}

static inline const char *scratch_write_bytes(const char *name, const char *bytes, size_t length)
{
	const char *path = scratch_path(name);
	FILE *file = fopen(path, "w");
	if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
		abort();
	return path;
}

static inline const char *scratch_write(const char *name, const char *text)
{
	return scratch_write_bytes(name, text, strlen(text));
}

/* The text of a file (up to 64 KiB), or "(none)". */
static inline const char *scratch_read(const char *name)
{
	static char text[1 << 16];
	FILE *file = fopen(scratch_path(name), "r");
	if (file == NULL)
		return "(none)";
	size_t length = fread(text, 1, sizeof text - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

static inline int scratch_remove(void **unused)
{
	(void)unused;
	DIR *folder = opendir(scratch_folder);
	for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove(scratch_path(entry->d_name));
	if (folder != NULL)
		closedir(folder);
	return rmdir(scratch_folder);
}

#endif
