/// The settings that docket tune tries: all of a list or grid, or what a sampler proposes.
#pragma once

#include <span>
#include <vector>

#include <docket/search/setting_space.hpp>

#include "tune_report.hpp"
#include "tune_request.hpp"
#include "tune_sets.hpp"

namespace docket::tune {

/// The pipeline's own setting (empty), then each setting tried, once, in the order of trying. A sampler that learns is told the scores of
/// eight settings at a time. Throws as score_stored() does; where the program is interrupted, the last results are empty.
[[nodiscard]] std::vector<Trial> search_settings(std::span<const TuneSet> sets, const SettingSpace& space, const TuneRequest& request);

}  // namespace docket::tune
