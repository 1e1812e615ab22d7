/// The size of training pictures by epoch.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace docket {

/// (epoch, longest side in pixels), epochs rising.
using ResolutionSteps = std::vector<std::pair<std::int64_t, int>>;

/// The side in `epoch`; `otherwise` before the first step.
[[nodiscard]] inline int side_in(const ResolutionSteps& steps, std::int64_t epoch, int otherwise) {
  int side = otherwise;
  for (const auto& [from, step] : steps) {
    if (from <= epoch) side = step;
  }
  return side;
}

}  // namespace docket
