/// Counts as people read them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace docket {

/// 24797 -> "24,797"
[[nodiscard]] inline std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

/// (1, "box", "boxes") -> "1 box"
[[nodiscard]] inline std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return grouped(number) + " " + std::string(number == 1 ? one : many);
}

/// (2, "image") -> "2 images"
[[nodiscard]] inline std::string counted(std::size_t number, std::string_view one) { return counted(number, one, std::string(one) + "s"); }

}  // namespace docket
