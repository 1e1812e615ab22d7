/// Values of one parameter from numbers in [0, 1).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <variant>

#include <docket/search/search_space.hpp>

namespace docket::search {

/// The interval a numeric range is searched on: the logarithm's where it is logarithmic. A stepped one reaches half a step beyond its
/// ends, so that the ends are as likely as the others.
struct Interval {
  double low = 0, high = 0;
  double step = 0;  // 0: continuous
  bool log = false;
  double first = 0, last = 0;  // the range's own ends

  [[nodiscard]] double inside(double value) const { return log ? std::log(value) : value; }
  /// Back to a value of the range, on its step.
  [[nodiscard]] double value(double place) const {
    double value = log ? std::exp(place) : place;
    if (step > 0) value = first + std::round((value - first) / step) * step;
    return std::clamp(value, first, last);
  }
};

[[nodiscard]] inline Interval interval_of(const FloatRange& range) {
  const double half = range.step.value_or(0) / 2;
  double last = range.high;
  if (range.step) last = range.low + std::floor((range.high - range.low) / *range.step + 1e-9) * *range.step;
  const double low = range.low - half, high = last + half;
  return {range.log ? std::log(low) : low, range.log ? std::log(high) : high, range.step.value_or(0), range.log, range.low, last};
}

[[nodiscard]] inline Interval interval_of(const IntRange& range) {
  const auto step = static_cast<double>(range.step), first = static_cast<double>(range.low);
  const double last = first + static_cast<double>((range.high - range.low) / range.step) * step;
  const double low = first - step / 2, high = last + step / 2;
  return {range.log ? std::log(low) : low, range.log ? std::log(high) : high, step, range.log, first, last};
}

/// unit in [0, 1) -> a value of the range, in Assignment's representation; all of it equally likely, by logarithm where it says so.
[[nodiscard]] inline double at_unit(const ParameterRange& range, double unit) {
  if (const auto* choices = std::get_if<Choices>(&range)) {
    const std::size_t count = choices->values.size();
    return static_cast<double>(std::min(count - 1, static_cast<std::size_t>(unit * static_cast<double>(count))));
  }
  const auto* whole = std::get_if<IntRange>(&range);
  const Interval interval = whole != nullptr ? interval_of(*whole) : interval_of(std::get<FloatRange>(range));
  return interval.value(interval.low + unit * (interval.high - interval.low));
}

/// Where a number lies on the interval its range is searched on, in [0, 1]. Not for choices.
[[nodiscard]] inline double unit_of(const ParameterRange& range, double value) {
  const auto* whole = std::get_if<IntRange>(&range);
  const Interval interval = whole != nullptr ? interval_of(*whole) : interval_of(std::get<FloatRange>(range));
  if (!(interval.high > interval.low)) return 0.5;
  return std::clamp((interval.inside(value) - interval.low) / (interval.high - interval.low), 0.0, 1.0);
}

/// How many values the range has; 0 for a continuous one.
[[nodiscard]] inline std::uint64_t value_count(const ParameterRange& range) {
  if (const auto* choices = std::get_if<Choices>(&range)) return choices->values.size();
  const auto* whole = std::get_if<IntRange>(&range);
  const Interval interval = whole != nullptr ? interval_of(*whole) : interval_of(std::get<FloatRange>(range));
  return interval.step == 0 ? 0 : static_cast<std::uint64_t>(std::llround((interval.last - interval.first) / interval.step)) + 1;
}

/// The value at `place` of value_count().
[[nodiscard]] inline double at_place(const ParameterRange& range, std::uint64_t place) {
  if (std::holds_alternative<Choices>(range)) return static_cast<double>(place);
  const auto* whole = std::get_if<IntRange>(&range);
  const Interval interval = whole != nullptr ? interval_of(*whole) : interval_of(std::get<FloatRange>(range));
  return interval.first + static_cast<double>(place) * interval.step;
}

}  // namespace docket::search
