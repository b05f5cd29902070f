#include "report/parts.h"
#include "report/sections.h"
#include "report/style.h"

#include <math.h>
#include <string.h>

/* How much structure a silhouette stands for.
 * Source: Kaufman and Rousseeuw, "Finding Groups in Data" (1990), table 4. */
static const char *silhouette_word(double silhouette)
{
	return silhouette > 0.7 ? "strong" : silhouette > 0.5 ? "reasonable"
	    : silhouette > 0.25 ? "weak" : "no substantial structure";
}

static const struct {
	const char *id, *heading;
	bool (*there)(const struct report *report); /* NULL: always */
	void (*write)(struct html *page, const struct report *report);
} sections[] = {
	{ "segments", "The segments", NULL, section_cards },
	{ "pictures", "Pictures", pictures_there, section_pictures },
	{ "profile", "What they look like", NULL, section_profile },
	{ "fit", "How well they hold together", fit_there, section_fit },
	{ "choice", "Why this number of segments", choice_there, section_choice },
	{ "outliers", "Outliers", outliers_there, section_outliers },
	{ "rules", "Rules for other systems", rules_there, section_rules },
	{ "changes", "Since the previous run", changes_there, section_changes },
	{ "run", "What was run", run_there, section_run },
	{ "limits", "What this does not tell", NULL, section_limits },
};

enum { SECTIONS = sizeof sections / sizeof *sections };

static bool is_there(const struct report *report, size_t i)
{
	return sections[i].there == NULL || sections[i].there(report);
}

static void put_title(struct html *page, const struct report *report)
{
	html_words(page, report->title != NULL ? report->title : "Customer segments");
}

/* The page asks for nothing from anywhere, and a browser is told to see to it. */
static void put_head(struct html *page, const struct report *report)
{
	html_put(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	         "style-src 'unsafe-inline'\">\n"
	         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	put_title(page, report);
	html_put(page, "</title>\n<style>\n");
	html_put(page, report_style);
	html_put(page, report_print_style);
	html_put(page, "</style>\n</head>\n<body>\n"
	         "<a class=\"skip\" href=\"#main\">Skip to the segments</a>\n");
}

static void begin_figure(struct html *page, const char *name)
{
	html_put(page, "<div><dt>");
	html_put(page, name);
	html_put(page, "</dt><dd>");
}

static void put_silhouette(struct html *page, const json_t *metrics)
{
	const json_t *silhouette = json_object_get(metrics, "silhouette");
	if (!json_is_number(silhouette))
		return;
	begin_figure(page, "Silhouette");
	html_number(page, json_number_value(silhouette));
	html_put(page, " <span>");
	html_put(page, silhouette_word(json_number_value(silhouette)));
	html_put(page, "</span></dd></div>\n");
}

static void put_trusted(struct html *page, const struct segments *segments)
{
	size_t trusted = 0;
	if (segments->trusts.count == 0)
		return;
	for (size_t i = 0; i < segments->count; i++)
		trusted += strcmp(segments->trusts.names[i], "stable") == 0
		    || strcmp(segments->trusts.names[i], "highly stable") == 0;
	begin_figure(page, "Trust");
	html_format(page, "%zu of %zu", trusted, segments->count);
	html_put(page, " <span>segments are stable</span></dd></div>\n");
}

static void put_outliers(struct html *page, const struct artifacts *a)
{
	if (a->density == NULL && !a->there[ARTIFACT_OUTLIERS])
		return;
	double outliers = (double)artifacts_outliers(a);
	begin_figure(page, "Outliers");
	html_number(page, outliers);
	html_put(page, " <span>");
	html_percent(page, outliers / a->customers);
	html_put(page, " of the customers</span></dd></div>\n");
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static void put_files(struct html *page, const json_t *files)
{
	html_put(page, "<p class=\"from\">From ");
	for (size_t i = 0; i < json_array_size(files); i++) {
		const char *path = json_string_value(json_array_get(files, i));
		const char *name = strcmp(path, "-") == 0 ? "standard input" : base_name(path);
		html_put(page, i > 0 ? ", " : "");
		html_data(page, name, strlen(name));
	}
	html_put(page, "</p>\n");
}

static void put_top(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	html_put(page, "<header class=\"top\">\n<h1 dir=\"auto\">");
	put_title(page, report);
	html_put(page, "</h1>\n");
	if (a->metadata != NULL)
		put_files(page, json_object_get(a->metadata, "files"));
	html_put(page, "<dl class=\"figures\">\n");
	begin_figure(page, "Customers");
	html_number(page, a->customers);
	html_put(page, "</dd></div>\n");
	begin_figure(page, "Segments");
	html_format(page, "%zu", a->segments.count);
	html_put(page, "</dd></div>\n");
	put_trusted(page, &a->segments);
	put_silhouette(page, a->metrics);
	put_outliers(page, a);
	html_put(page, "</dl>\n</header>\n");
}

static void put_contents(struct html *page, const struct report *report)
{
	html_put(page, "<nav aria-label=\"Contents\">\n<ul>\n");
	for (size_t i = 0; i < SECTIONS; i++)
		if (is_there(report, i)) {
			html_put(page, "<li><a href=\"#");
			html_put(page, sections[i].id);
			html_put(page, "\">");
			html_put(page, sections[i].heading);
			html_put(page, "</a></li>\n");
		}
	html_put(page, "</ul>\n</nav>\n");
}

static void put_section(struct html *page, const struct report *report, size_t i)
{
	html_put(page, "<section id=\"");
	html_put(page, sections[i].id);
	html_put(page, "\" aria-labelledby=\"");
	html_put(page, sections[i].id);
	html_put(page, "-heading\">\n<h2 id=\"");
	html_put(page, sections[i].id);
	html_put(page, "-heading\">");
	html_put(page, sections[i].heading);
	html_put(page, "</h2>\n");
	sections[i].write(page, report);
	html_put(page, "</section>\n");
}

void report_page(struct html *page, const struct report *report)
{
	put_head(page, report);
	put_top(page, report);
	put_contents(page, report);
	html_put(page, "<main id=\"main\" tabindex=\"-1\">\n");
	for (size_t i = 0; i < SECTIONS; i++)
		if (is_there(report, i))
			put_section(page, report, i);
	html_put(page, "</main>\n<footer>\n<p>Written by seg-report ");
	html_words(page, report->version);
	html_put(page, ". This file needs no network and no script.</p>\n</footer>\n"
	         "</body>\n</html>\n");
}
