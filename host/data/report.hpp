/// What `docket data check` prints and writes.
#pragma once

#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "findings.hpp"
#include "statistics.hpp"

namespace docket::data_check {

/// Statistics, then every check that found something with its first places, then one line that sums up. `batch_size` > 0 adds
/// the steps of an epoch to the counts of "train".
[[nodiscard]] std::string report_text(std::span<const SplitStatistics> splits, const Findings& findings, int batch_size);

/// The same with every place: {"splits": [...], "checks": [{"name", "level", "sentence", "count", "places"}], "errors",
/// "notes"}.
[[nodiscard]] nlohmann::ordered_json report_json(std::span<const SplitStatistics> splits, const Findings& findings);

/// The table of checks, one line each.
[[nodiscard]] std::string check_list();

}  // namespace docket::data_check
