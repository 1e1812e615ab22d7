/// Areas of the plane by the even-odd rule, and what two of them share.
#pragma once

#include <cmath>
#include <optional>

#include <clipper.hpp>

#include <docket/core/polygon.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/geometry/convex_ring.hpp>
#include <docket/geometry/polygon_overlap.hpp>

namespace docket {

/// What a ring encloses an odd number of times: a ring that crosses itself, and pieces with holes, are regions like any other.
class Region {
 public:
  /// `ring` has at least one point; coordinates stay under 2^31.
  explicit Region(const Polygon& ring) : bounds_(bounds_of(ring)) {
    const bool valid = is_valid_ring(ring);
    if (valid) convex_ = ConvexRing::of(ring);
    if (convex_) return;
    paths_ = {path_of(ring)};
    if (valid) dented_ = ring;
  }

  [[nodiscard]] const Rectangle& bounds() const { return bounds_; }

  /// In pixels^2; twice enclosed parts do not count.
  [[nodiscard]] double area() const {
    ClipperLib::Paths pieces;
    ClipperLib::SimplifyPolygons(paths(), pieces, ClipperLib::pftEvenOdd);
    return area_of(pieces);
  }

  /// Takes `other` away; the region may fall apart or get holes. The bounds stay.
  void subtract(const Region& other) {
    paths_ = combine(other, ClipperLib::ctDifference);
    convex_.reset();
    dented_.clear();
  }

  /// Area that both cover, in pixels^2.
  [[nodiscard]] double shared_area(const Region& other) const {
    if (!overlap(bounds_, other.bounds_)) return 0;
    if (convex_ && other.convex_) return convex_->shared_area(*other.convex_);
    if (const auto area = with_dents(other)) return *area;
    if (const auto area = other.with_dents(*this)) return *area;
    return area_of(combine(other, ClipperLib::ctIntersection));
  }

 private:
  [[nodiscard]] static ClipperLib::Path path_of(const Polygon& ring) {
    ClipperLib::Path path;
    for (const Point& p : ring) path.emplace_back(std::llround(p.x * OverlapPolygon::scale), std::llround(p.y * OverlapPolygon::scale));
    return path;
  }
  [[nodiscard]] ClipperLib::Paths paths() const { return convex_ ? ClipperLib::Paths{path_of(convex_->corners())} : paths_; }
  [[nodiscard]] ClipperLib::Paths combine(const Region& other, ClipperLib::ClipType type) const {
    ClipperLib::Clipper clipper;
    clipper.AddPaths(paths(), ClipperLib::ptSubject, true);
    clipper.AddPaths(other.paths(), ClipperLib::ptClip, true);
    ClipperLib::Paths pieces;
    clipper.Execute(type, pieces, ClipperLib::pftEvenOdd, ClipperLib::pftEvenOdd);
    return pieces;
  }
  [[nodiscard]] std::optional<double> with_dents(const Region& other) const {
    return convex_ && !other.dented_.empty() ? convex_->shared_area(other.dented_) : std::nullopt;
  }
  [[nodiscard]] static double area_of(const ClipperLib::Paths& pieces) {
    double sum = 0;
    for (const ClipperLib::Path& piece : pieces) sum += ClipperLib::Area(piece);  // holes count negative
    return std::abs(sum) / (OverlapPolygon::scale * OverlapPolygon::scale);
  }

  Rectangle bounds_;
  std::optional<ConvexRing> convex_;
  Polygon dented_;           // a valid ring that is not convex
  ClipperLib::Paths paths_;  // where it is not convex
};

}  // namespace docket
