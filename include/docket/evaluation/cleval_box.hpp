/// One box as CLEval sees it: its region, its shape counted in characters, and the character centres along it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/geometry/polygon_overlap.hpp>
#include <docket/evaluation/region.hpp>
#include <docket/evaluation/smallest_rectangle.hpp>

namespace docket {

/// A box of one profile (cleval.md, sections 1, 4 and 5).
class ClevalBox {
 public:
  /// Throws Error(data) at `where` for a quad without exactly 4 corners, a polygon of fewer than 3 points, or a coordinate that is
  /// not finite or beyond 2^31. The receipt profile leaves out small polygons before this.
  ClevalBox(Polygon polygon, ClevalProfile profile, const std::string& where)
      : points_(checked(std::move(polygon), profile, where)), profile_(profile), outline_(cut(points_, profile)), region_(outline_) {
    area_ = std::abs(shoelace(outline_));
    if (profile == ClevalProfile::poly && !is_valid_ring(outline_)) area_ = region_.area();
  }

  [[nodiscard]] const Region& region() const { return region_; }
  [[nodiscard]] double area() const { return area_; }  // pixels^2
  /// quad: width over height; receipt: height over width, 100 at most; poly: a constant, the published metric's aspect ratio is always > 100000.
  [[nodiscard]] double aspect_ratio() const {
    if (profile_ == ClevalProfile::poly) return 100001;
    if (profile_ == ClevalProfile::receipt) {
      const SmallestRectangle rectangle = smallest_rectangle(points_);
      return std::min(100.0, rectangle.height / (rectangle.width + receipt_epsilon));
    }
    const auto side = [&](std::size_t i, std::size_t j) {
      const double dx = points_[j].x - points_[i].x, dy = points_[j].y - points_[i].y;
      return std::sqrt(dx * dx + dy * dy);
    };
    return ((side(0, 1) + side(2, 3)) / 2 + 1e-5) / ((side(1, 2) + side(3, 0)) / 2 + 1e-5);
  }
  /// Characters of a box whose text is not known.
  [[nodiscard]] std::size_t pseudo_length() const {
    if (profile_ == ClevalProfile::poly) return 10;
    const double ratio = aspect_ratio();
    if (profile_ == ClevalProfile::quad) return characters(0.5 + std::max(ratio, 1 / ratio), 10);
    return characters(0.5 + std::max(ratio, 1 / (ratio + receipt_epsilon)), 100);
  }
  /// Characters that this box costs when it is a detection of nothing.
  [[nodiscard]] std::size_t false_positive_characters() const {
    if (profile_ == ClevalProfile::poly) return 1;
    return profile_ == ClevalProfile::quad ? characters(0.5 + 1 / (1e-5 + aspect_ratio()), 10) : characters(0.5 + 1 / (receipt_epsilon + aspect_ratio()), 100);
  }

  /// Pseudo character centres: `count` points evenly along the box. `threshold` is vertical_aspect_ratio_threshold.
  [[nodiscard]] std::vector<Point> character_centres(std::size_t count, double threshold) const {
    if (count == 0) return {};
    return profile_ == ClevalProfile::quad ? along_mid_line(count, aspect_ratio() < threshold) : between_chains(count);
  }

