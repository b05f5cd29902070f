/* Principal components: the directions in which a table varies most. */
#ifndef SUMMARY_PCA_H
#define SUMMARY_PCA_H

#include "base/matrix.h"

struct pca {
	size_t features;
	double *means;      /* one a feature */
	double *variances;  /* one a component, descending, of the population (ddof 0) */
	double *components; /* features x features: unit vector of component i in row i */
	double total;       /* the sum of the variances */
};

/* Fits the principal components (Pearson 1901; Hotelling 1933) to x: the
 * eigenvectors of the covariances of its columns.  Their sign is that of
 * base/eigen.h, and with it scikit-learn's PCA since 1.5: the component of the
 * greatest magnitude is positive.  x needs a row and a column, and numbers of
 * at most 1e100.  The bytes are the same for every number of threads (>= 1).
 * The caller frees it in either case; false when memory runs out. */
bool pca_fit(const struct matrix *x, int threads, struct pca *pca, struct failure *why);
void pca_free(struct pca *pca);

/* Writes the scores of all rows of x on one component into out[x->rows]. */
void pca_project(const struct pca *pca, const struct matrix *x, size_t component, double *out);

/* The share of the variance that a component explains; 0 where there is none. */
double pca_share(const struct pca *pca, size_t component);

#endif
