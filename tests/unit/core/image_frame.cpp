#include <docket/core/image_frame.hpp>

#include <doctest/doctest.h>

using namespace docket;

TEST_CASE("a point returns to itself through the map and back") {
  ImageFrame frame;
  frame.image = {1280, 960};
  frame.resized = frame.inverse_size = {640, 480};
  frame.input = {640, 640};
  frame.map = {160, 160};
  frame.pad_top = frame.inverse_pad_top = 80;
  // By hand: (1279, 0) * 640/1280 = 639.5; 0 + 80 = 80; a quarter of both.
  const Point in_input = frame.image_to_input({1279, 0});
  CHECK(in_input == Point{639.5, 80});
  CHECK(frame.image_to_map({1279, 0}) == Point{159.875, 20});
  CHECK(frame.map_to_image({159.875, 20}) == Point{1279, 0});
}
