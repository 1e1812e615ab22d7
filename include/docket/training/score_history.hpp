/// The validations of a run so far: what a plateau schedule and an early stop look at.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket {

class ScoreHistory {
 public:
  void add(std::int64_t epoch, double score) { scores_.push_back({epoch, score}); }

  /// From the lines of metrics.jsonl that have the metric `name`.
  void read(const std::vector<nlohmann::json>& lines, const std::string& name) {
    for (const nlohmann::json& line : lines) {
      if (line.contains(name)) add(line["epoch"].get<std::int64_t>(), line[name].get<double>());
    }
  }

  [[nodiscard]] bool has(std::int64_t epoch) const { return !scores_.empty() && scores_.back().epoch == epoch; }

  [[nodiscard]] std::vector<double> values() const {
    std::vector<double> all;
    for (const Score& score : scores_) all.push_back(score.value);
    return all;
  }

  /// Epochs from the first best score to `epoch`; 0 before the first validation.
  [[nodiscard]] std::int64_t epochs_since_best(std::int64_t epoch) const {
    const auto best = std::max_element(scores_.begin(), scores_.end(), [](const Score& a, const Score& b) { return a.value < b.value; });
    return best == scores_.end() ? 0 : epoch - best->epoch;
  }

 private:
  struct Score {
    std::int64_t epoch;
    double value;
  };
  std::vector<Score> scores_;
};

}  // namespace docket
