/// Ends a trial that stopped getting better, as Optuna's PatientPruner.
#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include <docket/search/pruner.hpp>
#include <docket/search/pruners/values.hpp>

namespace docket::search {

struct PatienceOptions {
  int patience = 5;
  double min_delta = 0;
};

class PatiencePruner final : public Pruner {
 public:
  /// wrapped: asked only once patience is over; without one, that alone ends the trial.
  explicit PatiencePruner(PatienceOptions options, std::unique_ptr<Pruner> wrapped = nullptr) : options_(options), wrapped_(std::move(wrapped)) {}

  [[nodiscard]] std::string reason_to_prune(const Trial& trial, Goal goal, std::span<const Trial> trials) const override {
    const auto last = static_cast<std::size_t>(options_.patience) + 1;
    if (trial.intermediate_values.size() <= last) return "";
    const int begin = std::prev(trial.intermediate_values.end(), static_cast<std::ptrdiff_t>(last))->first;
    const double before = best_loss(trial, goal, 0, begin), since = best_loss(trial, goal, begin, std::numeric_limits<int>::max());
    if (!(before + options_.min_delta < since)) return "";
    if (wrapped_) return wrapped_->reason_to_prune(trial, goal, trials);
    return "no epoch of the last " + std::to_string(last) + " is better than " + value_text(before, goal, begin - 1);
  }

 private:
  PatienceOptions options_;
  std::unique_ptr<Pruner> wrapped_;
};

}  // namespace docket::search
