#include <docket/geometry/convex_ring.hpp>

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include <docket/core/random.hpp>
#include <docket/geometry/polygon_overlap.hpp>

namespace docket {
namespace {

Polygon rectangle_ring(double left, double top, double right, double bottom) { return {{left, top}, {right, top}, {right, bottom}, {left, bottom}}; }

Polygon tilted_word(Random& random) {
  const double x = random.uniform(0, 60), y = random.uniform(0, 40), w = random.uniform(5, 60), h = random.uniform(4, 20), turn = random.uniform(-1, 1);
  const double c = std::cos(turn), s = std::sin(turn);
  return {{x, y}, {x + w * c, y + w * s}, {x + w * c - h * s, y + w * s + h * c}, {x - h * s, y + h * c}};
}

double shared_by_clipper(const Polygon& a, const Polygon& b) {
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
  return std::abs(area);
}

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
    const Polygon a = tilted_word(random), b = tilted_word(random);
    CHECK(ConvexRing::of(a)->shared_area(*ConvexRing::of(b)) == doctest::Approx(shared_by_clipper(a, b)).epsilon(1e-5));
  }
}

TEST_CASE("a word shares with a dented ring what lies in both, whichever way it runs") {
  // A U of 30 x 20 whose notch is 10 wide and 10 deep; 20 x 10 of the window less the 10 x 5 in the notch.
  Polygon u{{0, 0}, {30, 0}, {30, 20}, {20, 20}, {20, 10}, {10, 10}, {10, 20}, {0, 20}};
  CHECK(*ConvexRing::of(rectangle_ring(5, 5, 25, 15))->shared_area(u) == doctest::Approx(150));
  // In two pieces: the legs' 10 x 5 each.
  CHECK(*ConvexRing::of(rectangle_ring(-5, 15, 35, 25))->shared_area(u) == doctest::Approx(100));
  CHECK(*ConvexRing::of(rectangle_ring(11, 11, 19, 30))->shared_area(u) == doctest::Approx(0));
  std::reverse(u.begin(), u.end());
  CHECK(*ConvexRing::of(rectangle_ring(5, 5, 25, 15))->shared_area(u) == doctest::Approx(150));
  Random random{12};
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const Polygon word = tilted_word(random);
    Polygon wave;  // 16 corners, up and down
    for (int k = 0; k < 8; ++k) wave.push_back({k * 12.0, 20 + random.uniform(-15, 15)});
    for (int k = 7; k >= 0; --k) wave.push_back({k * 12.0, wave[static_cast<std::size_t>(k)].y + random.uniform(3, 20)});
    CHECK(*ConvexRing::of(word)->shared_area(wave) == doctest::Approx(shared_by_clipper(word, wave)).epsilon(1e-5));
  }
}

TEST_CASE("rings of more corners are left to Clipper") {
  CHECK_FALSE(ConvexRing::of(rectangle_ring(0, 0, 9, 9))->shared_area(Polygon(17)));
  CHECK_FALSE(ConvexRing::of({{0, 0}, {4, -1}, {8, 0}, {8, 4}, {0, 4}})->shared_area(rectangle_ring(0, 0, 9, 9)));
}

}  // namespace docket
