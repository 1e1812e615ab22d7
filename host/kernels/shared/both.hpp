/// Functions that nvcc compiles for host and device, and every other compiler for the host, where the tests run them.
#pragma once

#ifdef __CUDACC__
#define DOCKET_BOTH __host__ __device__
#else
#define DOCKET_BOTH
#endif
