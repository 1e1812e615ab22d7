/// Hyperband as W&B's sweeps stop runs (the reference system's [early_terminate]): at each band the worse ones end. Li et al. 2018.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/search/pruner.hpp>
#include <docket/search/pruners/values.hpp>

namespace docket::search {

struct HyperbandOptions {
  int min_iter = 0;  // 0: by max_iter
  int max_iter = 0;
  double eta = 3;
  int s = 0;  // how many bands below max_iter
  bool strict = true;
};

/// Bands are counted in values of the metric, so an epoch without one moves them.
class HyperbandPruner final : public Pruner {
 public:
  explicit HyperbandPruner(HyperbandOptions options) : options_(options) {
    if (options.eta <= 1) throw Error(ErrorKind::config, "pruner.eta", "must be above 1");
    if (options.min_iter > 0) {
      for (double band = options.min_iter; band < 1e6; band *= options.eta) bands_.push_back(static_cast<int>(band));
      return;
    }
    if (options.max_iter < 1 || options.s < 1) throw Error(ErrorKind::config, "pruner", "hyperband needs min_iter, or max_iter and s");
    for (int k = options.s; k >= 1; --k) {
      const int band = static_cast<int>(options.max_iter / std::pow(options.eta, k));
      if (band >= 1) bands_.push_back(band);
    }
  }

  [[nodiscard]] const std::vector<int>& bands() const { return bands_; }

  [[nodiscard]] std::vector<std::string> remarks() const override {
    if (options_.min_iter > 0 && options_.s > 0) return {"pruner hyperband: s = " + std::to_string(options_.s) + " has no effect once min_iter is set; the bands are min_iter * eta^k"};
    return {};
  }

  /// A band's threshold: of the losses there, best first, the one at place count / eta. +inf where nobody reached it.
  [[nodiscard]] double threshold(int band, Goal goal, std::span<const Trial> trials) const {
    std::vector<double> reached;
    for (const Trial& trial : trials) {
      const std::vector<double> losses = losses_of(trial, goal);
      if (losses.size() >= static_cast<std::size_t>(band)) reached.push_back(losses[static_cast<std::size_t>(band) - 1]);
    }
    if (reached.empty()) return std::numeric_limits<double>::infinity();
    std::sort(reached.begin(), reached.end());
    return reached[static_cast<std::size_t>(static_cast<double>(reached.size()) / options_.eta)];
  }

  [[nodiscard]] std::string reason_to_prune(const Trial& trial, Goal goal, std::span<const Trial> trials) const override {
    const std::vector<double> losses = losses_of(trial, goal);
    const auto above = std::upper_bound(bands_.begin(), bands_.end(), static_cast<int>(losses.size()));
    if (above == bands_.begin()) return "";
    const int band = *std::prev(above);
    const double loss = options_.strict ? losses[static_cast<std::size_t>(band) - 1] : *std::min_element(losses.begin(), losses.end());
    const double limit = threshold(band, goal, trials);
    if (!(loss > limit)) return "";
    return value_text(loss, goal, band) + ", hyperband goes on from " + value_text(limit, goal, band);
  }

 private:
  static std::vector<double> losses_of(const Trial& trial, Goal goal) {
    std::vector<double> losses;
    for (const auto& [step, value] : trial.intermediate_values) {
      if (std::isfinite(value)) losses.push_back(as_loss(value, goal));
    }
    return losses;
  }

  HyperbandOptions options_;
  std::vector<int> bands_;
};

}  // namespace docket::search
