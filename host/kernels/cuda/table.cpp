/// The CUDA table of the compute core.
#include <docket/kernels.h>

#include "cuda.hpp"

namespace {

const char* error_text(int code) {
  switch (code) {
    case docket::cuda::ok: return "no error";
    case docket::cuda::bad_argument: return "a kernel argument is out of range";
    case docket::cuda::out_of_memory: return "out of memory";
    default: return code >= docket::cuda::first_cuda_error ? docket::cuda::cuda_error_text(code) : "unknown error of a kernel";
  }
}

const docket_kernels table = {
    .struct_size = sizeof(docket_kernels),
    .device = "cuda",
    .error_text = error_text,
    .resize_pad_normalize = docket::cuda::resize_pad_normalize,
    .text_targets = docket::cuda::text_targets,
    .hard_negative_bce = docket::cuda::hard_negative_bce,
    .threshold_map = docket::cuda::threshold_map,
    .polygon_scores = docket::cuda::polygon_scores,
};

}  // namespace

const docket_kernels* docket_kernels_cuda(void) {
  return &table;
}