  /// quad and receipt: left and top borders are inside, right and bottom ones outside; poly: the border is outside.
  [[nodiscard]] bool contains(const Point& p) const {
    const Rectangle& bounds = region_.bounds();
    if (p.x < bounds.left || p.x > bounds.right || p.y < bounds.top || p.y > bounds.bottom) return false;
    bool inside = false;
    for (std::size_t i = 0, j = outline_.size() - 1; i < outline_.size(); j = i++) {
      const Point &a = outline_[i], &b = outline_[j];
      if (profile_ == ClevalProfile::poly && detail::turn(a, b, p) == 0 && detail::between(a, b, p)) return false;
      if ((a.y <= p.y && p.y < b.y) || (b.y <= p.y && p.y < a.y)) {
        if (p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
      }
    }
    return inside;
  }

 private:
  static constexpr double receipt_epsilon = 0x1p-23;

  static std::size_t characters(double value, double most) { return static_cast<std::size_t>(std::min(std::nearbyint(value), most)); }

  static Polygon checked(Polygon polygon, ClevalProfile profile, const std::string& where) {
    if (profile == ClevalProfile::quad ? polygon.size() != 4 : polygon.size() < 3) {
      throw Error(ErrorKind::data, where, "has " + std::to_string(polygon.size()) + " points, CLEval's profile " + name_of(profile) + " wants " +
                                              (profile == ClevalProfile::quad ? "4; receipt and poly take polygons" : "3 or more"));
    }
    for (const Point& p : polygon) {
      if (!(std::abs(p.x) < 0x1p31 && std::abs(p.y) < 0x1p31)) {
        throw Error(ErrorKind::data, where, "has the corner (" + std::to_string(p.x) + ", " + std::to_string(p.y) + "), must lie within 2^31 pixels");
      }
    }
    if (polygon.size() == 3) polygon.push_back({polygon[0].x, polygon[2].y});  // as the published metric pads
    return polygon;
  }

  static Polygon cut(Polygon polygon, ClevalProfile profile) {
    if (profile == ClevalProfile::poly) return polygon;
    for (Point& p : polygon) p = {std::trunc(p.x), std::trunc(p.y)};
    return polygon;
  }

  static double shoelace(const Polygon& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const Point &a = ring[i], &b = ring[(i + 1) % ring.size()];
      twice += (a.x + b.x) * (b.y - a.y);
    }
    return twice / 2;
  }

  [[nodiscard]] std::vector<Point> along_mid_line(std::size_t count, bool downwards) const {
    const std::size_t first = downwards ? 3 : 0;
    const Point &lt = points_[first], &rt = points_[(first + 1) % 4], &rb = points_[(first + 2) % 4], &lb = points_[(first + 3) % 4];
    const double n = static_cast<double>(count);
    const Point from{(lt.x + lb.x) / 2, (lt.y + lb.y) / 2}, to{(rt.x + rb.x) / 2, (rt.y + rb.y) / 2};
    const Point step{(to.x - from.x) / n, (to.y - from.y) / n};
    std::vector<Point> centres;
    for (std::size_t i = 0; i < count; ++i) {
      const double k = static_cast<double>(i);
      centres.push_back({(from.x + step.x / 2) + step.x * k, (from.y + step.y / 2) + step.y * k});
    }
    return centres;
  }

  /// The first half of the points runs along the top, the second half backwards along the bottom.
  [[nodiscard]] std::vector<Point> between_chains(std::size_t count) const {
    const std::size_t half = points_.size() / 2, sections = half - 1;
    const auto middle = points_.begin() + static_cast<std::ptrdiff_t>(half);
    const std::vector<Point> top = divided({points_.begin(), middle}, sections, count);
    const std::vector<Point> bottom = divided({points_.rbegin(), std::make_reverse_iterator(middle)}, sections, count);
    std::vector<Point> centres;
    for (std::size_t i = 0; i < count; ++i) {
      const Point &a = top[i * sections], &b = top[(i + 1) * sections], &c = bottom[i * sections], &d = bottom[(i + 1) * sections];
      centres.push_back({(a.x + b.x + c.x + d.x) / 4, (a.y + b.y + c.y + d.y) / 4});
    }
    return centres;
  }

  /// Each section in `count` parts, whose inner ends are cut to integers.
  static std::vector<Point> divided(const Polygon& chain, std::size_t sections, std::size_t count) {
    std::vector<Point> points;
    for (std::size_t j = 0; j < sections; ++j) {
      const Point &a = chain[j], &b = chain[j + 1];
      const double n = static_cast<double>(count);
      points.push_back(a);
      for (std::size_t t = 1; t < count; ++t) {
        const double k = static_cast<double>(t);
        points.push_back({std::trunc(a.x + ((b.x - a.x) / n) * k), std::trunc(a.y + ((b.y - a.y) / n) * k)});
      }
    }
    points.push_back(chain.back());
    return points;
  }

  Polygon points_;  // as given
  ClevalProfile profile_;
  Polygon outline_;  // quad and receipt: cut to integers
  Region region_;
  double area_ = 0;
};

}  // namespace docket
