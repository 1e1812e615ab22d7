/// Detections in the flat form of the C boundary; both sides use it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <docket/core/polygon.hpp>
#include <docket/plugins/abi.h>

namespace docket::detail {

struct FlatDetections {
  std::vector<double> xy;
  std::vector<std::int64_t> starts = {0};
  std::vector<double> scores;

  explicit FlatDetections(std::span<const Detection> detections) {
    for (const Detection& detection : detections) {
      for (const Point& point : detection.polygon) xy.insert(xy.end(), {point.x, point.y});
      starts.push_back(static_cast<std::int64_t>(xy.size() / 2));
      scores.push_back(detection.score);
    }
  }
  [[nodiscard]] docket_detections view() const {
    return {xy.data(), starts.data(), scores.data(), static_cast<std::int64_t>(scores.size())};
  }
};

}  // namespace docket::detail
