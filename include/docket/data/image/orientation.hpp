/// EXIF orientation: found in an EXIF block, applied once. One rule for all formats.
#pragma once

#include <cstdint>
#include <span>

#include <opencv2/core.hpp>

namespace docket::image {

/// Tag 274 of a TIFF-structured EXIF block (with or without the leading "Exif\0\0"); 1 where absent, damaged or out of range.
inline int exif_orientation(std::span<const std::uint8_t> block) {
  constexpr int tag_orientation = 0x0112, type_short = 3;
  if (block.size() >= 6 && block[0] == 'E' && block[1] == 'x' && block[2] == 'i' && block[3] == 'f') block = block.subspan(6);
  if (block.size() < 8 || block[0] != block[1] || (block[0] != 'I' && block[0] != 'M')) return 1;
  const bool little = block[0] == 'I';
  const auto u16 = [&](std::size_t at) -> std::uint32_t {
    return little ? block[at] | block[at + 1] << 8 : block[at] << 8 | block[at + 1];
  };
  const auto u32 = [&](std::size_t at) -> std::size_t {
    return little ? u16(at) | u16(at + 2) << 16 : u16(at) << 16 | u16(at + 2);
  };
  const std::size_t directory = u32(4);
  if (u16(2) != 42 || directory > block.size() - 2) return 1;
  const std::size_t entries = u16(directory);
  for (std::size_t i = 0, at = directory + 2; i < entries && at + 12 <= block.size(); ++i, at += 12) {
    if (u16(at) != tag_orientation || u16(at + 2) != type_short) continue;
    const std::uint32_t value = u16(at + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

/// The picture upright (reference-system.md 3.1, step 1).
inline cv::Mat upright(cv::Mat stored, int orientation) {
  constexpr int about_x = 0, about_y = 1, about_both = -1;
  cv::Mat turned = stored;
  if (orientation >= 5) cv::transpose(stored, turned);
  switch (orientation) {
    case 2:
    case 6: cv::flip(turned, turned, about_y); break;
    case 3:
    case 7: cv::flip(turned, turned, about_both); break;
    case 4:
    case 8: cv::flip(turned, turned, about_x); break;
    default: break;
  }
  return turned;
}

}  // namespace docket::image
