/// What samplers that model the metric learn from: trials that ended, each with one number.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include <docket/search/trial.hpp>

namespace docket::search {

struct JudgedTrial {
  const Trial* trial;
  double value;  // greater is better, whatever the goal
};

/// Complete and pruned trials with finite values, in their order. A pruned one counts by its last value, but never as better than the worst
/// complete one: what it would have come to is not known, and its region must not look as if it had never been tried.
[[nodiscard]] inline std::vector<JudgedTrial> judged_trials(std::span<const Trial> trials, Goal goal) {
  const double sign = goal == Goal::maximize ? 1 : -1;
  std::optional<double> worst;
  for (const Trial& trial : trials) {
    if (trial.state != TrialState::complete || !trial.value || !std::isfinite(*trial.value)) continue;
    worst = worst ? std::min(*worst, sign * *trial.value) : sign * *trial.value;
  }
  std::vector<JudgedTrial> judged;
  for (const Trial& trial : trials) {
    std::optional<double> value;
    if (trial.state == TrialState::complete && trial.value) value = sign * *trial.value;
    if (trial.state == TrialState::pruned) {
      value = worst;
      const auto last = trial.intermediate_values.rbegin();
      if (last != trial.intermediate_values.rend() && std::isfinite(last->second)) value = worst ? std::min(*worst, sign * last->second) : sign * last->second;
    }
    if (value && std::isfinite(*value)) judged.push_back({&trial, *value});
  }
  return judged;
}

}  // namespace docket::search
