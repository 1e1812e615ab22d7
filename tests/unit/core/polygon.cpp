#include <docket/core/polygon.hpp>

#include <doctest/doctest.h>

using namespace docket;

TEST_CASE("a rectangle clockwise on screen has a positive area, the other way round a negative one") {
  const Polygon clockwise{{10, 20}, {110, 20}, {110, 60}, {10, 60}};
  CHECK(signed_area(clockwise) == 4000);
  CHECK(signed_area({clockwise.rbegin(), clockwise.rend()}) == -4000);
}

TEST_CASE("the perimeter closes the ring") { CHECK(perimeter({{0, 0}, {100, 0}, {100, 40}, {0, 40}}) == 280); }
