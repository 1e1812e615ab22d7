#include <docket/geometry/polygon_overlap.hpp>

#include <doctest/doctest.h>

namespace docket {
namespace {

double shared(const Polygon& a, const Polygon& b) { return intersection_area(OverlapPolygon(a), OverlapPolygon(b)); }

}  // namespace

TEST_CASE("rings that cross, touch themselves, have a spike or are flat are invalid") {
  CHECK_FALSE(is_valid_ring({{0, 0}, {10, 10}, {10, 0}, {0, 10}}));                       // bow tie
  CHECK_FALSE(is_valid_ring({{0, 0}, {10, 0}, {10, 10}, {5, 0}, {0, 10}}));              // touches an edge
  CHECK_FALSE(is_valid_ring({{0, 0}, {10, 0}, {20, 0}, {10, 0}, {10, 10}, {0, 10}}));    // spike
  CHECK_FALSE(is_valid_ring({{0, 0}, {10, 0}, {20, 0}}));                                // flat
  CHECK_FALSE(is_valid_ring({{0, 0}, {10, 0}}));
  CHECK_FALSE(is_valid_ring({}));
}

TEST_CASE("direction, repeated points and corners on a line are fine") {
  CHECK(is_valid_ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}}));
  CHECK(is_valid_ring({{0, 10}, {10, 10}, {10, 0}, {0, 0}}));
  CHECK(is_valid_ring({{0, 0}, {0, 0}, {5, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}));
  CHECK(is_valid_ring({{0, 0}, {10, 0}, {5, 8}}));
}

TEST_CASE("areas that two polygons share, worked out by hand") {
  const Polygon square{{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  CHECK(shared(square, square) == 100);
  CHECK(shared(square, {{5, 5}, {15, 5}, {15, 15}, {5, 15}}) == 25);
  CHECK(shared(square, {{10, 0}, {20, 0}, {20, 10}, {10, 10}}) == 0);
  CHECK(shared(square, {{5, -5}, {15, 5}, {5, 15}, {-5, 5}}) == 100);           // the square lies within the diamond
  CHECK(shared(square, {{5, 0}, {10, 5}, {5, 10}, {0, 5}}) == 50);
  CHECK(shared(square, {{0, 10}, {10, 10}, {10, 0}, {0, 0}}) == 100);           // the other direction
  CHECK(shared({{0, 0}, {6, 0}, {6, 6}, {3, 2}, {0, 6}}, {{0, 4}, {6, 4}, {6, 6}, {0, 6}}) == doctest::Approx(3).epsilon(1e-12));  // two pieces
}

TEST_CASE("which side of a line a point lies on is decided to the last bit") {
  // Points within a few ulps of the line y = x; in integer steps of 2^-53 everything is exact.
  for (int i = 0; i < 32; ++i) {
    for (int j = 0; j < 32; ++j) {
      const Point p{0.5 + i * 0x1p-53, 0.5 + j * 0x1p-53};
      const int side = detail::turn({12, 12}, {24, 24}, p);
      const double x = p.x, y = p.y;  // rounded to even where 0.5 + k * 2^-53 is between two doubles
      CHECK(side == (y > x ? 1 : (y < x ? -1 : 0)));
    }
  }
}

}  // namespace docket
