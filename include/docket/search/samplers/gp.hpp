/// Bayesian optimisation: the point of the greatest expected improvement under a Gaussian process. Jones, Schonlau and Welch 1998.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <docket/core/random.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/draw.hpp>
#include <docket/search/samplers/gaussian_process.hpp>
#include <docket/search/samplers/judged_trials.hpp>
#include <docket/search/samplers/random.hpp>

namespace docket::search {

struct GpOptions {
  int n_startup_trials = 10;
};

/// log E[max(Y - best, 0)] for Y normal, also where the improvement itself underflows (Ament et al., "Unexpected Improvements to Expected
/// Improvement", 2023).
[[nodiscard]] inline double log_expected_improvement(const GaussianProcess::Belief& belief, double best) {
  const double z = (belief.mean - best) / belief.deviation;
  const double log_density = -0.5 * z * z - 0.5 * std::log(2 * 3.14159265358979323846);
  if (z < -10) return std::log(belief.deviation) + log_density - 2 * std::log(-z) + std::log1p(-3 / (z * z));  // the asymptotic series of the upper tail
  const double mass = 0.5 * std::erfc(-z / std::sqrt(2.0));
  return std::log(belief.deviation) + std::log(std::exp(log_density) + z * mass);
}

class GpSampler final : public Sampler {
 public:
  explicit GpSampler(GpOptions options = {}) : options_(options) {}

  /// Trials that run are taken to come out as the process believes, so that agents side by side try different things.
  [[nodiscard]] Assignment propose(const SearchSpace& space, Goal goal, std::span<const Trial> trials, int number, std::uint64_t seed) const override {
    const std::vector<JudgedTrial> judged = judged_trials(trials, goal);
    if (judged.size() < static_cast<std::size_t>(options_.n_startup_trials)) return RandomSampler().propose(space, goal, trials, number, seed);
    const auto n = static_cast<Eigen::Index>(judged.size()), d = static_cast<Eigen::Index>(space.parameters.size());
    std::vector<Coordinate> kinds;
    for (const Parameter& parameter : space.parameters) kinds.push_back(std::holds_alternative<Choices>(parameter.range) ? Coordinate::choice : Coordinate::number);
    Eigen::MatrixXd x(n, d);
    for (Eigen::Index i = 0; i < n; ++i) x.row(i) = place_of(space, judged[static_cast<std::size_t>(i)].trial->parameters);
    const Eigen::VectorXd y = standardised(judged);
    GaussianProcess process(kinds, x, y, fit_scales(kinds, x, y));
    for (const Trial& trial : trials) {
      if (trial.state == TrialState::running && !trial.parameters.empty()) process = process.believing(place_of(space, trial.parameters));
    }
    Eigen::Index best = 0;
    const double reached = y.maxCoeff(&best);
    Random random{seed, static_cast<std::uint64_t>(number), 2};
    return most_promising(space, process, reached, judged[static_cast<std::size_t>(best)].trial->parameters, random);
  }

 private:
  /// Numbers in [0, 1], choices by their index; what does not exist lies in the middle, and is no choice.
  static Eigen::RowVectorXd place_of(const SearchSpace& space, const Assignment& assignment) {
    Eigen::RowVectorXd place(static_cast<Eigen::Index>(space.parameters.size()));
    for (std::size_t k = 0; k < space.parameters.size(); ++k) {
      const Parameter& parameter = space.parameters[k];
      const bool choice = std::holds_alternative<Choices>(parameter.range);
      const auto found = assignment.find(parameter.name);
      place[static_cast<Eigen::Index>(k)] = found == assignment.end() ? (choice ? -1 : 0.5) : choice ? found->second : unit_of(parameter.range, found->second);
    }
    return place;
  }

  /// Mean 0, variance 1. Values far below the rest (trainings that found nothing) are raised to three times the quartiles' distance below the
  /// lower one: else all others would look alike.
  static Eigen::VectorXd standardised(const std::vector<JudgedTrial>& judged) {
    std::vector<double> sorted;
    for (const JudgedTrial& one : judged) sorted.push_back(one.value);
    std::sort(sorted.begin(), sorted.end());
    const double lower = sorted[sorted.size() / 4], upper = sorted[sorted.size() * 3 / 4];
    const double floor = upper > lower ? lower - 3 * (upper - lower) : sorted.front();
    Eigen::VectorXd y(static_cast<Eigen::Index>(judged.size()));
    for (std::size_t i = 0; i < judged.size(); ++i) y[static_cast<Eigen::Index>(i)] = std::max(judged[i].value, floor);
    y.array() -= y.mean();
    const double deviation = std::sqrt(y.squaredNorm() / static_cast<double>(y.size()));
    return deviation > 0 ? Eigen::VectorXd(y / deviation) : y;
  }

  /// `from` with its numbers moved by about `reach` of their range, and a choice in ten drawn anew.
  static Assignment neighbour(const SearchSpace& space, const Assignment& from, double reach, Random& random) {
    Assignment moved;
    for (const Parameter& parameter : space.parameters) {
      const double step = random.normal(), unit = random.uniform(), redraw = random.uniform();
      if (!SearchSpace::exists(parameter, moved)) continue;
      const auto known = from.find(parameter.name);
      const bool choice = std::holds_alternative<Choices>(parameter.range);
      if (known == from.end() || (choice && redraw < 0.1)) moved[parameter.name] = at_unit(parameter.range, unit);
      else if (choice) moved[parameter.name] = known->second;
      else moved[parameter.name] = at_unit(parameter.range, std::clamp(unit_of(parameter.range, known->second) + reach * step, 0.0, 1.0));
    }
    return moved;
  }

  /// A thousand places drawn evenly, then ever closer around the eight best and the best trial.
  static Assignment most_promising(const SearchSpace& space, const GaussianProcess& process, double reached, const Assignment& best_trial, Random& random) {
    using Candidate = std::pair<double, Assignment>;
    const auto rated = [&](Assignment assignment) { return Candidate{log_expected_improvement(process.at(place_of(space, assignment)), reached), std::move(assignment)}; };
    const auto keep_best = [](std::vector<Candidate>& all) {
      std::stable_sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.first > b.first; });
      all.resize(std::min<std::size_t>(all.size(), 8));
    };
    std::vector<Candidate> kept{rated(best_trial)};
    for (int i = 0; i < 1000; ++i) kept.push_back(rated(neighbour(space, {}, 0, random)));
    keep_best(kept);
    for (const double reach : std::array{0.1, 0.05, 0.02, 0.01, 0.003}) {
      std::vector<Candidate> around = kept;
      around.push_back(rated(neighbour(space, best_trial, reach, random)));
      for (const Candidate& one : kept) {
        for (int i = 0; i < 12; ++i) around.push_back(rated(neighbour(space, one.second, reach, random)));
      }
      keep_best(around);
      kept = std::move(around);
    }
    return kept.front().second;
  }

  GpOptions options_;
};

}  // namespace docket::search
