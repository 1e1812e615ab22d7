#include "trial_run.hpp"

#include <cmath>
#include <fstream>
#include <limits>

#include <nlohmann/json.hpp>

namespace docket::sweep {

std::map<int, double> read_metric(const std::filesystem::path& run, const std::string& metric) {
  std::map<int, double> values;
  std::ifstream file(run / "metrics.jsonl");
  for (std::string text; std::getline(file, text) && !file.eof();) {  // a line without its end is being written
    const nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
    if (!line.is_object() || !line.contains(metric) || !line.contains("epoch") || !line["epoch"].is_number_integer()) continue;
    const nlohmann::json& value = line[metric];
    values[line["epoch"].get<int>()] = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
  }
  return values;
}

std::optional<std::pair<int, double>> best_epoch(const std::map<int, double>& values, search::Goal goal) {
  std::optional<std::pair<int, double>> best;
  for (const auto& [epoch, value] : values) {
    if (!std::isfinite(value)) continue;
    if (!best || (goal == search::Goal::maximize ? value > best->second : value < best->second)) best = {epoch, value};
  }
  return best;
}

}  // namespace docket::sweep
