/* seg-pipeline's parts: programs that are waited for, folders that appear all
 * together or not at all, words as a shell reads them. */
#include "pipeline/crew.h"
#include "pipeline/pipe_text.h"
#include "pipeline/workplace.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH = 2 * WORKPLACE_PATH };

static char folder[] = "/tmp/seg-unit-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
	char command[64];
	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void write_in(const char *where, const char *name, const char *text)
{
	char path[PATH];
	snprintf(path, sizeof path, "%s/%s", where, name);
	write_file(path, text);
}

static bool holds(const char *name, const char *text)
{
	char path[PATH], got[64] = "";
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return text == NULL;
	got[fread(got, 1, sizeof got - 1, file)] = '\0';
	fclose(file);
	return text != NULL && strcmp(got, text) == 0;
}

static void test_new_files_take_the_place_of_all_old_ones(void **state)
{
	struct workplace place;
	struct failure why;
	(void)state;
	write_in(folder, "segments.csv", "old");
	write_in(folder, "outliers.csv", "old");
	write_in(folder, "notes.txt", "mine");
	assert_true(workplace_open(&place, folder, &why));
	write_in(place.hidden, "segments.csv", "new");
	write_in(place.hidden, "rules.txt", "new");
	write_in(place.hidden, "scaled.csv", "nobody's");
	assert_true(workplace_publish(&place, &why));
	workplace_close(&place);
	assert_true(holds("segments.csv", "new"));
	assert_true(holds("rules.txt", "new"));
	assert_true(holds("outliers.csv", NULL));
	assert_true(holds("scaled.csv", NULL));
	assert_true(holds("notes.txt", "mine"));
}

static void test_old_ones_that_cannot_be_put_aside_stay(void **state)
{
	struct workplace place;
	struct failure why;
	char aside[PATH];
	(void)state;
	write_in(folder, "cluster_profiles.csv", "old");
	write_in(folder, "segments.csv", "old");
	assert_true(workplace_open(&place, folder, &why));
	write_in(place.hidden, "cluster_profiles.csv", "new");
	write_in(place.hidden, "personas.csv", "new");
	/* The folder that they would go to must not be there. */
	snprintf(aside, sizeof aside, "%s/old", place.hidden);
	assert_int_equal(mkdir(aside, 0777), 0);
	assert_false(workplace_publish(&place, &why));
	assert_non_null(strstr(why.text, "cannot write the deliverables to"));
	workplace_close(&place);
	assert_true(holds("cluster_profiles.csv", "old"));
	assert_true(holds("personas.csv", NULL));
	assert_true(holds("segments.csv", "old"));
}

static void test_one_run_at_a_time(void **state)
{
	struct workplace place, other;
	struct failure why;
	(void)state;
	assert_true(workplace_open(&place, folder, &why));
	assert_false(workplace_open(&other, folder, &why));
	assert_non_null(strstr(why.text, "another run is writing to"));
	workplace_close(&other);
	workplace_close(&place);
	assert_true(workplace_open(&place, folder, &why));
	workplace_close(&place);
}

static void test_a_folder_that_was_not_there_goes_again(void **state)
{
	struct workplace place;
	struct failure why;
	struct stat there;
	char path[PATH];
	(void)state;
	snprintf(path, sizeof path, "%s/a/b", folder);
	assert_true(workplace_open(&place, path, &why));
	assert_int_equal(stat(path, &there), 0);
	workplace_close(&place);
	assert_int_not_equal(stat(path, &there), 0);
}

static int status_of(struct crew *crew, const char *script)
{
	char shell[] = "sh", option[] = "-c", text[256];
	char *arguments[] = { shell, option, text, NULL };
	struct failure why;
	size_t first = crew->count;
	int status;
	snprintf(text, sizeof text, "%s", script);
	assert_true(crew_start(crew, arguments, 0, 1, &why));
	assert_true(crew_wait(crew, first, crew->count, &status));
	return status;
}

static void test_programs_end_with_the_status_that_a_shell_tells(void **state)
{
	struct crew crew;
	struct failure why;
	(void)state;
	assert_true(crew_create(&crew, &why));
	assert_int_equal(status_of(&crew, "exit 0"), 0);
	assert_int_equal(status_of(&crew, "exit 3"), 3);
	assert_int_equal(status_of(&crew, "kill -KILL $$"), 137);
	char nobody[] = "seg-nobody", *arguments[] = { nobody, NULL };
	assert_false(crew_start(&crew, arguments, 0, 1, &why));
	assert_string_equal(why.text,
	                    "seg-nobody is not there; it is installed beside seg-pipeline");
	sigprocmask(SIG_SETMASK, &crew.before, NULL);
}

static void test_a_signal_ends_all_programs(void **state)
{
	char shell[] = "sleep", option[] = "60";
	char *arguments[] = { shell, option, NULL };
	struct crew crew;
	struct failure why;
	int status;
	(void)state;
	assert_true(crew_create(&crew, &why));
	assert_true(crew_start(&crew, arguments, 0, 1, &why));
	assert_true(crew_start(&crew, arguments, 0, 1, &why));
	raise(SIGTERM); /* held back until somebody waits */
	assert_false(crew_wait(&crew, 0, 1, &status));
	assert_int_equal(crew.ended_by, SIGTERM);
	assert_int_equal(crew.members[0].status, 128 + SIGTERM);
	assert_int_equal(crew.members[1].status, 128 + SIGTERM);
	sigprocmask(SIG_SETMASK, &crew.before, NULL);
}

static void test_words_are_quoted_for_a_shell(void **state)
{
	struct request request = { .k = "3", .artifacts = "it's here", .previous = "", .rules = "",
		                   .signals = "gap" };
	struct pipe_plan plan;
	struct failure why;
	struct buffer text = { 0 };
	(void)state;
	words_add(&request.files, "");
	words_add(&request.files, "a b$c");
	assert_true(pipe_plan_make(&plan, &request, &why));
	assert_true(pipe_text(&plan, &request, &text));
	assert_true(buffer_append_byte(&text, '\0'));
	assert_ptr_equal(strstr(text.data, "mkdir -p 'it'\\''s here'\n"), text.data);
	assert_non_null(strstr(text.data, "seg-features --output csv -- '' 'a b$c' |\n"
	                       "    seg-scale --model 'it'\\''s here/scaler.json' |\n"
	                       "    seg-kmeans -k 3 --model 'it'\\''s here/kmeans.json' > "
	                       "'it'\\''s here/clustered.csv'\n"));
	buffer_free(&text);
	pipe_plan_free(&plan);
	request_free(&request);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_new_files_take_the_place_of_all_old_ones,
		                                make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_old_ones_that_cannot_be_put_aside_stay,
		                                make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_one_run_at_a_time, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(test_a_folder_that_was_not_there_goes_again, make_folder,
		                                remove_folder),
		cmocka_unit_test(test_programs_end_with_the_status_that_a_shell_tells),
		cmocka_unit_test(test_a_signal_ends_all_programs),
		cmocka_unit_test(test_words_are_quoted_for_a_shell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
