/// The threshold map's ridge along one word's outline.
#pragma once

#include "word_outline.hpp"

namespace docket::cpu {

/// How a distance in [0, D] becomes a value: low + (1 - distance / D) * range.
struct RidgeScale {
  float low = 0;
  float range = 0;
};

/// Raises `map` (a continuous row-major picture) to the ridge wherever it is higher, inside `box` only. D = outline.distance > 0.
/// The distance of a pixel q from an edge ab is the perpendicular one where the angle aqb is obtuse, else the one from the
/// nearer end (reference-system.md 3.2); outside the edge's own band of width D nothing is computed.
void draw_ridge(const WordOutline& outline, const cv::Rect& box, const RidgeScale& scale, float* map, int64_t width);

}  // namespace docket::cpu
