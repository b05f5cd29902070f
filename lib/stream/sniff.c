#include "stream/sniff.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *bytes;
	size_t length;
	const char *reason;
} foreign[] = {
	{ "\xFF\xFE", 2, "the file is UTF-16; convert it with: iconv -f utf-16 -t utf-8" },
	{ "\xFE\xFF", 2, "the file is UTF-16; convert it with: iconv -f utf-16 -t utf-8" },
	{ "PK\x03\x04", 4, "the file is a spreadsheet or zip archive; save it as CSV" },
	{ "\xD0\xCF\x11\xE0", 4, "the file is a spreadsheet (xls); save it as CSV" },
	{ "\x1F\x8B", 2, "the file is compressed; unpack it with: gzip -dc" },
	{ "\x28\xB5\x2F\xFD", 4, "the file is compressed; unpack it with: zstd -dc" },
	{ "%PDF-", 5, "the file is a PDF" },
	{ "<!DOCTYPE", 9, "the file is a web page" },
	{ "<html", 5, "the file is a web page" },
	{ "SQLite format 3", 15,
	  "the file is an SQLite database; export the table with: sqlite3 -csv -header" },
	{ "version https://git-lfs", 23,
	  "the file is a Git LFS pointer, not the data; fetch it with: git lfs pull" },
};

const char *sniff_not_a_table(const char *bytes, size_t length)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (length >= foreign[i].length
		    && memcmp(bytes, foreign[i].bytes, foreign[i].length) == 0)
			return foreign[i].reason;
	return NULL;
}

char sniff_delimiter(const char *line, size_t length)
{
	static const char delimiters[] = ",;\t|";
	size_t counts[sizeof delimiters - 1] = { 0 };
	bool quoted = false;
	for (size_t i = 0; i < length; i++) {
		const char *found = line[i] != '\0' ? strchr(delimiters, line[i]) : NULL;
		if (line[i] == '"')
			quoted = !quoted;
		else if (found != NULL && !quoted)
			counts[found - delimiters]++;
	}
	size_t most = 0;
	for (size_t i = 1; i < sizeof counts / sizeof *counts; i++)
		if (counts[i] > counts[most])
			most = i;
	return delimiters[most];
}

char sniff_declared_delimiter(const char *line, size_t length)
{
	static const char word[] = "sep=";
	size_t before = sizeof word - 1;
	if (length > 0 && line[length - 1] == '\r')
		length--;
	if (length != before + 1 || strncasecmp(line, word, before) != 0)
		return 0;
	char delimiter = line[before];
	return delimiter == '"' || (delimiter & 0x80) != 0 ? 0 : delimiter;
}

bool sniff_merge_conflict(const char *line, size_t length)
{
	return length >= 7
	    && (memcmp(line, "<<<<<<<", 7) == 0 || memcmp(line, "=======", 7) == 0
	        || memcmp(line, ">>>>>>>", 7) == 0);
}
