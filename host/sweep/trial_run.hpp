/// What a trial's run folder tells its agent.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <docket/search/trial.hpp>

namespace docket::sweep {

/// Epoch -> the metric, of the whole lines of RUN/metrics.jsonl; NaN where it was no number. Empty where there is no such file yet.
[[nodiscard]] std::map<int, double> read_metric(const std::filesystem::path& run, const std::string& metric);

/// The best finite value; nothing where there is none.
[[nodiscard]] std::optional<std::pair<int, double>> best_epoch(const std::map<int, double>& values, search::Goal goal);

}  // namespace docket::sweep
