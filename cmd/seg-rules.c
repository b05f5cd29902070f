/* seg-rules: segments as a few thresholds.  Grows a small tree on labelled
 * rows and writes it as sentences, SQL, awk or JSON; or labels rows by one. */
#include "base/outfile.h"
#include "command/model.h"
#include "command/passes.h"
#include "tree/exkmc.h"
#include "tree/imm.h"
#include "tree/rule_book_json.h"
#include "tree/rule_code.h"
#include "tree/rule_words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENT_LIMIT = 10000, LEAF_LIMIT = 100000 };
enum form { FORM_TEXT, FORM_SQL, FORM_AWK, FORM_JSON };
static const char *const forms[] = { "text", "sql", "awk", "json", NULL };

struct ruler {
	struct run run;
	/* options */
	int form;
	size_t leaves; /* 0: as many as segments */
	const char *table_name;
	const char *sql_path; /* where the rules are to stand as SQL, too; or NULL */
	const char *fitting; /* an option that was given and only a fit looks at */
	/* fitting */
	struct columns columns;  /* the raw features, then where each was clustered */
	size_t features;
	struct table table;
	struct matrix raw, space; /* views of the table */
	struct labels labels[2];  /* segment, persona */
	bool has_personas;
	struct growth growth;
	struct rule_book book;
	/* the new columns */
	char *segment_column;
	const char *names[2];
	double *values; /* of one row, with --apply */
};

