#include "quality/k_choice.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct k_choice choice_of(const struct k_signals *signals)
{
	struct k_choice choice;
	struct failure why;
	assert_true(k_choose(signals, &choice, &why));
	return choice;
}

/* The mall customers, k = 1 .. 12 (scikit-learn 1.2.1). */
static const size_t mall_k[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
static const double mall_inertia[] = {
	800, 544.0118, 376.0631, 275.2066, 209.2728, 172.9442,
	148.6122, 131.8666, 118.2139, 107.0050, 96.7713, 86.8317,
};
static const double mall_silhouette[] = {
	NAN, 0.31385, 0.34431, 0.38921, 0.41046, 0.42461,
	0.42336, 0.40747, 0.39433, 0.37841, 0.38448, 0.39459,
};
static const double mall_calinski_harabasz[] = {
	NAN, 93.170, 111.039, 124.585, 137.610, 140.680,
	140.991, 138.973, 137.697, 136.722, 137.345, 140.371,
};
static const double mall_davies_bouldin[] = {
	NAN, 1.32785, 1.09973, 0.93005, 0.85078, 0.83064,
	0.83009, 0.80623, 0.89027, 0.91573, 0.92360, 0.88484,
};

static struct k_signals mall(size_t low, size_t high)
{
	return (struct k_signals){
		.n = high - low + 1,
		.k = mall_k + low - 1,
		.inertia = mall_inertia + low - 1,
		.silhouette = mall_silhouette + low - 1,
		.calinski_harabasz = mall_calinski_harabasz + low - 1,
		.davies_bouldin = mall_davies_bouldin + low - 1,
	};
}

static void test_mall(void **unused)
{
	(void)unused;
	struct k_signals signals = mall(2, 10);
	struct k_choice choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 6);
	assert_int_equal(choice.by[K_SILHOUETTE], 6);
	assert_int_equal(choice.by[K_CALINSKI_HARABASZ], 7);
	assert_int_equal(choice.by[K_DAVIES_BOULDIN], 8);
	assert_int_equal(choice.by[K_ELBOW], 5);
	assert_false(choice.agree);
	assert_string_equal(choice.why,
	                    "k = 6 has the highest silhouette (0.425); Calinski-Harabasz prefers "
	                    "7, Davies-Bouldin 8, the elbow 5: the signals disagree, look at 5 to "
	                    "8 too; at or below 0.5 the structure is weak");
	signals = mall(1, 12);
	assert_int_equal(choice_of(&signals).recommended, 6);
}

static const size_t three[] = { 2, 3, 4 };

static void test_agreement(void **unused)
{
	(void)unused;
	struct k_signals signals = {
		.n = 5,
		.k = mall_k + 1,
		.inertia = (const double[]){ 100, 10, 8, 7, 6 },
		.silhouette = (const double[]){ 0.3, 0.8, 0.6, 0.5, 0.4 },
		.calinski_harabasz = (const double[]){ 10, 30, 20, 20, 20 },
		.davies_bouldin = (const double[]){ 0.5, 0.2, 0.3, 0.3, 0.3 },
	};
	struct k_choice choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 3);
	assert_int_equal(choice.by[K_ELBOW], 3);
	assert_true(choice.agree);
	assert_string_equal(choice.why, "k = 3 has the highest silhouette (0.800), and the other "
	                                "signals agree");
	/* An inertia that falls evenly has no elbow, and nothing to disagree with. */
	signals.inertia = (const double[]){ 50, 40, 30, 20, 10 };
	choice = choice_of(&signals);
	assert_int_equal(choice.by[K_ELBOW], 0);
	assert_true(choice.agree);
}

static void test_one_disagrees(void **unused)
{
	(void)unused;
	struct k_signals signals = {
		.n = 3,
		.k = three,
		.inertia = (const double[]){ 30, 20, 10 },
		.silhouette = (const double[]){ 0.1, 0.25, 0.2 },
		.calinski_harabasz = (const double[]){ 10, 30, 20 },
		.davies_bouldin = (const double[]){ 0.5, 0.4, 0.3 },
	};
	struct k_choice choice = choice_of(&signals);
	assert_false(choice.agree);
	assert_string_equal(choice.why,
	                    "k = 3 has the highest silhouette (0.250); Davies-Bouldin prefers 4: "
	                    "the signals disagree, look at 4 too; at or below 0.25 there is no "
	                    "substantial structure");
}

static void test_ties_go_to_the_smaller_k(void **unused)
{
	(void)unused;
	struct k_signals signals = {
		.n = 3,
		.k = three,
		.inertia = (const double[]){ NAN, NAN, NAN },
		.silhouette = (const double[]){ NAN, 0.6, 0.6 },
		.calinski_harabasz = (const double[]){ 5, 5, 5 },
		.davies_bouldin = (const double[]){ 0.4, 0.3, 0.3 },
	};
	struct k_choice choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 3);
	assert_int_equal(choice.by[K_CALINSKI_HARABASZ], 2);
	assert_int_equal(choice.by[K_DAVIES_BOULDIN], 3);
	assert_int_equal(choice.by[K_ELBOW], 0);
}

