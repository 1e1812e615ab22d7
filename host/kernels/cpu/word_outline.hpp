/// A word's outline on the pixel grid, and the same moved inwards and outwards. Plain geometry on the CPU, also for the CUDA core.
#pragma once

#include <docket/kernels.h>

#include <opencv2/core/types.hpp>

#include <vector>

namespace docket {

using IntPath = std::vector<cv::Point>;

struct WordOutline {
  IntPath points;
  /// The offset D = area * (1 - shrink_ratio^2) / perimeter in pixels (DB paper, equation 10); 0 without area.
  double distance = 0;
};

/// Truncates the points to integers, as the reference system does. False where a point is no finite number within +-1e6.
bool read_outline(const docket_polygons& words, int64_t index, double shrink_ratio, WordOutline& outline);

/// Moves the outline outwards by `delta` (inwards when negative) with round joins; Clipper's paths, holes among them.
std::vector<IntPath> offset_outline(const WordOutline& outline, double delta);

/// True when starts[] rises from 0 and nothing is null.
bool well_formed(const docket_polygons* polygons);

}  // namespace docket
