/// The series of a run's metrics.jsonl, for charts.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket::report {

struct MetricLines {
  std::vector<nlohmann::json> lines;  // objects, in the file's order
  std::size_t damaged = 0;            // lines that are no JSON object, passed over
};

/// Of RUN/metrics.jsonl. Throws Error(data) when it cannot be read.
[[nodiscard]] MetricLines read_metric_lines(const std::filesystem::path& run);

/// {"name", "points": [[x, y], ...]} of the lines that have both; points are empty where none has. y is null where it is not finite.
[[nodiscard]] nlohmann::json series(const MetricLines& metrics, const std::string& name, const char* x, const std::string& y);

/// A chart of lines from those series that have points.
[[nodiscard]] nlohmann::json line_chart(const char* x, const char* y, const std::vector<nlohmann::json>& series);

/// Names of the metrics that begin so, sorted: "epoch/loss_" finds the parts of the loss.
[[nodiscard]] std::vector<std::string> metrics_like(const MetricLines& metrics, const std::string& beginning);

}  // namespace docket::report
