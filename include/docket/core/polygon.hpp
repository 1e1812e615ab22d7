/// Points and polygons in pixels: x right, y down, origin at the outer corner of the top-left pixel.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace docket {

struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// A ring without a repeated closing point. Words run clockwise on screen from the text's top-left corner.
using Polygon = std::vector<Point>;

/// One found word: its outline and how sure the detector is, in [0, 1]. The frame of `polygon` is said where it is used.
struct Detection {
  Polygon polygon;
  double score = 0;
};

/// Shoelace area in pixels^2; positive when the ring runs clockwise on screen (y down).
[[nodiscard]] inline double signed_area(const Polygon& polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point& a = polygon[i];
    const Point& b = polygon[(i + 1) % polygon.size()];
    twice += a.x * b.y - b.x * a.y;
  }
  return twice / 2;
}

/// Twice the area of the triangle p, q, a in pixels^2; positive where `a` lies to the right of the way from `p` to `q` on screen,
/// which is inside an edge of a ring that runs clockwise.
[[nodiscard]] inline double right_of(const Point& p, const Point& q, const Point& a) {
  return (q.x - p.x) * (a.y - p.y) - (q.y - p.y) * (a.x - p.x);
}

/// Length of the closed ring in pixels.
[[nodiscard]] inline double perimeter(const Polygon& polygon) {
  double sum = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point& a = polygon[i];
    const Point& b = polygon[(i + 1) % polygon.size()];
    sum += std::hypot(b.x - a.x, b.y - a.y);
  }
  return sum;
}

}  // namespace docket
