/// What ends a trial early.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <docket/search/trial.hpp>

namespace docket::search {

/// Holds no state of the study, as a Sampler.
class Pruner {
 public:
  virtual ~Pruner() = default;

  /// Whether `trial`, which has just reported its last intermediate value, should end. `trials` are all of the study, itself included,
  /// in the order of their numbers; values are compared at the same step only. Returns why, as one clause for a person ("0.912 at epoch
  /// 10, below the median 0.934 of 6 trials there"); empty to go on.
  [[nodiscard]] virtual std::string reason_to_prune(const Trial& trial, Goal goal, std::span<const Trial> trials) const = 0;

  /// Lines for the user about options that do nothing.
  [[nodiscard]] virtual std::vector<std::string> remarks() const { return {}; }
};

}  // namespace docket::search