static const struct option_entry options[] = {
	{ "as", 0, "NAME", "text (default), sql, awk, json; with --apply, the new column" },
	{ "leaves", 0, "N", "expand the tree to at most N leaves (default: one a segment)" },
	{ "table", 0, "NAME", "in SQL: a whole SELECT from this table" },
	{ "sql-file", 0, "FILE", "write the rules as SQL to FILE, too" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct ruler *r = context;
	int64_t number;
	if (strcmp(name, "as") == 0) {
		r->run.shared.as = value;
		return true;
	}
	r->fitting = name;
	if (strcmp(name, "table") == 0) {
		r->table_name = value;
		return value[0] != '\0' || fail(why, "the name is empty");
	}
	if (strcmp(name, "sql-file") == 0) {
		r->sql_path = value;
		return value[0] != '\0' || fail(why, "the name is empty");
	}
	bool taken = option_integer(value, 1, LEAF_LIMIT, &number, why);
	r->leaves = (size_t)number;
	return taken;
}

static const struct command command = {
	.name = "seg-rules",
	.synopsis = "[FILE ...]",
	.summary = "Reads labelled rows and writes rules that tell the segments apart by a few\n"
	           "thresholds on raw features, as sentences, SQL, awk or JSON.",
	.shared = SHARED_FEATURES | SHARED_BY | SHARED_OUTPUT | SHARED_MODEL | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static void check_options(struct ruler *r)
{
	const struct run *run = &r->run;
	const char *as = run->shared.as;
	struct failure why;
	if (run->shared.apply == NULL) {
		if (run->shared.output_given)
			run_usage(run, "--output is for the rows that --apply writes");
		if (as != NULL && !option_choice(as, forms, &r->form, &why))
			run_usage(run, "--as: %s", why.text);
		if (r->table_name != NULL && r->form != FORM_SQL && r->sql_path == NULL)
			run_usage(run, "--table goes with --as sql or --sql-file");
		return;
	}
	if (run->shared.features != NULL)
		r->fitting = "features";
	else if (strcmp(run->shared.by, "cluster") != 0)
		r->fitting = "by";
	if (r->fitting != NULL)
		run_usage(run, "--%s is for fitting; --apply takes it from the model", r->fitting);
	if (as != NULL && option_choice(as, forms, &r->form, &why))
		run_usage(run, "--as %s is for fitting; with --apply, --as names the new column", as);
}

/* rule_cluster, rule_persona, unless --as gives others. */
static bool name_columns(struct ruler *r)
{
	size_t size = strlen(r->book.by) + sizeof "rule_";
	r->segment_column = malloc(size);
	if (r->segment_column == NULL)
		return fail_memory(&r->run.why);
	snprintf(r->segment_column, size, "rule_%s", r->book.by);
	r->names[0] = r->segment_column;
	r->names[1] = "rule_persona";
	if (r->run.shared.apply == NULL || r->run.shared.as == NULL)
		return true;
	if (r->book.personas.count > 0)
		return pass_names(&r->run, r->names);
	r->names[0] = r->run.shared.as;
	return true;
}

/* ---- fitting ---- */

/* A feature lives in its z_ twin if there is one, else as it is. */
static bool add_spaces(struct ruler *r)
{
	const struct header *header = &r->run.input.header;
	r->features = r->columns.count;
	for (size_t j = 0; j < r->features; j++) {
		size_t at = 0;
		const char *name = header->names[r->columns.at[j]];
		while (at < header->count
		       && (!column_is_model(header->names[at])
		           || strcmp(header->names[at] + sizeof MODEL_PREFIX - 1, name) != 0))
			at++;
		if (!columns_add(&r->columns, at < header->count ? at : r->columns.at[j],
		                 &r->run.why))
			return false;
	}
	return true;
}

static bool read_rows(struct ruler *r)
{
	struct run *run = &r->run;
	const struct header *header = &run->input.header;
	struct failure *why = &run->why;
	size_t label_at[2];
	if (!columns_find(header, run->shared.by, &label_at[0], why)
	    || !(run->shared.features != NULL
	         ? columns_select(&r->columns, header, run->shared.features, why)
	         : columns_raw(&r->columns, header, why)))
		return false;
	run_log_features(run, header, &r->columns);
	label_at[1] = header_find(header, "persona");
	r->has_personas = label_at[1] < header->count && label_at[1] != label_at[0];
	struct table_options how = { .labels = r->labels, .label_at = label_at,
		                     .label_count = r->has_personas ? 2 : 1 };
	if (!add_spaces(r) || !table_read(&r->table, &run->input, &r->columns, &how, why)
	    || !pass_check_values(run, &r->columns, &r->table.x)
	    || !labels_sort(&r->labels[0], false, why) || !labels_sort(&r->labels[1], true, why))
		return false;
	r->raw = r->space = r->table.x;
	r->raw.cols = r->space.cols = r->features;
	r->space.data = matrix_column(&r->table.x, r->features);
	if (r->labels[0].k == 0)
		return fail(why, "column '%s': every row is %s, in no segment", run->shared.by,
		            NOISE_LABEL);
	return r->labels[0].k <= SEGMENT_LIMIT
	    || fail(why, "column '%s': more than %d segments; --by names the column of the "
	                 "segments", run->shared.by, SEGMENT_LIMIT);
}

static bool grow_tree(struct ruler *r)
{
	struct run *run = &r->run;
	const char *const *names = (const char *const *)run->input.header.names;
	struct tree_data data = { &r->raw, &r->space, r->labels[0].ids, r->labels[0].k };
	size_t feature;
	struct failure reason;
	if (r->leaves > 0 && r->leaves < data.k)
		return fail(&run->why, "--leaves %zu: there are %zu segments, and each has a leaf",
		            r->leaves, data.k);
	if (!growth_start(&r->growth, &data, &r->book.tree, &feature, &reason))
		return feature == r->features ? fail(&run->why, "%s", reason.text)
		    : fail(&run->why, "column '%s' does not rise with '%s', so thresholds of one are "
		           "none of the other; -f names the features",
		           names[r->columns.at[r->features + feature]], names[r->columns.at[feature]]);
	return imm_grow(&r->growth, &run->why)
	    && (r->leaves <= data.k || exkmc_expand(&r->growth, r->leaves, &run->why))
	    && fidelity_measure(&r->book.fidelity, &r->book.tree, &data, &run->why);
}

/* Only the features that the rules ask for are in the rules. */
static bool keep_features(struct ruler *r)
{
	size_t *kept = calloc(r->features + 1, sizeof *kept);
	if (kept == NULL)
		return fail_memory(&r->run.why);
	size_t count = tree_keep_used_features(&r->book.tree, r->features, kept);
	for (size_t i = 0; count > 0 && i < count; i++)
		r->columns.at[i] = r->columns.at[kept[i]];
	r->columns.count = count > 0 ? count : r->features;
	free(kept);
	bool named = true;
	for (size_t i = 0; named && i < r->columns.count; i++) {
		const char *name = r->run.input.header.names[r->columns.at[i]];
		named = header_add(&r->book.features, name, strlen(name), &r->run.why);
	}
	return named;
}

static void tell(struct ruler *r)
{
	const struct rule_book *book = &r->book;
	for (size_t i = 0; i < book->segments.count; i++)
		if (!rule_book_has_rule(book, i))
			run_warn(&r->run, "%s %s has no rule: no threshold tells its rows from others",
			         book->by, book->segments.names[i]);
	run_log(&r->run, "by", json_string(book->by));
	run_log_integer(&r->run, "segments", (int64_t)book->segments.count);
	run_log_integer(&r->run, "leaves", (int64_t)tree_leaf_count(&book->tree));
	run_log_number(&r->run, "agreement", fidelity_agreement(&book->fidelity));
}

static bool put_rules(struct ruler *r, enum form form, struct buffer *text)
{
	struct failure *why = &r->run.why;
	return form == FORM_SQL ? rule_sql(text, &r->book, r->table_name, r->names, why)
	    : form == FORM_AWK  ? rule_awk(text, &r->book, r->names, why)
	                        : rule_sentences(text, &r->book, "", why);
}

static bool write_rules(struct ruler *r)
{
	struct run *run = &r->run;
	struct buffer text = { 0 };
	bool written = put_rules(r, r->form, &text)
	    && output_bytes(&run->output, text.data, text.length, &run->why);
	buffer_free(&text);
	return written;
}

static bool write_sql_file(struct ruler *r)
{
	struct buffer text = { 0 };
	bool written = r->sql_path == NULL
	    || (put_rules(r, FORM_SQL, &text)
	        && outfile_write(r->sql_path, text.data, text.length, &r->run.why));
	buffer_free(&text);
	return written;
}

static bool fit(struct ruler *r)
{
	struct run *run = &r->run;
	if (!run_open(run) || !read_rows(r)
	    || !rule_book_name(&r->book, run->shared.by, &r->labels[0],
	                       r->has_personas ? &r->labels[1] : NULL, &run->why)
	    || !grow_tree(r) || !keep_features(r) || !name_columns(r))
		return false;
	tell(r);
	json_t *model = model_new(run, &r->columns);
	bool written = model != NULL && rule_book_put(model, &r->book, &run->why)
	    && model_seal(run, model)
	    && (r->form == FORM_JSON ? run_print_json(run, model) : write_rules(r))
	    && write_sql_file(r);
	if (written)
		return model_save(run, model);
	json_decref(model);
	return false;
}

/* ---- --apply ---- */

static bool load_rules(struct ruler *r)
{
	struct run *run = &r->run;
	struct failure reason;
	json_t *model = model_load(run);
	bool loaded = model != NULL;
	size_t count = json_array_size(json_object_get(model, "features"));
	for (size_t i = 0; loaded && i < count; i++) {
		const char *name = model_feature(model, i);
		loaded = name == NULL ? fail(&run->why, "%s: 'features' holds what is no name",
		                             run->shared.apply)
		                      : header_add(&r->book.features, name, strlen(name), &run->why);
	}
	if (loaded && !rule_book_take(&r->book, model, &reason))
		loaded = fail(&run->why, "%s: %s", run->shared.apply, reason.text);
	loaded = loaded && name_columns(r) && run_open(run)
	    && model_columns(run, model, &r->columns);
	json_decref(model);
	r->values = calloc(r->columns.count + 1, sizeof *r->values);
	return loaded && (r->values != NULL || fail_memory(&run->why));
}

static bool append_rule(void *context, size_t row, struct run *run)
{
	(void)row;
	const struct ruler *r = context;
	const struct rule_book *book = &r->book;
	for (size_t i = 0; i < r->columns.count; i++) {
		size_t at = r->columns.at[i];
		if (!input_number(&run->input, at, &r->values[i], &run->why))
			return false;
		if (fabs(r->values[i]) > RULE_VALUE_LIMIT)
			return input_fail_cell(&run->input, at, "beyond 1e300", NULL, &run->why);
	}
	size_t segment = book->tree.nodes[tree_find_leaf(&book->tree, r->values)].segment;
	const char *name = book->segments.names[segment];
	output_cell(&run->output, &(struct cell){ .text = name, .length = strlen(name),
	                                          .kind = CELL_BARE });
	if (book->personas.count > 0)
		output_string(&run->output, book->personas.names[segment]);
	return true;
}

static bool apply(struct ruler *r)
{
	if (!load_rules(r))
		return false;
	bool named = r->book.personas.count > 0;
	return (named ? pass_header_of_two(&r->run, r->names) : pass_header(&r->run, r->names, 1))
	    && pass_stream(&r->run, append_rule, r);
}

static void release(struct ruler *r)
{
	columns_free(&r->columns);
	table_free(&r->table);
	labels_free(&r->labels[0]);
	labels_free(&r->labels[1]);
	growth_free(&r->growth);
	rule_book_free(&r->book);
	free(r->segment_column);
	free(r->values);
}

int main(int argc, char **argv)
{
	static struct ruler r = { .table.rows.fd = -1 };
	run_start(&r.run, &command, argc, argv, &r);
	check_options(&r);
	run_check_output(&r.run, "--sql-file", r.sql_path);
	bool done = r.run.shared.apply != NULL ? apply(&r) : fit(&r);
	release(&r);
	return run_finish(&r.run, done);
}
