/// A Parzen estimator of one parameter: the density of the values that some trials took. Bergstra et al. 2011, as Optuna builds it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <span>
#include <variant>
#include <vector>

#include <docket/core/random.hpp>
#include <docket/search/samplers/draw.hpp>
#include <docket/search/search_space.hpp>

namespace docket::search {

namespace detail {

inline double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// log(cdf(b) - cdf(a)), a <= b, of the standard normal, also far out: reflected to the lower tail, where erfc keeps its digits.
inline double log_normal_mass(double a, double b) {
  if (a > 0) return log_normal_mass(-b, -a);
  const double upper = normal_cdf(b), lower = normal_cdf(a);
  return upper > lower ? std::log(upper - lower) : -std::numeric_limits<double>::infinity();
}

inline double log_sum_exp(std::span<const double> terms) {
  const double most = *std::max_element(terms.begin(), terms.end());
  if (!std::isfinite(most)) return most;
  double sum = 0;
  for (const double term : terms) sum += std::exp(term - most);
  return most + std::log(sum);
}

/// Weights of `count` observations, oldest first: the last 25 full ones, a ramp before.
inline std::vector<double> observation_weights(std::size_t count) {
  std::vector<double> weights(count, 1.0);
  if (count < 25) return weights;
  const std::size_t ramp = count - 25;
  const double first = 1.0 / static_cast<double>(count);
  for (std::size_t i = 0; i < ramp; ++i) weights[i] = ramp == 1 ? first : first + (1 - first) * static_cast<double>(i) / static_cast<double>(ramp - 1);
  return weights;
}

}  // namespace detail

/// A kernel for every observation, in their order, and a wide prior last.
class ParzenEstimator {
 public:
  struct Kernel {
    double weight = 0;                    // all sum to 1
    double mu = 0, sigma = 0;             // numbers, in the interval's terms
    std::vector<double> choice_weights;  // choices
  };

  /// observations: in Assignment's representation, in the order of the trials.
  ParzenEstimator(const ParameterRange& range, std::span<const double> observations) : range_(range) {
    std::vector<double> weights = detail::observation_weights(observations.size());
    weights.push_back(1);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (const double weight : weights) kernels_.push_back({weight / sum, 0, 0, {}});
    if (const auto* choices = std::get_if<Choices>(&range_)) {
      add_choices(choices->values.size(), observations);
    } else {
      interval_ = std::holds_alternative<IntRange>(range_) ? interval_of(std::get<IntRange>(range_)) : interval_of(std::get<FloatRange>(range_));
      add_numbers(observations);
    }
  }

  [[nodiscard]] const std::vector<Kernel>& kernels() const { return kernels_; }
  /// For comparisons with an estimator whose sigmas came about otherwise.
  void set_kernels(std::vector<Kernel> kernels) { kernels_ = std::move(kernels); }

  /// Of a value in Assignment's representation; of the logarithm where the range is logarithmic.
  [[nodiscard]] double log_density(double value) const {
    std::vector<double> terms;
    for (const Kernel& kernel : kernels_) terms.push_back(std::log(kernel.weight) + log_kernel(kernel, value));
    return detail::log_sum_exp(terms);
  }

  [[nodiscard]] double draw(Random& random) const {
    double place = random.uniform();
    const Kernel* chosen = &kernels_.back();
    for (const Kernel& kernel : kernels_) {
      if (place < kernel.weight) {
        chosen = &kernel;
        break;
      }
      place -= kernel.weight;
    }
    if (!chosen->choice_weights.empty()) {
      double rest = random.uniform();
      for (std::size_t i = 0; i + 1 < chosen->choice_weights.size(); ++i) {
        if (rest < chosen->choice_weights[i]) return static_cast<double>(i);
        rest -= chosen->choice_weights[i];
      }
      return static_cast<double>(chosen->choice_weights.size() - 1);
    }
    for (int tries = 0; tries < 1000; ++tries) {
      const double drawn = chosen->mu + chosen->sigma * random.normal();
      if (drawn >= interval_.low && drawn < interval_.high) return interval_.value(drawn);
    }
    return interval_.value(chosen->mu);  // the interval holds at least a third of any kernel, so hardly ever
  }

 private:
  void add_choices(std::size_t choices, std::span<const double> observations) {
    const auto kernels = static_cast<double>(kernels_.size());
    const double total = static_cast<double>(choices) / kernels + 1;
    for (std::size_t i = 0; i < observations.size(); ++i) {
      kernels_[i].choice_weights.assign(choices, 1 / kernels / total);
      kernels_[i].choice_weights[static_cast<std::size_t>(observations[i])] = (1 / kernels + 1) / total;
    }
    kernels_.back().choice_weights.assign(choices, 1 / static_cast<double>(choices));
  }

  /// A kernel is as wide as the larger gap to its neighbours; at the ends, with two observations or more, the gap inward alone.
  void add_numbers(std::span<const double> observations) {
    const std::size_t count = observations.size();
    const double width = interval_.high - interval_.low;
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = 0; i < count; ++i) kernels_[i].mu = interval_.inside(observations[i]);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return kernels_[a].mu < kernels_[b].mu; });
    const double least = width / std::min(100.0, 1.0 + static_cast<double>(count + 1));
    for (std::size_t k = 0; k < count; ++k) {
      const double mu = kernels_[order[k]].mu;
      const double left = mu - (k == 0 ? interval_.low : kernels_[order[k - 1]].mu);
      const double right = (k + 1 == count ? interval_.high : kernels_[order[k + 1]].mu) - mu;
      double sigma = std::max(left, right);
      if (count >= 2 && k == 0) sigma = right;
      if (count >= 2 && k + 1 == count) sigma = left;
      kernels_[order[k]].sigma = std::clamp(sigma, least, width);
    }
    kernels_.back().mu = (interval_.low + interval_.high) / 2;
    kernels_.back().sigma = width;
  }

  [[nodiscard]] double log_kernel(const Kernel& kernel, double value) const {
    if (!kernel.choice_weights.empty()) return std::log(kernel.choice_weights[static_cast<std::size_t>(value)]);
    const auto standard = [&](double place) { return (place - kernel.mu) / kernel.sigma; };
    const double whole = detail::log_normal_mass(standard(interval_.low), standard(interval_.high));
    if (interval_.step > 0) {
      const double half = interval_.step / 2;
      const double low = std::max(interval_.inside(value - half), interval_.low), high = std::min(interval_.inside(value + half), interval_.high);
      return detail::log_normal_mass(standard(low), standard(high)) - whole;
    }
    const double z = standard(interval_.inside(value));
    return -0.5 * z * z - std::log(kernel.sigma) - 0.5 * std::log(2 * 3.14159265358979323846) - whole;
  }

  ParameterRange range_;
  Interval interval_;
  std::vector<Kernel> kernels_;
};

}  // namespace docket::search
