/// The one coordinate transform of docket. Nobody else scales a coordinate.
#pragma once

#include <docket/core/error.hpp>
#include <docket/core/polygon.hpp>

namespace docket {

struct Size {
  int width = 0;
  int height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

/// Three frames of one picture, all in pixels:
///   image: the decoded picture after its EXIF turn;
///   input: what the network sees, the picture resized to `resized` and placed at (`pad_left`, `pad_top`) inside `input`;
///   map:   the head's probability map; `map` is `input` divided by a whole number (1 for the db head).
/// A point maps image -> input by p * inverse_size / image + inverse_pad, where inverse_size and inverse_pad are `resized` and
/// the padding, except in the reference's square mode, which truncates where the resize rounds (reference-system.md 3.1, 9).
struct ImageFrame {
  Size image;
  Size resized;
  Size input;
  Size map;
  int pad_left = 0;
  int pad_top = 0;
  Size inverse_size;
  int inverse_pad_left = 0;
  int inverse_pad_top = 0;

  [[nodiscard]] Point image_to_input(Point p) const {
    return {p.x * inverse_size.width / image.width + inverse_pad_left, p.y * inverse_size.height / image.height + inverse_pad_top};
  }
  /// In the order of operations of the reference's matrix, so that ties of its rounding fall the same way.
  [[nodiscard]] Point input_to_image(Point p) const {
    const double x_scale = static_cast<double>(image.width) / inverse_size.width;
    const double y_scale = static_cast<double>(image.height) / inverse_size.height;
    return {p.x * x_scale - inverse_pad_left * x_scale, p.y * y_scale - inverse_pad_top * y_scale};
  }
  [[nodiscard]] Point map_to_input(Point p) const {
    return {p.x * input.width / map.width, p.y * input.height / map.height};
  }
  [[nodiscard]] Point map_to_image(Point p) const { return input_to_image(map_to_input(p)); }
  [[nodiscard]] Point image_to_map(Point p) const {
    const Point q = image_to_input(p);
    return {q.x * map.width / input.width, q.y * map.height / input.height};
  }
};

}  // namespace docket
