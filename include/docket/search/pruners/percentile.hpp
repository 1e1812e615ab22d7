/// Ends a trial whose best so far is worse than a percentile of the complete trials at the same epoch; 50 is the median. As Optuna's.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <docket/search/pruner.hpp>
#include <docket/search/pruners/values.hpp>

namespace docket::search {

struct PercentileOptions {
  double percentile = 50;
  int n_startup_trials = 5;
  int n_warmup_steps = 0;
  int interval_steps = 1;
  int n_min_trials = 1;
};

/// Only equal epochs are compared, and none below n_warmup_steps, so that a slow starter is not judged by its warm-up.
class PercentilePruner final : public Pruner {
 public:
  explicit PercentilePruner(PercentileOptions options) : options_(options) {}

  [[nodiscard]] std::string reason_to_prune(const Trial& trial, Goal goal, std::span<const Trial> trials) const override {
    const auto complete = [](const Trial& other) { return other.state == TrialState::complete; };
    if (std::ranges::count_if(trials, complete) < options_.n_startup_trials) return "";
    if (trial.intermediate_values.empty() || !is_judged(trial, options_.n_warmup_steps, options_.interval_steps)) return "";
    const int step = trial.intermediate_values.rbegin()->first;
    const double best = best_loss(trial, goal, 0, step + 1);
    if (std::isnan(best)) return "no value is a number";
    std::vector<double> others;
    for (const Trial& other : trials) {
      if (!complete(other)) continue;
      const auto found = other.intermediate_values.find(step);
      if (found != other.intermediate_values.end() && !std::isnan(found->second)) others.push_back(as_loss(found->second, goal));
    }
    if (others.empty() || others.size() < static_cast<std::size_t>(options_.n_min_trials)) return "";
    const double limit = percentile_of(others);
    if (!(best > limit)) return "";
    char text[96];
    std::snprintf(text, sizeof text, ", worse than the %.4g %% best of %zu trials there, ", options_.percentile, others.size());
    return "its best is " + value_text(best, goal, step) + text + value_text(limit, goal, step);
  }

 private:
  /// Between two values by linear interpolation, as NumPy's.
  [[nodiscard]] double percentile_of(std::vector<double>& losses) const {
    std::sort(losses.begin(), losses.end());
    const double place = options_.percentile / 100 * static_cast<double>(losses.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, losses.size() - 1);
    return losses[low] + (losses[high] - losses[low]) * (place - static_cast<double>(low));
  }

  PercentileOptions options_;
};

}  // namespace docket::search
