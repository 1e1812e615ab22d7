#include <docket/geometry/polygon_iou.hpp>

#include <limits>

#include <doctest/doctest.h>

#include <docket/core/random.hpp>

namespace docket {
namespace {

double iou(const Polygon& a, const Polygon& b) { return polygon_iou(IouPolygon(a), IouPolygon(b)); }

Polygon upright(double left, double top, double right, double bottom) { return {{left, top}, {right, top}, {right, bottom}, {left, bottom}}; }

}  // namespace

TEST_CASE("overlaps by hand, whichever way the rings run") {
  // 20 x 20 of two 30 x 20: 400 / 800.
  CHECK(iou(upright(0, 0, 30, 20), upright(10, 0, 40, 20)) == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(iou(upright(0, 0, 30, 20), {{10, 0}, {10, 20}, {40, 20}, {40, 0}}) == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(iou(upright(0, 0, 10, 10), upright(0, 0, 10, 10)) == doctest::Approx(1));
  CHECK(iou(upright(0, 0, 10, 10), upright(10, 0, 20, 10)) == 0);
  // A square stands on its corner inside another: half the area.
  CHECK(iou(upright(0, 0, 20, 20), {{10, 0}, {20, 10}, {10, 20}, {0, 10}}) == doctest::Approx(0.5));
}

TEST_CASE("a bow-tie is its two triangles") {
  const Polygon bow{{20, 20}, {100, 60}, {100, 20}, {20, 60}};
  CHECK(IouPolygon(bow).area() == doctest::Approx(1600));
  CHECK(iou(bow, upright(20, 20, 100, 60)) == doctest::Approx(0.5));
}

TEST_CASE("a concave outline is not taken as its hull") {
  const Polygon corner{{0, 0}, {20, 0}, {20, 10}, {10, 10}, {10, 20}, {0, 20}};
  CHECK(IouPolygon(corner).area() == doctest::Approx(300));
  CHECK(iou(corner, upright(10, 10, 20, 20)) == 0);
  CHECK(iou(corner, upright(0, 0, 20, 20)) == doctest::Approx(0.75));
}

TEST_CASE("rings without area or with wild coordinates overlap nothing") {
  const Polygon page = upright(-1e6, -1e6, 1e6, 1e6);
  for (const Polygon& none : {Polygon{}, Polygon{{1, 1}}, Polygon{{10, 10}, {50, 10}, {50, 10}, {10, 10}},
                              Polygon{{0, 0}, {std::numeric_limits<double>::quiet_NaN(), 5}, {9, 9}}, Polygon{{0, 0}, {1e300, 5}, {9, 9}}}) {
    CHECK(iou(none, page) == 0);
    CHECK(iou(page, none) == 0);
  }
}

TEST_CASE("tilted words agree with Clipper, and the limit is never below the overlap") {
  Random random{20260101, 0};
  MESSAGE("seed 20260101");
  const auto word = [&] {
    const double x = random.uniform(0, 60), y = random.uniform(0, 60), w = random.uniform(5, 60), h = random.uniform(5, 30), a = random.uniform(-3, 3);
    Polygon polygon;
    for (const auto& [u, v] : {std::pair{-w, -h}, {w, -h}, {w, h}, {-w, h}})
      polygon.push_back({x + u * std::cos(a) - v * std::sin(a), y + u * std::sin(a) + v * std::cos(a)});
    return polygon;
  };
  for (int i = 0; i < 500; ++i) {
    const Polygon a = word(), b = word();
    const double shared = intersection_area(OverlapPolygon(a), OverlapPolygon(b));
    const double expected = shared / (std::abs(signed_area(a)) + std::abs(signed_area(b)) - shared);
    CHECK(iou(a, b) == doctest::Approx(expected).epsilon(1e-6));
    CHECK(iou_limit(IouPolygon(a), IouPolygon(b)) >= expected - 1e-9);
  }
}

}  // namespace docket
