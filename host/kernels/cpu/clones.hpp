/// One binary for every x86: a function marked so is compiled for plain SSE2, AVX2 and AVX-512, and glibc picks one at load time.
#pragma once

#if defined(__x86_64__) && defined(__gnu_linux__)
#define DOCKET_CLONES __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define DOCKET_CLONES
#endif
