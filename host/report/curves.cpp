#include "curves.hpp"

#include <cmath>
#include <fstream>
#include <set>

#include <docket/core/error.hpp>

#include "inputs.hpp"

namespace docket::report {

MetricLines read_metric_lines(const std::filesystem::path& run) {
  const std::filesystem::path path = run / "metrics.jsonl";
  std::ifstream file(path);
  if (!file) throw Error(ErrorKind::data, path.string(), "cannot be read");
  MetricLines metrics;
  for (std::string text; std::getline(file, text);) {
    if (text.empty()) continue;
    nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (line.is_object()) {
      metrics.lines.push_back(std::move(line));
    } else {
      ++metrics.damaged;
    }
  }
  return metrics;
}

nlohmann::json series(const MetricLines& metrics, const std::string& name, const char* x, const std::string& y) {
  nlohmann::json points = nlohmann::json::array();
  for (const nlohmann::json& line : metrics.lines) {
    const auto at = line.find(x), value = line.find(y);
    if (at == line.end() || value == line.end() || !at->is_number()) continue;
    points.push_back({*at, plotted(value->is_number() ? value->get<double>() : std::nan(""))});
  }
  return {{"name", name}, {"points", std::move(points)}};
}

nlohmann::json line_chart(const char* x, const char* y, const std::vector<nlohmann::json>& series) {
  nlohmann::json chart{{"kind", "lines"}, {"x", x}, {"y", y}, {"series", nlohmann::json::array()}};
  for (const nlohmann::json& one : series) {
    if (!one.at("points").empty()) chart["series"].push_back(one);
  }
  return chart;
}

std::vector<std::string> metrics_like(const MetricLines& metrics, const std::string& beginning) {
  std::set<std::string> names;
  for (const nlohmann::json& line : metrics.lines) {
    for (const auto& [name, value] : line.items()) {
      if (name.starts_with(beginning)) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace docket::report
