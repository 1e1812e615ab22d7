#include <docket/geometry/convex_ring.hpp>

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include <docket/core/random.hpp>
#include <docket/geometry/polygon_overlap.hpp>

namespace docket {
namespace {

Polygon rectangle_ring(double left, double top, double right, double bottom) { return {{left, top}, {right, top}, {right, bottom}, {left, bottom}}; }

}  // namespace

TEST_CASE("upright rectangles of whole pixels share exactly what they share, whichever way they run") {
  const ConvexRing window = *ConvexRing::of(rectangle_ring(3, 7, 50, 20));
  for (int left = 0; left < 60; left += 7) {
    for (int right = left + 1; right < 70; right += 11) {
      Polygon other = rectangle_ring(left, 9, right, 31);
      if (right % 2) std::reverse(other.begin(), other.end());
      if (left % 2) std::rotate(other.begin(), other.begin() + 1, other.end());
      CHECK(window.shared_area(*ConvexRing::of(other)) == std::max(0, std::min(50, right) - std::max(3, left)) * 11);
    }
  }
}

TEST_CASE("dents and rings of many corners are none; repeated points and corners on a line do no harm") {
  CHECK_FALSE(ConvexRing::of({{0, 0}, {10, 0}, {10, 10}, {5, 2}, {0, 10}}));
  CHECK_FALSE(ConvexRing::of({{0, 0}, {10, 0}, {10, 0}}));
  Polygon circle;
  for (int i = 0; i < 17; ++i) circle.push_back({std::cos(i * 6.28 / 17), std::sin(i * 6.28 / 17)});
  CHECK_FALSE(ConvexRing::of(circle));
  CHECK(ConvexRing::of({{0, 0}, {5, 0}, {10, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}})->shared_area(*ConvexRing::of(rectangle_ring(5, 5, 20, 20))) == doctest::Approx(25));
}

TEST_CASE("tilted words share what Clipper says they share") {
  Random random{11};
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const auto word = [&] {
      const double x = random.uniform(0, 60), y = random.uniform(0, 40), w = random.uniform(5, 60), h = random.uniform(4, 20), turn = random.uniform(-1, 1);
      const double c = std::cos(turn), s = std::sin(turn);
      return Polygon{{x, y}, {x + w * c, y + w * s}, {x + w * c - h * s, y + w * s + h * c}, {x - h * s, y + h * c}};
    };
    const Polygon a = word(), b = word();
    ClipperLib::Clipper clipper;
    const auto add = [&](const Polygon& ring, ClipperLib::PolyType type) {
      ClipperLib::Path path;
      for (const Point& p : ring) path.emplace_back(std::llround(p.x * 0x1p20), std::llround(p.y * 0x1p20));
      clipper.AddPath(path, type, true);
    };
    add(a, ClipperLib::ptSubject);
    add(b, ClipperLib::ptClip);
    ClipperLib::Paths pieces;
    clipper.Execute(ClipperLib::ctIntersection, pieces);
    double area = 0;
    for (const ClipperLib::Path& piece : pieces) area += ClipperLib::Area(piece) / 0x1p40;
    CHECK(ConvexRing::of(a)->shared_area(*ConvexRing::of(b)) == doctest::Approx(std::abs(area)).epsilon(1e-5));
  }
}

}  // namespace docket
