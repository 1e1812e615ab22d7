/// The CPU table of the compute core.
#include <docket/kernels.h>

#include "cpu.hpp"

namespace {

const char* error_text(int code) {
  switch (code) {
    case docket::cpu::ok: return "no error";
    case docket::cpu::bad_argument: return "a kernel argument is out of range";
    case docket::cpu::out_of_memory: return "out of memory";
    default: return "unknown error of a kernel";
  }
}

const docket_kernels table = {
    .struct_size = sizeof(docket_kernels),
    .device = "cpu",
    .error_text = error_text,
    .resize_pad_normalize = docket::cpu::resize_pad_normalize,
    .text_targets = docket::cpu::text_targets,
    .hard_negative_bce = docket::cpu::hard_negative_bce,
    .threshold_map = docket::cpu::threshold_map,
    .polygon_scores = docket::cpu::polygon_scores,
    .warp_affine = docket::cpu::warp_affine,
    .turn_hue = docket::cpu::turn_hue,
};

}  // namespace

const docket_kernels* docket_kernels_cpu(void) {
  return &table;
}
