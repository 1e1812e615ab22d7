/// Tree-structured Parzen estimator: values that good trials took and others did not. Bergstra et al. 2011, with Optuna's defaults.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <docket/core/random.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/parzen.hpp>
#include <docket/search/samplers/random.hpp>

namespace docket::search {

struct TpeOptions {
  int n_startup_trials = 10;
  int n_ei_candidates = 24;
};

/// The trials' places, in their order: the gamma(n) best of the n ended ones, and the rest with those still running, which count as bad so
/// that agents side by side try different things (Optuna's constant_liar).
struct TpeSplit {
  std::vector<std::size_t> below, above;
  std::size_t ended = 0;
};

[[nodiscard]] inline TpeSplit tpe_split(std::span<const Trial> trials, Goal goal) {
  struct Rank {
    int group;  // complete, then pruned (later steps first), then pruned without a value
    double first, second;
  };
  const double sign = goal == Goal::maximize ? -1 : 1;
  const auto rank = [&](const Trial& trial) -> Rank {
    if (trial.state == TrialState::complete) return {0, sign * trial.value.value_or(std::numeric_limits<double>::infinity()), 0};
    if (trial.intermediate_values.empty()) return {2, 0, 0};
    const auto& [step, value] = *trial.intermediate_values.rbegin();
    return {1, -static_cast<double>(step), std::isnan(value) ? std::numeric_limits<double>::infinity() : sign * value};
  };
  TpeSplit split;
  std::vector<std::size_t> ended;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (trials[i].state == TrialState::complete || trials[i].state == TrialState::pruned) ended.push_back(i);
    else if (trials[i].state == TrialState::running) split.above.push_back(i);
  }
  split.ended = ended.size();
  std::stable_sort(ended.begin(), ended.end(), [&](std::size_t a, std::size_t b) {
    const Rank x = rank(trials[a]), y = rank(trials[b]);
    return x.group != y.group ? x.group < y.group : x.first != y.first ? x.first < y.first : x.second < y.second;
  });
  const auto gamma = static_cast<std::size_t>(std::min(std::ceil(0.1 * static_cast<double>(ended.size())), 25.0));
  split.below.assign(ended.begin(), ended.begin() + static_cast<std::ptrdiff_t>(gamma));
  split.above.insert(split.above.end(), ended.begin() + static_cast<std::ptrdiff_t>(gamma), ended.end());
  std::sort(split.below.begin(), split.below.end());
  std::sort(split.above.begin(), split.above.end());
  return split;
}

class TpeSampler final : public Sampler {
 public:
  explicit TpeSampler(TpeOptions options = {}) : options_(options) {}

  [[nodiscard]] Assignment propose(const SearchSpace& space, Goal goal, std::span<const Trial> trials, int number, std::uint64_t seed) const override {
    const TpeSplit split = tpe_split(trials, goal);
    if (split.ended < static_cast<std::size_t>(options_.n_startup_trials)) return RandomSampler().propose(space, goal, trials, number, seed);
    Random random{seed, static_cast<std::uint64_t>(number), 1};
    Assignment assignment;
    for (const Parameter& parameter : space.parameters) {
      if (SearchSpace::exists(parameter, assignment)) assignment[parameter.name] = best_value(parameter, trials, split, random);
    }
    return assignment;
  }

 private:
  /// Of the candidates drawn where good trials are dense, the one with the greatest l(x) / g(x).
  [[nodiscard]] double best_value(const Parameter& parameter, std::span<const Trial> trials, const TpeSplit& split, Random& random) const {
    const auto values = [&](const std::vector<std::size_t>& places) {
      std::vector<double> taken;
      for (const std::size_t i : places) {
        if (const auto found = trials[i].parameters.find(parameter.name); found != trials[i].parameters.end()) taken.push_back(found->second);
      }
      return taken;
    };
    const ParzenEstimator good(parameter.range, values(split.below)), others(parameter.range, values(split.above));
    double best = 0, most = -std::numeric_limits<double>::infinity();
    for (int i = 0; i < options_.n_ei_candidates; ++i) {
      const double candidate = good.draw(random);
      const double gain = good.log_density(candidate) - others.log_density(candidate);
      if (i == 0 || gain > most) {
        best = candidate;
        most = gain;
      }
    }
    return best;
  }

  TpeOptions options_;
};

}  // namespace docket::search
