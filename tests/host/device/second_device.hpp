/// A device beside the CPU for machines without one. Its memory is the CPU's, but LibTorch takes it for another device: whatever was not moved
/// there, or back, is refused as it would be on a GPU.
#pragma once

#include <c10/core/Device.h>

namespace docket::testing {

/// Call it first. The device borrows the name of an accelerator that LibTorch knows by name only.
[[nodiscard]] at::Device second_device();

}  // namespace docket::testing
