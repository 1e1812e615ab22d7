/// A convex ring, and the area that two of them share, without Clipper: words are nearly always convex, and asked about often.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include <docket/core/polygon.hpp>
#include <docket/geometry/clip_polygon.hpp>

namespace docket {

class ConvexRing {
 public:
  /// Nothing where `ring` has a dent or more than 16 corners, with which Clipper is quicker. It is a valid ring, as is_valid_ring() says, and
  /// may run either way round and repeat points in a row.
  [[nodiscard]] static std::optional<ConvexRing> of(const Polygon& ring) {
    Polygon corners;
    corners.reserve(ring.size());
    for (const Point& p : ring) {
      if (corners.empty() || !(corners.back() == p)) corners.push_back(p);
    }
    while (corners.size() > 1 && corners.front() == corners.back()) corners.pop_back();
    if (corners.size() < 3 || corners.size() > max_corners) return std::nullopt;
    if (signed_area(corners) < 0) std::reverse(corners.begin(), corners.end());
    for (std::size_t i = 0; i < corners.size(); ++i) {
      if (right_of(corners[i], corners[(i + 1) % corners.size()], corners[(i + 2) % corners.size()]) < 0) return std::nullopt;
    }
    return ConvexRing(std::move(corners));
  }

  /// In pixels^2. Of two upright rectangles it is exact where their coordinates are whole numbers; else it is off by some 1e-15 of the
  /// coordinates' squares.
  [[nodiscard]] double shared_area(const ConvexRing& other) const {
    if (!upright_ || !other.upright_) return shared<2 * max_corners>(corners_, other.corners_);  // each edge adds at most one corner
    const double width = std::min(bounds_.right, other.bounds_.right) - std::max(bounds_.left, other.bounds_.left);
    const double height = std::min(bounds_.bottom, other.bounds_.bottom) - std::max(bounds_.top, other.bounds_.top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  /// With a valid ring of any shape; nothing where one of the two has too many corners for this, and Clipper is to be asked.
  [[nodiscard]] std::optional<double> shared_area(const Polygon& ring) const {
    if (corners_.size() > 4 || ring.size() > max_corners) return std::nullopt;
    return shared<6 * max_corners>(ring, corners_);  // each edge cuts a ring into no more than half as many corners again
  }

  [[nodiscard]] const Polygon& corners() const { return corners_; }  // clockwise on screen, no point twice in a row

 private:
  static constexpr std::size_t max_corners = 16;

  explicit ConvexRing(Polygon corners) : corners_(std::move(corners)), bounds_(bounds_of(corners_)) {
    upright_ = corners_.size() == 4;
    const std::size_t level = corners_[0].y == corners_[1].y ? 0 : 1;  // of the edges 0 and 2, or 1 and 3
    for (std::size_t i = 0; upright_ && i < 4; ++i) {
      const Point &a = corners_[i], &b = corners_[(i + 1) % 4];
      upright_ = i % 2 == level ? a.y == b.y : a.x == b.x;
    }
  }

  /// Sutherland and Hodgman (1974), without memory of its own: `room` corners are enough. The subject may have dents: what is left of it then
  /// hangs together by edges that run back on themselves and enclose nothing.
  template <std::size_t room>
  [[nodiscard]] static double shared(const Polygon& subject, const Polygon& window) {
    std::array<Point, room> one, other;
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
    return std::abs(twice) / 2;
  }

  Polygon corners_;
  Rectangle bounds_;
  bool upright_ = false;
};

}  // namespace docket
