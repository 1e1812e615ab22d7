/// The mean probability inside a rectangle, at the rectangle's real corners.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <docket/stages/postprocessor.hpp>

#include "rectangle.hpp"

namespace docket::db {

/// Over all pixels whose centre lies in the closed rectangle and in the map; 0 where there is none.
inline double mean_inside(MapView map, const Rectangle& rectangle) {
  constexpr double tolerance = 1e-4;  // corners are float32, so a border that runs along pixel centres may miss them by this
  const auto& corners = rectangle.corners;
  const auto [low, high] = std::minmax_element(corners.begin(), corners.end(), [](Point a, Point b) { return a.y < b.y; });
  const int first = std::max(0, static_cast<int>(std::ceil(low->y - tolerance)));
  const int last = std::min(map.height - 1, static_cast<int>(std::floor(high->y + tolerance)));
  double sum = 0;
  long count = 0;
  for (int y = first; y <= last; ++y) {
    double left = std::numeric_limits<double>::infinity(), right = -left;
    const auto reach = [&](double x) {
      left = std::min(left, x);
      right = std::max(right, x);
    };
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const Point& a = corners[i];
      const Point& b = corners[(i + 1) % corners.size()];
      if (std::abs(a.y - y) <= tolerance) reach(a.x);
      if ((a.y < y) != (b.y < y)) reach(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
    }
    if (!(left <= right)) continue;
    const int from = std::max(0, static_cast<int>(std::ceil(left - tolerance)));
    const int to = std::min(map.width - 1, static_cast<int>(std::floor(right + tolerance)));
    const float* row = map.data + y * map.row_stride;
    std::array<float, 8> lanes{};  // one sum alone would wait for itself at each pixel
    int x = from;
    for (; x + 8 <= to + 1; x += 8) {
      for (int lane = 0; lane < 8; ++lane) lanes[lane] += row[x + lane];
    }
    for (; x <= to; ++x) lanes[0] += row[x];
    sum += ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    count += std::max(0, to - from + 1);
  }
  return count > 0 ? sum / static_cast<double>(count) : 0;
}

}  // namespace docket::db
