/// The size of a word, whatever its outline.
#pragma once

#include <docket/core/polygon.hpp>

namespace docket::data_check {

struct WordBox {
  double width =
      0;  // px along the text: mean of the top and bottom edge of a quadrilateral, else the smallest rectangle's long side
  double height = 0;  // px across it

  [[nodiscard]] double aspect() const { return height > 0 ? width / height : 0; }
};

/// `polygon` has at least three corners.
[[nodiscard]] WordBox word_box(const Polygon& polygon);

/// Shorter side in px of the smallest rectangle around it, at any angle.
[[nodiscard]] double short_side(const Polygon& polygon);

}  // namespace docket::data_check
