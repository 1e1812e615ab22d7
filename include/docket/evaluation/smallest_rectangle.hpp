/// The smallest rectangle around a few points, with Qhull's idea of which side comes first.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include <docket/core/polygon.hpp>
#include <docket/evaluation/hull_walk.hpp>

namespace docket {

/// The smallest rectangle along an edge of the hull. `width` is its extent along the first best edge of the walk, so the two
/// are not interchangeable.
struct SmallestRectangle {
  double width = 0;
  double height = 0;
};

/// Coordinates are rounded to float32 first (cleval.md, section 4); 0 x 0 when all points lie on one line.
[[nodiscard]] inline SmallestRectangle smallest_rectangle(std::span<const Point> points) {
  Polygon rounded;
  for (const Point& p : points) rounded.push_back({static_cast<float>(p.x), static_cast<float>(p.y)});
  Polygon hull;
  for (const std::size_t i : hull_walk(rounded)) hull.push_back(rounded[i]);
  SmallestRectangle best;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Point &p = hull[i], &q = hull[(i + 1) % hull.size()];
    const double dx = static_cast<float>(q.x - p.x), dy = static_cast<float>(q.y - p.y);
    const double length = std::sqrt(dx * dx + dy * dy);
    const double ux = dx / length, uy = dy / length;
    double low_u = INFINITY, high_u = -INFINITY, low_v = INFINITY, high_v = -INFINITY;
    for (const Point& r : hull) {
      const double u = ux * r.x + uy * r.y, v = -uy * r.x + ux * r.y;
      low_u = std::min(low_u, u), high_u = std::max(high_u, u);
      low_v = std::min(low_v, v), high_v = std::max(high_v, v);
    }
    const double width = high_u - low_u, height = high_v - low_v;
    if (i == 0 || width * height < best.width * best.height) best = {width, height};
  }
  return best;
}

}  // namespace docket
