/* One portable binary, compiled for several vector widths: the kernel that is
 * marked so is built for each and the processor's best is chosen at start.
 * With -ffp-contract=off each build gives the same bits. */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) \
    && !defined(SEG_NO_CLONES)
#define VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define VECTOR_CLONES
#endif

#endif
