/// Ends a trial whose metric lies below or above a fixed bound, as Optuna's ThresholdPruner.
#pragma once

#include <cmath>

#include <docket/search/pruner.hpp>
#include <docket/search/pruners/values.hpp>

namespace docket::search {

struct ThresholdOptions {
  double lower = -1e300;
  double upper = 1e300;
  int n_warmup_steps = 0;
  int interval_steps = 1;
};

class ThresholdPruner final : public Pruner {
 public:
  explicit ThresholdPruner(ThresholdOptions options) : options_(options) {}

  [[nodiscard]] std::string reason_to_prune(const Trial& trial, Goal, std::span<const Trial>) const override {
    if (trial.intermediate_values.empty() || !is_judged(trial, options_.n_warmup_steps, options_.interval_steps)) return "";
    const auto [step, value] = *trial.intermediate_values.rbegin();
    if (std::isnan(value)) return "its value at epoch " + std::to_string(step) + " is no number";
    if (value >= options_.lower && value <= options_.upper) return "";
    char text[64];
    std::snprintf(text, sizeof text, ", outside [%.6g, %.6g]", options_.lower, options_.upper);
    return value_text(value, Goal::minimize, step) + text;
  }

 private:
  ThresholdOptions options_;
};

}  // namespace docket::search