static void test_nothing_to_choose_by(void **unused)
{
	(void)unused;
	const double none[] = { NAN, NAN, NAN };
	struct k_signals signals = { .n = 3, .k = three, .inertia = none, .silhouette = none,
	                             .calinski_harabasz = none, .davies_bouldin = none };
	struct k_choice choice;
	struct failure why;
	assert_false(k_choose(&signals, &choice, &why));
	assert_string_equal(why.text, "no k has a silhouette to choose by");
	signals.n = 0;
	assert_false(k_choose(&signals, &choice, &why));
}

/* The mall customers with the choices of the gap, prediction strength and ARI. */
static void test_all_signals(void **unused)
{
	(void)unused;
	struct k_signals signals = mall(2, 10);
	signals.gap = signals.prediction_strength = 1;
	signals.bootstrapped_ari = 5;
	signals.structure = STRUCTURE_FOUND;
	struct k_choice choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 6);
	assert_int_equal(choice.by[K_GAP], 1);
	assert_false(choice.agree);
	/* One group is no number of segments to look at. */
	assert_string_equal(choice.why,
	                    "k = 6 has the highest silhouette (0.425); Calinski-Harabasz prefers "
	                    "7, Davies-Bouldin 8, the elbow 5, the gap 1, prediction strength 1, the "
	                    "bootstrapped ARI 5: the signals disagree, look at 5 to 8 too; at or "
	                    "below 0.5 the structure is weak");
	/* Three that agree outvote the silhouette, and two do. */
	signals.gap = signals.prediction_strength = 5;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 5);
	assert_string_equal(choice.why,
	                    "k = 5 is the choice of the gap, prediction strength and the bootstrapped "
	                    "ARI alike; Calinski-Harabasz prefers 7, Davies-Bouldin 8, the silhouette "
	                    "6: the signals disagree, look at 6 to 8 too; at or below 0.5 the "
	                    "structure is weak");
	signals.prediction_strength = 3;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 5);
	assert_string_equal(choice.why,
	                    "k = 5 is the choice of the gap and the bootstrapped ARI alike; "
	                    "Calinski-Harabasz prefers 7, Davies-Bouldin 8, the silhouette 6, "
	                    "prediction strength 3: the signals disagree, look at 3 to 8 too; at or "
	                    "below 0.5 the structure is weak");
	signals.gap = 3;
	assert_int_equal(choice_of(&signals).recommended, 3);
	/* But not for one group, which the test has refused. */
	signals.gap = signals.prediction_strength = 1;
	assert_int_equal(choice_of(&signals).recommended, 6);
	signals.gap = 4;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 6);
	signals.structure = STRUCTURE_ELSEWHERE;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 6);
	assert_non_null(strstr(choice.why, "; there is structure, but not with these k"));
	signals.structure = STRUCTURE_NOT_FOUND;
	signals.structure_most_k = 20;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 1);
	assert_int_equal(choice.by[K_SILHOUETTE], 6);
	assert_false(choice.agree);
	assert_string_equal(choice.why, "there is no cluster structure with up to 20 groups: all rows "
	                                "are one group (split all the same, the silhouette would "
	                                "choose k = 6)");
}

/* Only some signals are asked for. */
static void test_who_decides(void **unused)
{
	(void)unused;
	struct k_signals signals = { .n = 9, .k = mall_k + 1, .gap = 1, .prediction_strength = 1,
		                     .bootstrapped_ari = 5 };
	struct k_choice choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 1);
	assert_string_equal(choice.why, "k = 1 is the choice of the gap; the bootstrapped ARI prefers "
	                                "5: the signals disagree, look at 5 too");
	signals.structure = STRUCTURE_NOT_FOUND;
	signals.structure_most_k = 31;
	signals.bootstrapped_ari = 0;
	choice = choice_of(&signals);
	assert_true(choice.agree);
	assert_string_equal(choice.why, "there is no cluster structure with up to 31 groups: all rows "
	                                "are one group");
	signals.structure = STRUCTURE_NOT_TESTED;
	choice = choice_of(&signals);
	assert_string_equal(choice.why, "k = 1 is the choice of the gap, and the other signals agree");
	signals.gap = 0;
	signals.bootstrapped_ari = 5;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 1);
	signals.bootstrapped_ari = 1;
	signals.calinski_harabasz = mall_calinski_harabasz + 1;
	signals.prediction_strength = 7;
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 7);
	assert_string_equal(choice.why, "k = 7 is the choice of prediction strength; the bootstrapped "
	                                "ARI prefers 1: the signals disagree");
	signals = (struct k_signals){ .n = 9, .k = mall_k + 1, .inertia = mall_inertia + 1 };
	choice = choice_of(&signals);
	assert_int_equal(choice.recommended, 5);
	assert_string_equal(choice.why, "k = 5 is the choice of the elbow");
	struct failure why;
	signals.n = 2;
	assert_false(k_choose(&signals, &choice, &why));
	assert_string_equal(why.text, "no signal that was asked for chooses a k");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_agreement),
		cmocka_unit_test(test_one_disagrees),
		cmocka_unit_test(test_ties_go_to_the_smaller_k),
		cmocka_unit_test(test_nothing_to_choose_by),
		cmocka_unit_test(test_all_signals),
		cmocka_unit_test(test_who_decides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
