/// CMA-ES over the numbers that every trial has; choices, and what exists only under a condition, are drawn at random.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/random.hpp>
#include <docket/search/sampler.hpp>
#include <docket/search/samplers/cma_es.hpp>
#include <docket/search/samplers/draw.hpp>
#include <docket/search/samplers/judged_trials.hpp>
#include <docket/search/samplers/random.hpp>

namespace docket::search {

struct CmaesOptions {
  double sigma0 = 1.0 / 6;  // Optuna's, of each range
};

class CmaesSampler final : public Sampler {
 public:
  explicit CmaesSampler(CmaesOptions options = {}) : options_(options) {}

  /// The distribution follows from the trials alone: those that ended are told in the order of their numbers, a generation at a time.
  [[nodiscard]] Assignment propose(const SearchSpace& space, Goal goal, std::span<const Trial> trials, int number, std::uint64_t seed) const override {
    std::vector<const Parameter*> searched;
    for (const Parameter& parameter : space.parameters) {
      if (!parameter.only_if && !std::holds_alternative<Choices>(parameter.range)) searched.push_back(&parameter);
    }
    if (searched.empty()) throw Error(ErrorKind::config, "the search space", "has no numbers that every trial has, and cmaes searches only such; take tpe, gp or random");
    const auto size = static_cast<Eigen::Index>(searched.size());
    CmaEs strategy(Eigen::VectorXd::Constant(size, 0.5), options_.sigma0);
    std::vector<CmaEs::Point> generation;
    for (const JudgedTrial& one : judged_trials(trials, goal)) {
      CmaEs::Point point{Eigen::VectorXd(size), one.value};
      bool whole = true;
      for (Eigen::Index k = 0; k < size; ++k) {
        const auto found = one.trial->parameters.find(searched[static_cast<std::size_t>(k)]->name);
        if (found == one.trial->parameters.end()) whole = false;
        else point.place[k] = unit_of(searched[static_cast<std::size_t>(k)]->range, found->second);
      }
      if (!whole) continue;  // a trial that another program enqueued
      generation.push_back(std::move(point));
      if (generation.size() == strategy.generation_size()) strategy.tell(std::exchange(generation, {}));
    }
    Random random{seed, static_cast<std::uint64_t>(number), 3};
    const Eigen::VectorXd place = draw_inside(strategy, random);
    Assignment assignment = RandomSampler().propose(space, goal, trials, number, seed);
    for (Eigen::Index k = 0; k < size; ++k) {
      const Parameter& parameter = *searched[static_cast<std::size_t>(k)];
      assignment[parameter.name] = at_unit(parameter.range, place[k]);
    }
    return settled(space, std::move(assignment), random);
  }

 private:
  /// Drawn again while outside; at last the nearest place inside.
  static Eigen::VectorXd draw_inside(const CmaEs& strategy, Random& random) {
    Eigen::VectorXd place;
    for (int tries = 0; tries < 100; ++tries) {
      place = strategy.draw(random);
      if ((place.array() >= 0).all() && (place.array() <= 1).all()) return place;
    }
    return place.cwiseMax(0).cwiseMin(1);
  }

  /// With the parameters whose conditions hold now, and no others.
  static Assignment settled(const SearchSpace& space, Assignment proposed, Random& random) {
    Assignment settled;
    for (const Parameter& parameter : space.parameters) {
      const double unit = random.uniform();
      if (!SearchSpace::exists(parameter, settled)) continue;
      const auto found = proposed.find(parameter.name);
      settled[parameter.name] = found != proposed.end() ? found->second : at_unit(parameter.range, unit);
    }
    return settled;
  }

  CmaesOptions options_;
};

}  // namespace docket::search
