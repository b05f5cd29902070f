/* make-rows N [COLUMNS]: writes N customers for the benchmark.  They are a
 * jittered resample of 300 prototypes, as the rows of a large shop would be.
 * Without COLUMNS in the columns of the Mall set; with it, as f1,f2,... */
#include "base/number.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROTOTYPES = 300, CENTRES = 12, COLUMNS_MAX = 64 };

static double prototypes[PROTOTYPES][COLUMNS_MAX];

static void make_prototypes(struct random *random, int columns)
{
	double centres[CENTRES][COLUMNS_MAX];
	for (int c = 0; c < CENTRES; c++)
		for (int j = 0; j < columns; j++)
			centres[c][j] = 10 + 80 * random_unit(random);
	for (int p = 0; p < PROTOTYPES; p++)
		for (int j = 0; j < columns; j++)
			prototypes[p][j] = centres[p % CENTRES][j] + 6 * random_normal(random);
}

static double clamp(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

static void print_customer(size_t id, const double *prototype, struct random *random)
{
	double age = clamp(18 + 0.6 * (prototype[0] + random_normal(random)), 18, 90);
	double income = clamp(12 + 1.2 * (prototype[1] + random_normal(random)), 12, 180);
	double score = clamp(prototype[2] + random_normal(random), 1, 100);
	printf("%zu,%s,%.0f,%.1f,%.1f\n", id, random_unit(random) < 0.5 ? "Male" : "Female", age,
	       income, score);
}

int main(int argc, char **argv)
{
	size_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
	int columns = argc > 2 ? atoi(argv[2]) : 0;
	if (rows == 0 || columns < 0 || columns > COLUMNS_MAX) {
		fputs("usage: make-rows N [COLUMNS]\n", stderr);
		return 2;
	}
	struct random random;
	random_seed(&random, 7, 0);
	make_prototypes(&random, columns > 0 ? columns : 3);
	if (columns == 0)
		puts("CustomerID,Gender,Age,Annual Income (k$),Spending Score (1-100)");
	for (int j = 0; j < columns; j++)
		printf("f%d%s", j + 1, j + 1 < columns ? "," : "\n");
	for (size_t i = 1; i <= rows; i++) {
		const double *prototype = prototypes[random_below(&random, PROTOTYPES)];
		if (columns == 0)
			print_customer(i, prototype, &random);
		for (int j = 0; j < columns; j++)
			printf("%.4f%s", prototype[j] + random_normal(&random), j + 1 < columns ? "," : "\n");
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
