#include <docket/data/word_box.hpp>

#include <doctest/doctest.h>

namespace docket {

TEST_CASE("the size of a word: edges of a quadrilateral, else its smallest rectangle") {
  const WordBox box = word_box({{0, 0}, {30, 40}, {22, 46}, {-8, 6}});
  CHECK(box.width == doctest::Approx(50));
  CHECK(box.height == doctest::Approx(10));
  CHECK(box.aspect() == doctest::Approx(5));
  const WordBox upright = word_box({{0, 0}, {10, 0}, {10, 30}, {0, 30}});
  CHECK(upright.width == doctest::Approx(10));
  CHECK(upright.height == doctest::Approx(30));
  const WordBox six = word_box({{0, 0}, {20, 0}, {40, 0}, {40, 10}, {20, 10}, {0, 10}});
  CHECK(six.width == doctest::Approx(40));
  CHECK(six.height == doctest::Approx(10));
  CHECK(short_side({{0, 0}, {30, 40}, {22, 46}, {-8, 6}}) == doctest::Approx(10));
}

TEST_CASE("the tilt of a word: its reading direction, clockwise on screen") {
  CHECK(word_box({{0, 0}, {10, 0}, {10, 30}, {0, 30}}).tilt_deg == doctest::Approx(0));         // narrow and upright
  CHECK(word_box({{0, 0}, {30, 40}, {22, 46}, {-8, 6}}).tilt_deg == doctest::Approx(53.1301));  // atan(4 / 3)
  CHECK(word_box({{10, 0}, {10, 40}, {0, 40}, {0, 0}}).tilt_deg == doctest::Approx(90));        // read downwards
  CHECK(word_box({{40, 10}, {0, 10}, {0, 0}, {40, 0}}).tilt_deg == doctest::Approx(180));       // upside down
  // One edge of a short word is 2 px off: atan(2 / 74), where its top edge alone says atan(2 / 8).
  CHECK(word_box({{0, 0}, {8, 2}, {8, 30}, {0, 30}}).tilt_deg == doctest::Approx(1.54816));
  CHECK(word_box({{0, 0}, {20, 20}, {40, 40}, {35, 45}, {15, 25}, {-5, 5}}).tilt_deg == doctest::Approx(45));
  CHECK(word_box({{0, 40}, {40, 0}, {45, 5}, {25, 25}, {5, 45}}).tilt_deg == doctest::Approx(-45));
}

}  // namespace docket
