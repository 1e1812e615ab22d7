/// The pixels under polygons as runs, found on the CPU, so that a device only sums.
#pragma once

#include <docket/kernels.h>

#include <vector>

#include "run.hpp"

namespace docket {

/// runs[first_run[i]] .. runs[first_run[i + 1] - 1] lie under polygon i.
struct ScorePlan {
  std::vector<Run> runs;
  std::vector<int64_t> first_run;
};

/// 0, or a code of the compute core.
int plan_scores(const docket_polygons* polygons, int64_t height, int64_t width, ScorePlan& plan);

}  // namespace docket
