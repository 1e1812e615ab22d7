/// Settings -> their scores on one set or several.
#pragma once

#include <span>
#include <vector>

#include <docket/search/setting_space.hpp>

#include "tune_report.hpp"
#include "tune_sets.hpp"

namespace docket::tune {

/// On stored maps in half precision, on all threads; maps that are not there yet are computed and stored first. Throws what the plugin
/// throws of a setting before the network runs. Results are empty where the program was interrupted.
[[nodiscard]] std::vector<Trial> score_stored(std::span<const TuneSet> sets, const std::vector<Setting>& settings);

/// On maps in full precision, made one after the other: the network itself uses all threads.
[[nodiscard]] std::vector<Trial> score_exactly(std::span<const TuneSet> sets, const std::vector<Setting>& settings);

}  // namespace docket::tune
