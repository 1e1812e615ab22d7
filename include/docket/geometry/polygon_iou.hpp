/// Intersection over union of words, quick enough for every pair of neighbours on a page.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include <clipper.hpp>

#include <docket/core/polygon.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/geometry/convex_ring.hpp>
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
    Polygon ring;
    for (const Point& p : polygon) {
      if (!(std::abs(p.x) <= farthest_px && std::abs(p.y) <= farthest_px)) return;
      if (ring.empty() || !(ring.back() == p)) ring.push_back(p);
    }
    while (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();
    if (ring.size() < 3) return;
    bounds_ = bounds_of(ring);
    area_ = std::abs(signed_area(ring));
    const bool valid = is_valid_ring(ring);
    if (valid) convex_ = ConvexRing::of(ring);
    if (convex_) return;
    paths_ = {path_of(ring)};
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
    if (a.convex_ && b.convex_) return a.convex_->shared_area(*b.convex_);
    ClipperLib::Clipper clipper;
    clipper.AddPaths(a.paths(), ClipperLib::ptSubject, true);
    clipper.AddPaths(b.paths(), ClipperLib::ptClip, true);
    ClipperLib::Paths pieces;
    clipper.Execute(ClipperLib::ctIntersection, pieces, ClipperLib::pftEvenOdd, ClipperLib::pftEvenOdd);
    return area_of(pieces);
  }

 private:
  static constexpr double scale = 0x1p16;  // Clipper's steps a pixel; pages up to 16,384 px stay in its quick range

  [[nodiscard]] static ClipperLib::Path path_of(const Polygon& ring) {
    ClipperLib::Path path;
    for (const Point& p : ring) path.emplace_back(std::llround(p.x * scale), std::llround(p.y * scale));
    return path;
  }
  [[nodiscard]] ClipperLib::Paths paths() const { return convex_ ? ClipperLib::Paths{path_of(convex_->corners())} : paths_; }

  [[nodiscard]] static double area_of(const ClipperLib::Paths& paths) {
    double sum = 0;
    for (const ClipperLib::Path& path : paths) sum += ClipperLib::Area(path);  // holes count negative
    return std::abs(sum) / (scale * scale);
  }

  Rectangle bounds_;
  double area_ = 0;
  std::optional<ConvexRing> convex_;
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
