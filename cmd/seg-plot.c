/* seg-plot: draws what a stage wrote, with gnuplot. */
#include "base/outfile.h"
#include "plot/gnuplot.h"
#include "plot/plot.h"
#include "plot/svg.h"
#include "command/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct plotter {
	struct run run;
	struct plot_options how;
	const struct plot_kind *kind;
	const char *out, *id_prefix;
	bool script;
	int format; /* enum script_format, or -1 */
	bool min_samples_given, percentile_given;
};

static const struct option_entry options[] = {
	{ "out", 'o', "FILE", "write FILE; its ending says what: .svg, .png, .pdf or .txt" },
	{ "format", 0, "KIND", "text, svg, png or pdf (default: by -o; text on a terminal; svg)" },
	{ "script", 0, NULL, "print the gnuplot script with its data instead" },
	{ "title", 0, "TEXT", "a title of your own" },
	{ "size", 0, "WxH", "pixels, or characters of a text" },
	{ "id-prefix", 0, "TEXT", "start every id in an SVG so, to put several in one page" },
	{ "min-samples", 0, "N", "kdistance: neighbours, the row itself included (default 4)" },
	{ "eps", 0, "X", "kdistance: the radius of a neighbourhood" },
	{ "eps-percentile", 0, "Q", "kdistance: or this percentile (default 90)" },
	{ NULL, 0, NULL, NULL },
};

static const char *const formats[] = { "text", "svg", "png", "pdf", NULL };

static bool take_size(struct script_options *how, const char *value, struct failure *why)
{
	char width[8] = "";
	size_t digits = strcspn(value, "x");
	int64_t across = 0, down = 0;
	struct failure reason;
	if (digits < sizeof width) {
		memcpy(width, value, digits);
		width[digits] = '\0';
	}
	if (value[digits] != 'x' || !option_integer(width, 20, 10000, &across, &reason)
	    || !option_integer(value + digits + 1, 10, 10000, &down, &reason))
		return fail(why, "not a size like 800x600, from 20x10 to 10000x10000: '%s'", value);
	how->width = (int)across;
	how->height = (int)down;
	return true;
}

static bool take_density(struct plotter *p, const char *name, const char *value,
                         struct failure *why)
{
	int64_t number;
	if (strcmp(name, "eps") == 0)
		return option_number(value, 1e-300, 1e300, &p->how.eps, why);
	if (strcmp(name, "eps-percentile") == 0) {
		p->percentile_given = true;
		return option_number(value, 0, 100, &p->how.percentile, why);
	}
	bool taken = option_integer(value, 1, 1000000, &number, why);
	p->how.min_samples = (size_t)number;
	p->min_samples_given = true;
	return taken;
}

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct plotter *p = context;
	if (strcmp(name, "out") == 0)
		p->out = value;
	else if (strcmp(name, "format") == 0)
		return option_choice(value, formats, &p->format, why);
	else if (strcmp(name, "script") == 0)
		p->script = true;
	else if (strcmp(name, "title") == 0)
		p->how.script.title = value;
	else if (strcmp(name, "size") == 0)
		return take_size(&p->how.script, value, why);
	else if (strcmp(name, "id-prefix") == 0) {
		p->id_prefix = value;
		return svg_prefix_is_valid(value)
		    || fail(why, "not a letter and then letters, digits, - and _: '%s'", value);
	} else
		return take_density(p, name, value, why);
	return true;
}

static const struct command command = {
	.name = "seg-plot",
	.synopsis = "KIND [FILE ...]",
	.summary = "Draws what a stage wrote, with gnuplot.  KIND is one of\n"
	           PLOT_KIND_NAMES ".",
	.shared = SHARED_FEATURES | SHARED_BY | SHARED_SEED | SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static void take_kind(struct plotter *p)
{
	struct run *run = &p->run;
	if (run->file_count == 0)
		run_usage(run, "what to draw? KIND is one of %s", PLOT_KIND_NAMES);
	p->kind = plot_kind_named(run->files[0]);
	if (p->kind == NULL) {
		char quoted[QUOTED_SIZE];
		run_usage(run, "not a KIND: %s; it is one of %s",
		          quote(quoted, run->files[0], strlen(run->files[0])), PLOT_KIND_NAMES);
	}
	run->files++;
	run->file_count--;
	if (p->kind->document != NULL && run->file_count > 1)
		run_usage(run, "%s reads one file, not %zu", p->kind->name, run->file_count);
}

/* An option that the kind would not look at is a mistake. */
static void refuse_unused(struct plotter *p)
{
	const struct shared_options *shared = &p->run.shared;
	const struct {
		bool given;
		unsigned taken;
		const char *name;
	} uses[] = {
		{ shared->features != NULL, PLOT_FEATURES, "features" },
		{ strcmp(shared->by, "cluster") != 0, PLOT_BY, "by" },
		{ shared->seed_given, PLOT_SEED, "seed" },
		{ p->min_samples_given, PLOT_DENSITY, "min-samples" },
		{ p->how.eps > 0, PLOT_DENSITY, "eps" },
		{ p->percentile_given, PLOT_DENSITY, "eps-percentile" },
	};
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
		if (uses[i].given && (p->kind->takes & uses[i].taken) == 0)
			run_usage(&p->run, "--%s says nothing to a plot of kind %s", uses[i].name,
			          p->kind->name);
	if (p->how.eps > 0 && p->percentile_given)
		run_usage(&p->run, "--eps and --eps-percentile exclude each other");
	if (p->id_prefix != NULL && (p->script || p->how.script.format != SCRIPT_SVG))
		run_usage(&p->run, "--id-prefix is for SVG");
}

static bool has_ending(const char *path, const char *ending)
{
	size_t length = strlen(path), size = strlen(ending);
	return length > size && strcmp(path + length - size, ending) == 0;
}

static void choose_format(struct plotter *p)
{
	static const char *const endings[] = { ".txt", ".svg", ".png", ".pdf" };
	struct script_options *how = &p->how.script;
	how->output = p->script ? p->out : NULL;
	for (int i = 0; p->format < 0 && p->out != NULL && i < 4; i++)
		if (has_ending(p->out, endings[i]))
			p->format = i;
	if (p->format < 0 && p->out != NULL)
		run_usage(&p->run, "--out: ends neither in .svg nor .png, .pdf or .txt, and there is "
		          "no --format: '%s'", p->out);
	if (p->out != NULL && strpbrk(p->out, "\n\r") != NULL)
		run_usage(&p->run, "--out: a line break in the name");
	bool terminal = p->format < 0 && !p->script && isatty(STDOUT_FILENO);
	if (p->format < 0)
		p->format = terminal ? SCRIPT_TEXT : SCRIPT_SVG;
	how->format = (enum script_format)p->format;
	how->colour = terminal && getenv("NO_COLOR") == NULL;
	if (how->format != SCRIPT_TEXT || how->width > 0)
		return;
	struct winsize window;
	how->width = 79;
	how->height = 24;
	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= 20
	    && window.ws_row >= 11) {
		/* A line is left for the prompt. */
		how->width = window.ws_col - 1;
		how->height = window.ws_row - 1;
	}
}

