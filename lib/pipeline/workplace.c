#include "pipeline/workplace.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const deliverables[] = {
	"cluster_profiles.csv", "personas.csv", "segments.csv", "outliers.csv", "rules.txt",
	"rules.sql", "stability.json", "metrics.json", "metadata.json", "scaler.json", "kmeans.json",
	"reference.json", "changes.json", "drift.csv", "moves.csv", "report.html", NULL,
};

static const char *join(const char *folder, const char *name, char path[WORKPLACE_PATH])
{
	int length = snprintf(path, WORKPLACE_PATH, "%s/%s", folder, name);
	if (length < 0 || length >= WORKPLACE_PATH)
		path[0] = '\0'; /* was refused when the folders were made */
	return path;
}

const char *workplace_path(const struct workplace *place, const char *name,
                           char path[WORKPLACE_PATH])
{
	return join(place->hidden, name, path);
}

static bool is_there(const char *path)
{
	struct stat file;
	return lstat(path, &file) == 0;
}

/* Makes a folder and those above it that are not there. */
static bool make_folders(const char *folder)
{
	char path[WORKPLACE_PATH];
	size_t length = strlen(folder);
	memcpy(path, folder, length + 1);
	for (size_t i = 1; i < length; i++) {
		if (path[i] != '/')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return false;
		path[i] = '/';
	}
	struct stat made;
	return (mkdir(path, 0777) == 0 || errno == EEXIST) && stat(path, &made) == 0
	    && (S_ISDIR(made.st_mode) || (errno = ENOTDIR, false));
}

static bool make_folder(struct workplace *place, struct failure *why)
{
	struct stat there;
	/* Room for the longest name within the hidden folder's old ones. */
	enum { NAMES = 64 };
	if (strlen(place->folder) > WORKPLACE_PATH - NAMES)
		return fail(why, "'%s': the path is too long", place->folder);
	place->made = stat(place->folder, &there) != 0 || !S_ISDIR(there.st_mode);
	if (!place->made || make_folders(place->folder))
		return true;
	int reason = errno;
	place->made = false;
	return fail(why, "cannot make the folder '%s': %s", place->folder, strerror(reason));
}

static bool check_deliverables(const struct workplace *place, struct failure *why)
{
	char path[WORKPLACE_PATH];
	struct stat file;
	for (size_t i = 0; deliverables[i] != NULL; i++)
		if (stat(join(place->folder, deliverables[i], path), &file) == 0
		    && !S_ISREG(file.st_mode))
			return fail(why, "'%s' is there and no plain file; another -o DIR keeps it", path);
	return true;
}

/* One run at a time in one folder: the others are told, and write nothing. */
static bool lock(struct workplace *place, struct failure *why)
{
	place->lock = open(place->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (place->lock < 0)
		return fail(why, "cannot read '%s': %s", place->folder, strerror(errno));
	if (flock(place->lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return true; /* a file system without locks does without */
	place->made = false; /* it is the other's */
	return fail(why, "another run is writing to '%s'", place->folder);
}

bool workplace_open(struct workplace *place, const char *folder, struct failure *why)
{
	*place = (struct workplace){ .folder = folder, .lock = -1 };
	if (!make_folder(place, why) || !check_deliverables(place, why) || !lock(place, why))
		return false;
	join(folder, ".seg-pipeline-XXXXXX", place->hidden);
	if (mkdtemp(place->hidden) != NULL)
		return true;
	int reason = errno;
	place->hidden[0] = '\0';
	return fail(why, "cannot write to '%s': %s", folder, strerror(reason));
}

bool workplace_has(const struct workplace *place, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	char parent[WORKPLACE_PATH];
	struct stat folder, other;
	int length = snprintf(parent, sizeof parent, "%.*s/.", slash != NULL ? (int)(slash - path) : 1,
	                      slash != NULL ? path : ".");
	if (length < 0 || length >= WORKPLACE_PATH || stat(parent, &other) != 0
	    || stat(place->folder, &folder) != 0 || folder.st_dev != other.st_dev
	    || folder.st_ino != other.st_ino)
		return false;
	for (size_t i = 0; deliverables[i] != NULL; i++)
		if (strcmp(name, deliverables[i]) == 0)
			return true;
	return false;
}

/* Moves those deliverables that are there from one folder to another. */
static bool move_all(const char *from, const char *to)
{
	char source[WORKPLACE_PATH], target[WORKPLACE_PATH];
	for (size_t i = 0; deliverables[i] != NULL; i++)
		if (is_there(join(from, deliverables[i], source))
		    && rename(source, join(to, deliverables[i], target)) != 0)
			return false;
	return true;
}

bool workplace_publish(struct workplace *place, struct failure *why)
{
	char old[WORKPLACE_PATH], path[WORKPLACE_PATH];
	workplace_path(place, "old", old);
	bool aside = mkdir(old, 0777) == 0 && move_all(place->folder, old);
	if (aside && move_all(place->hidden, place->folder)) {
		place->made = false;
		place->published = true;
		return true;
	}
	int reason = errno;
	/* With the old ones aside, what stands in their place is new. */
	for (size_t i = 0; aside && deliverables[i] != NULL; i++)
		unlink(join(place->folder, deliverables[i], path));
	move_all(old, place->folder);
	return fail(why, "cannot write the deliverables to '%s': %s", place->folder,
	            strerror(reason));
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	remove(path); /* what stays is hidden, and in nobody's way */
	return 0;
}

void workplace_close(struct workplace *place)
{
	enum { OPEN_FOLDERS = 4 };
	if (place->hidden[0] != '\0')
		nftw(place->hidden, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
	if (place->made)
		rmdir(place->folder);
	if (place->lock >= 0)
		close(place->lock);
	*place = (struct workplace){ .lock = -1 };
}
