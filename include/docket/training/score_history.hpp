/// The validations of a run so far: what a plateau schedule and an early stop look at.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/training/checkpoint.hpp>

namespace docket {

class ScoreHistory {
 public:
  void add(const TrainingProgress& at, double score) { scores_.push_back({at, score}); }

  /// From the lines of metrics.jsonl that have the metric `name`.
  void read(const std::vector<nlohmann::json>& lines, const std::string& name) {
    for (const nlohmann::json& line : lines) {
      if (line.contains(name)) add({line["epoch"].get<std::int64_t>(), line["step"].get<std::int64_t>()}, line[name].get<double>());
    }
  }

  /// Whether the weights after `step` steps have been judged.
  [[nodiscard]] bool has(std::int64_t step) const { return !scores_.empty() && scores_.back().at.step == step; }

  [[nodiscard]] std::vector<double> values() const {
    std::vector<double> all;
    for (const Score& score : scores_) all.push_back(score.value);
    return all;
  }

  /// Epochs from the first best score to the last one; 0 before the first validation.
  [[nodiscard]] std::int64_t epochs_since_best() const {
    const auto best = std::max_element(scores_.begin(), scores_.end(), [](const Score& a, const Score& b) { return a.value < b.value; });
    return best == scores_.end() ? 0 : scores_.back().at.epoch - best->at.epoch;
  }

 private:
  struct Score {
    TrainingProgress at;
    double value;
  };
  std::vector<Score> scores_;
};

}  // namespace docket
