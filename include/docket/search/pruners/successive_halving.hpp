/// Asynchronous successive halving (ASHA): at rungs that lie further and further apart, one in reduction_factor goes on. Li et al. 2020, as
/// Optuna's.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <docket/search/pruner.hpp>
#include <docket/search/pruners/values.hpp>

namespace docket::search {

struct SuccessiveHalvingOptions {
  int min_resource = 1;
  int reduction_factor = 4;
  int min_early_stopping_rate = 0;
  int bootstrap_count = 0;
};

/// Optuna writes into the study what a trial had at which rung. Here it is read from the trial's values: it stood at a rung at its first step
/// there, and was kept if it has a later one.
class SuccessiveHalvingPruner final : public Pruner {
 public:
  explicit SuccessiveHalvingPruner(SuccessiveHalvingOptions options) : options_(options) {}

  [[nodiscard]] std::string reason_to_prune(const Trial& trial, Goal goal, std::span<const Trial> trials) const override {
    if (trial.intermediate_values.empty()) return "";
    const auto [step, value] = *trial.intermediate_values.rbegin();
    const int before = trial.intermediate_values.size() < 2 ? -1 : std::next(trial.intermediate_values.rbegin())->first;
    int rung = 0;
    while (before >= step_of(rung)) ++rung;
    for (; step >= step_of(rung); ++rung) {
      if (std::isnan(value)) return "its value at epoch " + std::to_string(step) + " is no number";
      const std::vector<double> losses = losses_at(rung, goal, trials);
      const std::string who = value_text(as_loss(value, goal), goal, step) + ", rung " + std::to_string(rung) + " of successive halving ";
      if (losses.size() <= static_cast<std::size_t>(options_.bootstrap_count)) return who + "keeps none of its first " + std::to_string(options_.bootstrap_count);
      const std::size_t share = losses.size() / static_cast<std::size_t>(options_.reduction_factor);
      const double limit = losses[share == 0 ? 0 : share - 1];
      if (as_loss(value, goal) > limit) return who + "goes on from " + value_text(limit, goal, step_of(rung));
    }
    return "";
  }

 private:
  [[nodiscard]] int step_of(int rung) const {
    const double step = options_.min_resource * std::pow(options_.reduction_factor, options_.min_early_stopping_rate + rung);
    return static_cast<int>(std::min(step, 1e9));
  }

  /// Best first, of all trials that stood there.
  [[nodiscard]] std::vector<double> losses_at(int rung, Goal goal, std::span<const Trial> trials) const {
    std::vector<double> losses;
    for (const Trial& trial : trials) {
      const auto there = trial.intermediate_values.lower_bound(step_of(rung));
      if (there != trial.intermediate_values.end() && !std::isnan(there->second)) losses.push_back(as_loss(there->second, goal));
    }
    std::sort(losses.begin(), losses.end());
    return losses;
  }

  SuccessiveHalvingOptions options_;
};

}  // namespace docket::search
