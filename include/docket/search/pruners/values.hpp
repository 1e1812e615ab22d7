/// Intermediate values as pruners compare them.
#pragma once

#include <cmath>
#include <cstdio>
#include <iterator>
#include <limits>
#include <string>

#include <docket/search/trial.hpp>

namespace docket::search {

/// Smaller is better: negated where the goal is to maximize.
[[nodiscard]] inline double as_loss(double value, Goal goal) { return goal == Goal::maximize ? -value : value; }

/// The best loss of the steps before `end`, NaN left out; NaN where there is none.
[[nodiscard]] inline double best_loss(const Trial& trial, Goal goal, int begin, int end) {
  double best = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [step, value] : trial.intermediate_values) {
    if (step < begin || step >= end || std::isnan(value)) continue;
    if (std::isnan(best) || as_loss(value, goal) < best) best = as_loss(value, goal);
  }
  return best;
}

/// Whether a pruner that looks every `interval` steps after `warmup` looks at the trial's last step: no earlier step lies in the same interval.
[[nodiscard]] inline bool is_judged(const Trial& trial, int warmup, int interval) {
  const int step = trial.intermediate_values.rbegin()->first;
  if (step < warmup) return false;
  const int begin = (step - warmup) / interval * interval + warmup;
  return trial.intermediate_values.size() < 2 || std::next(trial.intermediate_values.rbegin())->first < begin;
}

/// "0.9123 at epoch 10"
[[nodiscard]] inline std::string value_text(double loss, Goal goal, int step) {
  char text[64];
  std::snprintf(text, sizeof text, "%.4f at epoch %d", as_loss(loss, goal), step);
  return text;
}

}  // namespace docket::search
