#include <docket/geometry/clip_polygon.hpp>

#include <cmath>

#include <doctest/doctest.h>

namespace docket {

TEST_CASE("clipping keeps what is inside as it is") {
  const Polygon word{{1, 1}, {9, 2}, {9, 6}, {1, 5}};
  CHECK(clip_polygon(word, {0, 0, 10, 10}) == word);
}

TEST_CASE("clipping a slanted word gives its true outline") {
  const Polygon cut = clip_polygon({{-10, 0}, {10, 10}, {10, 20}, {-10, 10}}, {0, 0, 30, 30});
  CHECK(cut == Polygon{{0, 5}, {10, 10}, {10, 20}, {0, 15}});
  CHECK(signed_area(cut) == doctest::Approx(100));
}

TEST_CASE("clipping cuts a corner off") {
  const Polygon cut = clip_polygon({{-5, 5}, {5, -5}, {15, 5}, {5, 15}}, {0, 0, 10, 10});
  CHECK(signed_area(cut) == doctest::Approx(100));
}

TEST_CASE("nothing is left of a word outside, or one that only touches") {
  CHECK(clip_polygon({{20, 1}, {29, 1}, {29, 5}, {20, 5}}, {0, 0, 10, 10}).empty());
  CHECK(std::abs(signed_area(clip_polygon({{10, 1}, {29, 1}, {29, 5}, {10, 5}}, {0, 0, 10, 10}))) == 0);
}

}  // namespace docket
