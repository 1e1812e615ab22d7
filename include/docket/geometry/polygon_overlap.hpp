/// Valid rings and the area that two of them share, exact enough to decide ties on round coordinates.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include <clipper.hpp>

#include <docket/core/polygon.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/geometry/convex_ring.hpp>

namespace docket {

namespace detail {

__extension__ typedef __float128 Quad;  // 113 bits: products of coordinate differences are exact

/// > 0 when c lies to the right of a -> b on screen, 0 when the three are on one line.
inline int turn(const Point& a, const Point& b, const Point& c) {
  // Doubles decide unless the rounding could (Shewchuk 1997, orient2d's bound A).
  const double left = (b.x - a.x) * (c.y - a.y), right = (b.y - a.y) * (c.x - a.x);
  if (std::abs(left - right) > 3.3306690738754716e-16 * (std::abs(left) + std::abs(right))) return left > right ? 1 : -1;
  const Quad value = (static_cast<Quad>(b.x) - a.x) * (static_cast<Quad>(c.y) - a.y) -
                     (static_cast<Quad>(b.y) - a.y) * (static_cast<Quad>(c.x) - a.x);
  return value > 0 ? 1 : (value < 0 ? -1 : 0);
}

/// c is on the line through a and b: is it between them?
inline bool between(const Point& a, const Point& b, const Point& c) {
  return std::min(a.x, b.x) <= c.x && c.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= c.y && c.y <= std::max(a.y, b.y);
}

inline bool segments_touch(const Point& a, const Point& b, const Point& c, const Point& d) {
  const int abc = turn(a, b, c), abd = turn(a, b, d), cda = turn(c, d, a), cdb = turn(c, d, b);
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (abc == 0 && between(a, b, c)) || (abd == 0 && between(a, b, d)) || (cda == 0 && between(c, d, a)) ||
         (cdb == 0 && between(c, d, b));
}

}  // namespace detail

/// Is this ring a simple polygon: no crossing, no touching of itself, no spike, not flat? Repeated consecutive points, a
/// repeated closing point and corners on a straight line are fine.
[[nodiscard]] inline bool is_valid_ring(const Polygon& polygon) {
  Polygon ring;
  ring.reserve(polygon.size());
  for (const Point& p : polygon) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return false;
    if (ring.empty() || !(ring.back() == p)) ring.push_back(p);
  }
  while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
  const std::size_t n = ring.size();
  if (n < 3) return false;
  for (std::size_t i = 0; i < n; ++i) {
    const Point &a = ring[i], &b = ring[(i + 1) % n], &c = ring[(i + 2) % n];
    if (detail::turn(a, b, c) == 0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0) return false;
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j == n - 1) continue;  // neighbours around the closing point
      if (detail::segments_touch(a, b, ring[j], ring[(j + 1) % n])) return false;
    }
  }
  return true;
}

/// A ring prepared for many overlap questions.
class OverlapPolygon {
 public:
  explicit OverlapPolygon(const Polygon& polygon) : bounds_(bounds_of(polygon)), area_(std::abs(signed_area(polygon))), convex_(ConvexRing::of(polygon)) {
    if (!convex_) dented_ = polygon;
  }

  [[nodiscard]] double area() const { return area_; }
  [[nodiscard]] const Rectangle& bounds() const { return bounds_; }
  [[nodiscard]] const std::optional<ConvexRing>& convex() const { return convex_; }
  [[nodiscard]] ClipperLib::Path path() const { return path_of(convex_ ? convex_->corners() : dented_); }
  [[nodiscard]] const Polygon& dented() const { return dented_; }  // the ring, where it is not convex

  /// Steps a pixel on Clipper's integer grid. A power of two, so that areas of round coordinates come out exact.
  static constexpr double scale = 0x1p30;

 private:
  [[nodiscard]] static ClipperLib::Path path_of(const Polygon& polygon) {
    ClipperLib::Path path;
    for (const Point& p : polygon) path.emplace_back(std::llround(p.x * scale), std::llround(p.y * scale));
    return path;
  }

  Rectangle bounds_;
  double area_;
  std::optional<ConvexRing> convex_;
  Polygon dented_;
};

/// Area that both rings cover, in pixels^2. Both are valid.
[[nodiscard]] inline double intersection_area(const OverlapPolygon& a, const OverlapPolygon& b) {
  if (!overlap(a.bounds(), b.bounds())) return 0;
  if (a.convex() && b.convex()) return a.convex()->shared_area(*b.convex());
  if (a.convex() || b.convex()) {
    if (const auto area = a.convex() ? a.convex()->shared_area(b.dented()) : b.convex()->shared_area(a.dented())) return *area;
  }
  ClipperLib::Clipper clipper;
  clipper.AddPath(a.path(), ClipperLib::ptSubject, true);
  clipper.AddPath(b.path(), ClipperLib::ptClip, true);
  ClipperLib::Paths pieces;
  clipper.Execute(ClipperLib::ctIntersection, pieces, ClipperLib::pftNonZero, ClipperLib::pftNonZero);
  double sum = 0;
  for (const ClipperLib::Path& piece : pieces) sum += ClipperLib::Area(piece);  // holes count negative
  return std::abs(sum) / (OverlapPolygon::scale * OverlapPolygon::scale);
}

}  // namespace docket
