/// What a backbone declares about its feature maps and a decoder is built from.
#pragma once

#include <cstdint>
#include <vector>

namespace docket {

/// One feature map: `channels` wide, each cell covering `stride` x `stride` input pixels.
struct Level {
  std::int64_t channels = 0;
  std::int64_t stride = 0;
  friend bool operator==(const Level&, const Level&) = default;
};

/// From the finest map (smallest stride) to the coarsest.
using Levels = std::vector<Level>;

}  // namespace docket
