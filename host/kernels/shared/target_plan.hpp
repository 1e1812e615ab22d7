/// What there is to draw for one sample's target maps, worked out on the CPU with OpenCV and Clipper, so that a device only fills.
#pragma once

#include <docket/kernels.h>

#include <vector>

#include "ridge_pixel.hpp"
#include "run.hpp"

namespace docket {

/// A word's ridge inside a box, both ends inclusive.
struct RidgeBox {
  RidgeWord word;
  int32_t left, top, right, bottom;
};

struct TargetPlan {
  std::vector<int32_t> xy;         // outlines of the words with a ridge
  std::vector<RidgeBox> ridges;
  std::vector<Run> text;           // 1 in prob
  std::vector<Run> band;           // 1 in thresh_mask, if the options want the band only
  std::vector<Run> no_prob;        // 0 in prob_mask
  std::vector<Run> no_thresh;      // 0 in thresh_mask, after the band
};

/// 0, or a code of the compute core.
int plan_targets(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                 const docket_target_options* options, TargetPlan& plan);

}  // namespace docket
