/// Cuts a polygon at a rectangle, keeping its true outline.
#pragma once

#include <algorithm>

#include <docket/core/polygon.hpp>

namespace docket {

/// An upright rectangle in pixels, borders included.
struct Rectangle {
  double left = 0, top = 0, right = 0, bottom = 0;
};

/// The smallest upright rectangle around `polygon`, which has at least one point.
[[nodiscard]] inline Rectangle bounds_of(const Polygon& polygon) {
  Rectangle box{polygon.front().x, polygon.front().y, polygon.front().x, polygon.front().y};
  for (const Point& p : polygon) {
    box.left = std::min(box.left, p.x);
    box.right = std::max(box.right, p.x);
    box.top = std::min(box.top, p.y);
    box.bottom = std::max(box.bottom, p.y);
  }
  return box;
}

[[nodiscard]] inline bool contains(const Rectangle& outer, const Rectangle& inner) {
  return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
}

/// The part of `polygon` inside `frame` (Sutherland and Hodgman, 1974); empty when nothing is inside. The first corner that
/// survives stays first. A concave polygon cut into several parts comes back as one ring whose parts touch along the border.
[[nodiscard]] inline Polygon clip_polygon(const Polygon& polygon, const Rectangle& frame) {
  struct Side {
    bool vertical;
    double limit;
    double sign;  // inside where sign * (coordinate - limit) >= 0
  };
  const Side sides[] = {{true, frame.left, 1}, {true, frame.right, -1}, {false, frame.top, 1}, {false, frame.bottom, -1}};
  Polygon ring = polygon;
  for (const Side& side : sides) {
    Polygon cut;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point& a = ring[i];
      const Point& b = ring[(i + 1) % ring.size()];
      const double from = side.sign * ((side.vertical ? a.x : a.y) - side.limit);
      const double to = side.sign * ((side.vertical ? b.x : b.y) - side.limit);
      if (from >= 0) cut.push_back(a);
      if ((from >= 0) != (to >= 0)) {
        const double t = from / (from - to);
        Point crossing{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        (side.vertical ? crossing.x : crossing.y) = side.limit;
        if (cut.empty() || !(cut.back() == crossing)) cut.push_back(crossing);
      }
    }
    ring = std::move(cut);
  }
  if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  return ring.size() < 3 ? Polygon{} : ring;
}

}  // namespace docket
