#include <random>

#include <doctest/doctest.h>

#include <docket/pipeline/frame.hpp>

using namespace docket;

TEST_CASE("a receipt is resized to the longest side and padded right and bottom to the stride") {
  // By hand: 932x1190 -> 960/1190 = 0.8067; 932 * 0.8067 = 751.87 -> 752; 752 -> 768 = 24 * 32; 960 = 30 * 32.
  const ImageFrame frame = make_frame({932, 1190}, {});
  CHECK(frame.resized == Size{752, 960});
  CHECK(frame.input == Size{768, 960});
  CHECK(frame.map == frame.input);
  CHECK(frame.pad_left == 0);
  CHECK(frame.pad_top == 0);
  CHECK(frame.image_to_input({932, 1190}) == Point{752, 960});
}

TEST_CASE("a small picture is enlarged only if asked") {
  InputOptions options;
  CHECK(make_frame({100, 50}, options).resized == Size{960, 480});
  options.upscale = false;
  CHECK(make_frame({100, 50}, options).resized == Size{100, 50});
  CHECK(make_frame({100, 50}, options).input == Size{128, 64});
  options.pad = "square";
  CHECK(make_frame({100, 50}, options).pad_left == 430);
}

TEST_CASE("image -> input -> image is the identity for any size, and no side vanishes") {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> side(1, 5000), longest(1, 60);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int i = 0; i < 2000; ++i) {
    InputOptions options;
    options.longest_side = 32 * longest(random);
    options.pad = i % 2 == 0 ? "stride" : "square";
    options.upscale = i % 3 != 0;
    const ImageFrame frame = make_frame({side(random), side(random)}, options);
    CAPTURE(i);
    CAPTURE(frame.image.width);
    CAPTURE(frame.image.height);
    REQUIRE(frame.resized.width >= 1);
    REQUIRE(frame.resized.height >= 1);
    REQUIRE(frame.input.width % 32 == 0);
    REQUIRE(frame.input.height % 32 == 0);
    REQUIRE(frame.pad_left + frame.resized.width <= frame.input.width);
    REQUIRE(frame.pad_top + frame.resized.height <= frame.input.height);
    const Point p{unit(random) * frame.image.width, unit(random) * frame.image.height};
    const Point back = frame.map_to_image(frame.image_to_map(p));
    REQUIRE(back.x == doctest::Approx(p.x).epsilon(1e-12));
    REQUIRE(back.y == doctest::Approx(p.y).epsilon(1e-12));
  }
}

TEST_CASE("square mode refuses a side that the stride does not divide") {
  InputOptions options;
  options.pad = "square";
  options.longest_side = 1000;
  CHECK_THROWS_WITH_AS(make_frame({10, 10}, options),
                       "input.longest_side: is 1000, must be a multiple of input.stride = 32 where input.pad is \"square\"",
                       Error);
  options.pad = "stride";
  CHECK(make_frame({10, 10}, options).input == Size{1024, 1024});
}

TEST_CASE("mean and std need three numbers") {
  InputOptions options;
  options.std = {1, 1};
  CHECK_THROWS_WITH_AS(make_frame({10, 10}, options), "input.std: must have three numbers, for R, G and B", Error);
}
