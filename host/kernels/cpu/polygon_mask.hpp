/// The pixels under a polygon, as its score counts them.
#pragma once

#include <opencv2/core/types.hpp>

#include <cstdint>
#include <vector>

namespace docket {

/// A byte a pixel, not 0 where covered, row by row; its top-left pixel lies at `origin` of the map.
struct PolygonMask {
  cv::Point origin;
  cv::Size size;
  std::vector<uint8_t> covered;
};

/// Truncates the points to integers relative to the mask and fills as cv::fillPoly does (reference-system.md 3.7, step 4). Keeps
/// the memory of `mask`. False where a coordinate is no number or beyond what fillPoly takes. `count` > 0 points x, y.
bool fill_polygon_mask(const double* xy, int64_t count, int64_t height, int64_t width, PolygonMask& mask);

}  // namespace docket
