/// The learning-rate range test: Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace docket {

struct LrPoint {
  double lr;
  double loss;    // of this step
  double smooth;  // exponential mean, corrected for its beginning
};

struct LrRange {
  double lowest = 1e-7, highest = 1;
  int steps = 100;
};

/// Runs one step at each rate, evenly spaced on a logarithmic axis, until the smooth loss is four times its least, the loss is no
/// number, or `train` says no more (nothing returned). `train`: one step at a rate, returns the loss.
[[nodiscard]] inline std::vector<LrPoint> test_lr_range(const LrRange& range, const std::function<std::optional<double>(double)>& train) {
  constexpr double keep = 0.9;
  std::vector<LrPoint> points;
  double mean = 0, least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < range.steps; ++i) {
    const double lr = range.lowest * std::pow(range.highest / range.lowest, i / std::max(1.0, range.steps - 1.0));
    const std::optional<double> loss = train(lr);
    if (!loss || !std::isfinite(*loss)) break;
    mean = keep * mean + (1 - keep) * *loss;
    const double smooth = mean / (1 - std::pow(keep, i + 1));
    points.push_back({lr, *loss, smooth});
    least = std::min(least, smooth);
    if (smooth > 4 * least) break;
  }
  return points;
}

/// Where the smooth loss falls fastest over the logarithm of the rate, before its least; the usual choice of optimizer.lr. Nothing
/// when it never falls.
[[nodiscard]] inline std::optional<double> steepest_lr(const std::vector<LrPoint>& points) {
  constexpr std::size_t reach = 2;  // a slope is taken over this many points to either side
  if (points.size() < 2 * reach + 1) return std::nullopt;
  const auto lowest = std::min_element(points.begin(), points.end(), [](const LrPoint& a, const LrPoint& b) { return a.smooth < b.smooth; });
  const auto end = std::min<std::size_t>(static_cast<std::size_t>(lowest - points.begin()) + 1, points.size() - reach);
  std::optional<double> best;
  double steepest = 0;
  for (std::size_t i = reach; i < end; ++i) {
    const LrPoint &before = points[i - reach], &after = points[i + reach];
    const double slope = (after.smooth - before.smooth) / std::log(after.lr / before.lr);
    if (slope < steepest) {
      steepest = slope;
      best = points[i].lr;
    }
  }
  return best;
}

}  // namespace docket
