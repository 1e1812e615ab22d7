/// Shapes of a series of numbers.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace docket::advice {

/// How often the series turns and climbs by at least `height` from a low. A climb that goes on counts once.
[[nodiscard]] inline int climbs(std::span<const double> values, double height) {
  if (values.empty()) return 0;
  double low = values[0], high = values[0];
  bool climbing = false;
  int count = 0;
  for (const double value : values) {
    if (climbing) {
      high = std::max(high, value);
      if (high - value < height) continue;
      climbing = false;
      low = value;
    } else {
      low = std::min(low, value);
      if (value - low < height) continue;
      climbing = true;
      high = value;
      ++count;
    }
  }
  return count;
}

/// A stretch of a series, [first, last].
struct Stretch {
  std::size_t first = 0, last = 0;
  int climbs = 0;
};

/// The last `window` values in which the series climbs at least twice; `height` is told for each window. No climbs: there is
/// none.
template <class Height>
[[nodiscard]] Stretch last_oscillation(std::span<const double> values, std::size_t window, Height height) {
  for (std::size_t end = values.size(); end >= 3; --end) {
    const std::size_t first = end > window ? end - window : 0;
    const auto part = values.subspan(first, end - first);
    const int count = climbs(part, height(part));
    if (count >= 2) return {first, end - 1, count};
    if (first == 0) break;
  }
  return {};
}

[[nodiscard]] inline double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// To six decimals, so that 0.965 in single precision is 0.965.
[[nodiscard]] inline double rounded(double score) {
  return std::round(score * 1e6) / 1e6;
}

}  // namespace docket::advice
