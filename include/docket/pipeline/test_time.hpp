/// [test_time]: the views of a picture that a network is shown when it predicts; their maps are averaged.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <docket/config/options.hpp>
#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/pipeline/input_options.hpp>

namespace docket {

struct TestTimeOptions {
  std::vector<std::string> flips{"none"};
  std::vector<double> scales{1.0};
};

inline constexpr auto test_time_options = options<TestTimeOptions>(
    option("flips", &TestTimeOptions::flips, "the ways a picture is turned over: none, horizontal, vertical, both"),
    option("scales", &TestTimeOptions::scales, {0.1, 8}, "factors of input.longest_side; each goes with each of `flips`"));

/// One way a network sees the picture.
struct TestTimeView {
  double scale = 1;  // of input.longest_side
  bool flip_x = false, flip_y = false;
};

/// Every scale with every flip. Throws Error(config) for an empty list or an unknown flip.
[[nodiscard]] inline std::vector<TestTimeView> views_of(const TestTimeOptions& options) {
  static const std::vector<std::string> known = {"none", "horizontal", "vertical", "both"};
  const auto empty = [](const char* where) { return Error(ErrorKind::config, where, "is an empty list, so the network would see nothing"); };
  if (options.flips.empty()) throw empty("test_time.flips");
  if (options.scales.empty()) throw empty("test_time.scales");
  std::vector<TestTimeView> views;
  for (const double scale : options.scales) {
    for (const std::string& flip : options.flips) {
      if (std::ranges::find(known, flip) == known.end()) {
        throw Error(ErrorKind::config, "test_time.flips", "has '" + flip + "', must be none, horizontal, vertical or both" + suggestion(flip, known));
      }
      views.push_back({scale, flip == "horizontal" || flip == "both", flip == "vertical" || flip == "both"});
    }
  }
  return views;
}

/// `input` for a picture seen `scale` times as large; a square's side stays a multiple of the stride.
[[nodiscard]] inline InputOptions scaled(InputOptions input, double scale) {
  if (scale == 1) return input;
  const int step = input.pad == "square" ? input.stride : 1;
  input.longest_side = std::max(step, static_cast<int>(std::lround(input.longest_side * scale / step)) * step);
  return input;
}

}  // namespace docket
