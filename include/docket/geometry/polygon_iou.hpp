/// Intersection over union of words, quick enough for every pair of neighbours on a page.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <clipper.hpp>

#include <docket/core/polygon.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/geometry/polygon_overlap.hpp>

namespace docket {

/// Two overlaps that differ by no more than this are taken as equal: it is above the rounding of the areas and below what a
/// hundredth of a pixel makes.
inline constexpr double iou_tie = 1e-9;

/// A ring prepared for many questions. One that crosses itself stands for the area inside it by the even-odd rule, so that a
/// bow-tie is its two triangles. A ring without area, or with a coordinate that is not finite or beyond 1e9 px, overlaps nothing.
class IouPolygon {
 public:
  explicit IouPolygon(const Polygon& polygon) {
    constexpr double farthest_px = 1e9;
    for (const Point& p : polygon) {
      if (!(std::abs(p.x) <= farthest_px && std::abs(p.y) <= farthest_px)) return;
      if (ring_.empty() || !(ring_.back() == p)) ring_.push_back(p);
    }
    while (ring_.size() > 1 && ring_.front() == ring_.back()) ring_.pop_back();
    if (ring_.size() < 3) return;
    bounds_ = bounds_of(ring_);
    area_ = signed_area(ring_);
    if (area_ < 0) std::reverse(ring_.begin(), ring_.end());
    area_ = std::abs(area_);
    const bool valid = is_valid_ring(ring_);
    convex_ = valid && ring_.size() <= max_corners && turns_right();
    if (convex_) return;
    ClipperLib::Path path;
    for (const Point& p : ring_) path.emplace_back(std::llround(p.x * scale), std::llround(p.y * scale));
    paths_.push_back(std::move(path));
    if (valid) return;
    ClipperLib::SimplifyPolygons(paths_, ClipperLib::pftEvenOdd);
    area_ = area_of(paths_);
  }

  /// In pixels^2.
  [[nodiscard]] double area() const { return area_; }
  [[nodiscard]] const Rectangle& bounds() const { return bounds_; }

  /// The area that both cover, in pixels^2.
  [[nodiscard]] friend double shared_area(const IouPolygon& a, const IouPolygon& b) {
    if (a.area_ <= 0 || b.area_ <= 0) return 0;
    if (a.convex_ && b.convex_) return shared_convex(a.ring_, b.ring_);
    ClipperLib::Clipper clipper;
    clipper.AddPaths(a.paths(), ClipperLib::ptSubject, true);
    clipper.AddPaths(b.paths(), ClipperLib::ptClip, true);
    ClipperLib::Paths pieces;
    clipper.Execute(ClipperLib::ctIntersection, pieces, ClipperLib::pftEvenOdd, ClipperLib::pftEvenOdd);
    return area_of(pieces);
  }

 private:
  static constexpr std::size_t max_corners = 16;  // more are quicker with Clipper
  static constexpr double scale = 0x1p16;         // Clipper's steps a pixel; pages up to 16,384 px stay in its quick range

  [[nodiscard]] bool turns_right() const {
    for (std::size_t i = 0; i < ring_.size(); ++i) {
      if (right_of(ring_[i], ring_[(i + 1) % ring_.size()], ring_[(i + 2) % ring_.size()]) < 0) return false;
    }
    return true;
  }

  [[nodiscard]] ClipperLib::Paths paths() const {
    if (!convex_) return paths_;
    ClipperLib::Path path;
    for (const Point& p : ring_) path.emplace_back(std::llround(p.x * scale), std::llround(p.y * scale));
    return {path};
  }

  [[nodiscard]] static double area_of(const ClipperLib::Paths& paths) {
    double sum = 0;
    for (const ClipperLib::Path& path : paths) sum += ClipperLib::Area(path);  // holes count negative
    return std::abs(sum) / (scale * scale);
  }

  /// Sutherland and Hodgman (1974) without memory of its own; each edge adds at most one corner.
  [[nodiscard]] static double shared_convex(const Polygon& subject, const Polygon& window) {
    std::array<Point, 2 * max_corners> one, other;
    Point *ring = one.data(), *cut = other.data();
    std::size_t size = subject.size();
    std::copy(subject.begin(), subject.end(), ring);
    for (std::size_t i = 0; i < window.size() && size > 0; ++i) {
      const Point &p = window[i], &q = window[i + 1 == window.size() ? 0 : i + 1];
      std::size_t kept = 0;
      double from = right_of(p, q, ring[size - 1]);
      for (std::size_t k = 0; k < size; ++k) {
        const Point &a = ring[k == 0 ? size - 1 : k - 1], &b = ring[k];
        const double to = right_of(p, q, b);
        if ((from >= 0) != (to >= 0)) {
          const double t = from / (from - to);
          cut[kept++] = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
        }
        if (to >= 0) cut[kept++] = b;
        from = to;
      }
      std::swap(ring, cut);
      size = kept;
    }
    double twice = 0;
    for (std::size_t k = 2; k < size; ++k) twice += right_of(ring[0], ring[k - 1], ring[k]);
    return std::max(twice / 2, 0.0);
  }

  Polygon ring_;  // clockwise on screen, no point twice in a row
  Rectangle bounds_;
  double area_ = 0;
  bool convex_ = false;
  ClipperLib::Paths paths_;  // where it is not convex
};

/// Area both cover over the area either covers, in [0, 1]; 0 for rings without area.
[[nodiscard]] inline double polygon_iou(const IouPolygon& a, const IouPolygon& b) {
  const double shared = shared_area(a, b), either = a.area() + b.area() - shared;
  return either > 0 ? shared / either : 0;
}

/// Area that both rectangles cover, in pixels^2.
[[nodiscard]] inline double shared_area(const Rectangle& a, const Rectangle& b) {
  const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/// What polygon_iou cannot exceed, from the upright rectangles around both.
[[nodiscard]] inline double iou_limit(const IouPolygon& a, const IouPolygon& b) {
  const double shared = std::min({shared_area(a.bounds(), b.bounds()), a.area(), b.area()});
  const double either = a.area() + b.area() - shared;
  return either > 0 ? shared / either : 0;
}

}  // namespace docket
