#include "report/run_words.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *tool, *option; /* NULL: whatever the options are */
	const char *purpose;
} purposes[] = {
	{ "seg-features", NULL, "Read the customers and made their features" },
	{ "seg-scale", "--apply", "Put the features on the scale of the previous run" },
	{ "seg-scale", NULL, "Put the features on one scale" },
	{ "seg-kselect", NULL, "Compared numbers of segments" },
	{ "seg-kmeans", "--apply", "Gave the customers the segments of the previous run" },
	{ "seg-kmeans", "--match", "Made the segments; those found again keep their numbers" },
	{ "seg-kmeans", NULL, "Made the segments" },
	{ "seg-drift", "--moves", "Listed who is in another segment than in the previous run" },
	{ "seg-drift", "--model", "Kept how the customers are, for the next run to compare with" },
	{ "seg-drift", NULL, "Compared the customers with those of the previous run" },
	{ "seg-metrics", NULL, "Scored how well the segments are separated" },
	{ "seg-stability", NULL, "Drew the customers anew, to see which segments are found again" },
	{ "seg-profile", NULL, "Averaged the features in each segment" },
	{ "seg-persona", "--label", "Wrote the names beside the customers" },
	{ "seg-persona", NULL, "Named the segments, with goals and actions" },
	{ "seg-dbscan", NULL, "Looked for customers unlike all others" },
	{ "seg-rules", "--sql-file",
	  "Found short rules that give nearly the same segments, and wrote them as SQL, too" },
	{ "seg-rules", NULL, "Found short rules that give nearly the same segments" },
};

enum fact { ALWAYS, UNLESS_ZERO, SHARE };

/* What is not here is in metadata.json only. */
static const struct {
	const char *key, *words;
	enum fact fact;
} facts[] = {
	{ "rows_set_aside", "rows set aside", ALWAYS },
	{ "blank_lines", "blank lines passed over", UNLESS_ZERO },
	{ "comment_lines", "comment lines passed over", UNLESS_ZERO },
	{ "missing", "missing cells", ALWAYS },
	{ "features", "features", ALWAYS },
	{ "method", "scaling", ALWAYS },
	{ "recommended", "recommended segments", ALWAYS },
	{ "k", "segments", ALWAYS },
	{ "segments", "segments", ALWAYS },
	{ "n_init", "random starts", ALWAYS },
	{ "iterations", "rounds until the centres stood still", ALWAYS },
	{ "inertia", "squared distances to the centres (inertia)", ALWAYS },
	{ "beyond", "customers farther from their centre than any before", ALWAYS },
	{ "rows_reference", "customers of the previous run", ALWAYS },
	{ "verdict", "verdict", ALWAYS },
	{ "silhouette_epsilon", "the silhouette is an estimate, off by at most", UNLESS_ZERO },
	{ "bootstraps", "draws", ALWAYS },
	{ "bootstrapped_ari", "agreement of two draws (adjusted Rand index, at most 1)", ALWAYS },
	{ "rules", "names by", ALWAYS },
	{ "eps", "radius of a neighbourhood (eps)", ALWAYS },
	{ "min_samples", "neighbours that make a region dense", ALWAYS },
	{ "core_points", "customers within dense regions", ALWAYS },
	{ "border_points", "at their edge", ALWAYS },
	{ "clusters", "dense regions", ALWAYS },
	{ "outliers", "outliers", ALWAYS },
	{ "outlier_share", "share of the customers", SHARE },
	{ "leaves", "pieces that the rules make", ALWAYS },
	{ "agreement", "customers for whom they give the segment", SHARE },
	{ "seed", "seed of the random numbers", ALWAYS },
};

enum { FACTS = sizeof facts / sizeof *facts };

static const struct {
	const char *key, *text, *words;
} values[] = {
	{ "missing", "error", "none, or it would have stopped" },
	{ "missing", "drop", "their rows are left out" },
	{ "missing", "mean", "filled with the mean of their column" },
	{ "missing", "median", "filled with the median of their column" },
	{ "method", "standard", "mean 0, standard deviation 1" },
	{ "method", "minmax", "from 0 to 1" },
	{ "method", "robust", "median 0, interquartile range 1" },
	{ "method", "none", "none" },
	{ "verdict", "stable", "stable, the customers are much as they were" },
	{ "verdict", "watch", "watch, the customers have moved a little" },
	{ "verdict", "refit", "refit, the customers have moved so far that segments from then no "
	                      "longer fit them" },
};

static bool has_option(const json_t *stage, const char *option)
{
	const json_t *arguments = json_object_get(stage, "arguments");
	for (size_t i = 0; i < json_array_size(arguments); i++) {
		const char *word = json_string_value(json_array_get(arguments, i));
		size_t length = strlen(option);
		if (strncmp(word, option, length) == 0 && (word[length] == '\0' || word[length] == '='))
			return true;
	}
	return false;
}

const char *run_purpose(const json_t *stage)
{
	const char *tool = json_string_value(json_object_get(stage, "tool"));
	for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
		if (strcmp(tool, purposes[i].tool) == 0
		    && (purposes[i].option == NULL || has_option(stage, purposes[i].option)))
			return purposes[i].purpose;
	return NULL;
}

static size_t find(const char *key)
{
	size_t i = 0;
	while (i < FACTS && strcmp(facts[i].key, key) != 0)
		i++;
	return i;
}

const char *run_fact(const json_t *stage, const char *key, const json_t *value)
{
	size_t i = find(key);
	/* Who moved was counted between two tables of segments, and such a verdict is about whether
	 * their sizes are alike, not about the customers. */
	bool about_moves = strcmp(key, "verdict") == 0 && has_option(stage, "--moves");
	bool nothing = i < FACTS && facts[i].fact == UNLESS_ZERO && json_number_value(value) == 0;
	return i == FACTS || about_moves || nothing ? NULL : facts[i].words;
}

bool run_fact_is_share(const char *key)
{
	size_t i = find(key);
	return i < FACTS && facts[i].fact == SHARE;
}

const char *run_fact_value(const char *key, const char *text)
{
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (strcmp(values[i].key, key) == 0 && strcmp(values[i].text, text) == 0)
			return values[i].words;
	return NULL;
}