/* gnuplot fills the lines up with blanks, and leaves the last one open; blank lines
 * at the end say nothing.  Escape sequences of colours count for nothing. */
static bool finish_text(struct buffer *text)
{
	size_t kept = 0, said = 0;
	bool coloured = false;
	for (size_t i = 0; i < text->length; i++) {
		char byte = text->data[i];
		while (byte == '\n' && kept > 0 && text->data[kept - 1] == ' ')
			kept--;
		text->data[kept++] = byte;
		bool escaped = byte == '\x1B';
		coloured |= escaped;
		while (escaped && i + 1 < text->length && text->data[i] != 'm')
			text->data[kept++] = text->data[++i];
		if (!escaped && strchr(" \f\n", byte) == NULL)
			said = kept;
	}
	text->length = said;
	return buffer_append_text(text, coloured ? "\x1B[0m\n" : "\n");
}

static bool write_picture(struct plotter *p, const struct script *script)
{
	struct run *run = &p->run;
	struct buffer drawn = { 0 }, picture = { 0 };
	bool made = gnuplot_draw(&script->text, &drawn, &run->why);
	if (made && script->options->format == SCRIPT_SVG)
		made = svg_finish(&picture, drawn.data, drawn.length,
		                  &(struct svg_names){ script->title, script->notes, p->id_prefix },
		                  &run->why);
	if (made && script->options->format == SCRIPT_TEXT)
		made = finish_text(&drawn) || fail_memory(&run->why);
	const struct buffer *result = picture.length > 0 ? &picture : &drawn;
	/* It also starts one on a new page. */
	size_t skipped = made && result->length > 0 && result->data[0] == '\f';
	const char *bytes = made ? result->data + skipped : NULL;
	if (made && p->out != NULL)
		made = outfile_write(p->out, bytes, result->length - skipped, &run->why);
	else if (made)
		made = output_bytes(&run->output, bytes, result->length - skipped, &run->why);
	buffer_free(&drawn);
	buffer_free(&picture);
	return made;
}

static json_t *read_document(struct plotter *p)
{
	struct run *run = &p->run;
	struct failure reason;
	output_open(&run->output, STDOUT_FILENO, "stdout", STREAM_CSV);
	json_t *document = json_read(run->file_count > 0 ? run->files[0] : "-", &reason);
	if (document == NULL)
		fail(&run->why, "%s (a plot of kind %s reads the JSON of %s)", reason.text, p->kind->name,
		     p->kind->document);
	return document;
}

static bool draw(struct plotter *p)
{
	struct run *run = &p->run;
	struct plot plot = { .options = &p->how, .input = &run->input };
	bool drawn;
	json_t *document = NULL;
	if (p->kind->document != NULL) {
		document = read_document(p);
		drawn = document != NULL;
		plot.document = document;
	} else {
		drawn = run_open(run);
	}
	drawn = drawn && p->kind->draw(&plot, &run->why) && script_finish(&plot.script, &run->why);
	if (drawn && plot.note[0] != '\0')
		run_warn(run, "%s", plot.note);
	if (drawn && p->script)
		drawn = output_bytes(&run->output, plot.script.text.data, plot.script.text.length,
		                     &run->why);
	else if (drawn)
		drawn = write_picture(p, &plot.script);
	script_free(&plot.script);
	json_decref(document);
	return drawn;
}

int main(int argc, char **argv)
{
	struct plotter p = { .format = -1, .how = { .min_samples = 4, .percentile = 90 } };
	run_start(&p.run, &command, argc, argv, &p);
	take_kind(&p);
	choose_format(&p);
	run_check_output(&p.run, "--out", p.script ? NULL : p.out);
	refuse_unused(&p);
	p.how.features = p.run.shared.features;
	p.how.by = p.run.shared.by;
	p.how.seed = p.run.shared.seed;
	p.how.threads = run_threads(&p.run);
	p.how.progress = &p.run.progress;
	run_log(&p.run, "kind", json_string(p.kind->name));
	run_log(&p.run, "format", json_string(formats[p.how.script.format]));
	bool done = draw(&p);
	return run_finish(&p.run, done);
}
