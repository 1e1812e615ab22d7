/// What a core without CUDA says of its CUDA table.
#include <docket/kernels.h>

const docket_kernels* docket_kernels_cuda(void) {
  return nullptr;
}
