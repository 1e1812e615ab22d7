/// What the wbf ensembler can be told.
#pragma once

#include <string>
#include <vector>

#include <docket/config/options.hpp>

namespace docket::wbf {

struct Options {
  int min_votes = 0;
  double iou = 0.5;
  std::vector<double> weights;
  double skip_below = 0;
  std::string score = "avg";
  double min_score = 0;
};

inline constexpr auto schema = options<Options>(
    option("min_votes", &Options::min_votes, {0, 1000}, "members that must have found a word; 0: more than half of them, 1: all words, as the paper"),
    option("iou", &Options::iou, {0, 1}, "a box joins the fused box it overlaps most when their polygon IoU is above this"),
    option("weights", &Options::weights, {0, 1e6}, "how much each member counts, one number a member; empty: all the same"),
    option("skip_below", &Options::skip_below, {0, 1}, "boxes with a lower score are left out first"),
    option("score", &Options::score, {"avg", "max", "box_and_model_avg", "absent_model_aware_avg"},
           "avg: mean score, less where members are missing; max: the best one; box_and_model_avg: by the weights of the boxes and of the "
           "members that voted; absent_model_aware_avg: absent members count 0 with their weight"),
    option("min_score", &Options::min_score, {0, 1}, "fused words with a lower score are dropped"));

}  // namespace docket::wbf
