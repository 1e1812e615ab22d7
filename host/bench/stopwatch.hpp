/// Times a call some rounds over and says so in one line of JSON:
///   {"name": ..., "n": rounds, "best_s": ..., "median_s": ..., "detail": {..., "cpu_s": median CPU time, "load": [start,
///   end]}}
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket::bench {

/// Whole microseconds are enough.
inline double rounded(double seconds) {
  return std::round(seconds * 1e6) / 1e6;
}

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// One-minute load average.
inline double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? std::round(load * 100) / 100 : 0;
}

class Series {
 public:
  /// Runs the call once, notes its time, and returns what it returned.
  template <class Call>
  auto time(Call call) {
    const std::clock_t cpu = std::clock();
    const Stopwatch wall;
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      note(wall, cpu);
    } else {
      auto result = call();
      note(wall, cpu);
      return result;
    }
  }

  [[nodiscard]] double best_s() const { return rounded(*std::min_element(wall_.begin(), wall_.end())); }
  [[nodiscard]] double median_s() const { return rounded(median(wall_)); }

  /// Seconds for a unit, of which a call did `units`. At least one call must have been timed.
  [[nodiscard]] nlohmann::ordered_json line(const std::string& name, nlohmann::ordered_json detail, double units = 1) const {
    detail["cpu_s"] = rounded(median(cpu_) / units);
    detail["load"] = {load_at_start_, load_average()};
    return {{"name", name}, {"n", wall_.size()}, {"best_s", rounded(best_s() / units)}, {"median_s", rounded(median_s() / units)}, {"detail", std::move(detail)}};
  }

 private:
  void note(const Stopwatch& wall, std::clock_t cpu) {
    wall_.push_back(wall.seconds());
    cpu_.push_back(static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
  }

  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  std::vector<double> wall_;
  std::vector<double> cpu_;
  double load_at_start_ = load_average();
};

}  // namespace docket::bench
