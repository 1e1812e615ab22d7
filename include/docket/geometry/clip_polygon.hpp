/// Cuts a polygon at a rectangle or a convex polygon, keeping its true outline.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

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

/// Do they share a point?
[[nodiscard]] inline bool touch(const Rectangle& a, const Rectangle& b) {
  return a.right >= b.left && b.right >= a.left && a.bottom >= b.top && b.bottom >= a.top;
}

/// Do they share area?
[[nodiscard]] inline bool overlap(const Rectangle& a, const Rectangle& b) {
  return a.right > b.left && b.right > a.left && a.bottom > b.top && b.bottom > a.top;
}

namespace detail {

/// One pass of Sutherland and Hodgman (1974): keeps what has depth(point) >= 0. `snap` may correct a crossing.
template <class Depth, class Snap>
[[nodiscard]] Polygon cut_ring(const Polygon& ring, const Depth& depth, const Snap& snap) {
  Polygon cut;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& a = ring[i];
    const Point& b = ring[(i + 1) % ring.size()];
    const double from = depth(a);
    const double to = depth(b);
    if (from >= 0) cut.push_back(a);
    if ((from >= 0) == (to >= 0)) continue;
    const double t = from / (from - to);
    Point crossing{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    snap(crossing);
    if (cut.empty() || !(cut.back() == crossing)) cut.push_back(crossing);
  }
  return cut;
}

[[nodiscard]] inline Polygon as_polygon(Polygon ring) {
  if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  return ring.size() < 3 ? Polygon{} : ring;
}

}  // namespace detail

/// The part of `polygon` inside `frame` (Sutherland and Hodgman, 1974); empty when nothing is inside. The first corner that
/// survives stays first. A concave polygon cut into several parts comes back as one ring whose parts touch along the border.
[[nodiscard]] inline Polygon clip_polygon(const Polygon& polygon, const Rectangle& frame) {
  struct Side {
    double Point::*axis;
    double limit;
    double sign;  // inside where sign * (coordinate - limit) >= 0
  };
  const Side sides[] = {{&Point::x, frame.left, 1}, {&Point::x, frame.right, -1}, {&Point::y, frame.top, 1}, {&Point::y, frame.bottom, -1}};
  Polygon ring = polygon;
  for (const Side& side : sides) {
    ring = detail::cut_ring(
        ring, [&](const Point& p) { return side.sign * (p.*side.axis - side.limit); }, [&](Point& crossing) { crossing.*side.axis = side.limit; });
  }
  return detail::as_polygon(std::move(ring));
}

/// The part of `polygon` inside `convex`, whose corners run either way round; else as above.
[[nodiscard]] inline Polygon clip_polygon(const Polygon& polygon, const Polygon& convex) {
  const double turn = signed_area(convex) < 0 ? -1 : 1;
  Polygon ring = polygon;
  for (std::size_t i = 0; i < convex.size(); ++i) {
    const Point &p = convex[i], &q = convex[(i + 1) % convex.size()];
    ring = detail::cut_ring(
        ring, [&](const Point& a) { return turn * right_of(p, q, a); }, [](Point&) {});
  }
  return detail::as_polygon(std::move(ring));
}

}  // namespace docket
