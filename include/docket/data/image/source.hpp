/// What every image decoder gets and gives.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <opencv2/core.hpp>

#include <docket/core/error.hpp>

namespace docket::image {

/// The bytes of one image file, and what a decoder may do with them.
struct Source {
  std::string name;  // for messages
  std::span<const std::uint8_t> bytes;
  std::int64_t max_pixels = 0;

  [[noreturn]] void refuse(const std::string& what) const { throw Error(ErrorKind::data, name, what); }

  /// Called before the pixels get memory.
  void check_size(std::int64_t width, std::int64_t height) const {
    const auto size = [&] { return std::to_string(width) + "x" + std::to_string(height) + " pixels"; };
    if (width < 1 || height < 1) refuse("has no pixels: " + size());
    if (width > max_pixels / height) refuse("has " + size() + ", more than the limit of " + std::to_string(max_pixels));
  }
};

/// A picture as stored: 8-bit RGB, before its EXIF turn. `orientation` is EXIF's tag 274, 1 to 8.
struct Decoded {
  cv::Mat rgb;
  int orientation = 1;
};

/// Straight-alpha RGBA over white paper.
inline cv::Mat over_white(const cv::Mat& rgba) {
  cv::Mat rgb(rgba.size(), CV_8UC3);
  for (int y = 0; y < rgba.rows; ++y) {
    const std::uint8_t* from = rgba.ptr<std::uint8_t>(y);
    std::uint8_t* to = rgb.ptr<std::uint8_t>(y);
    for (int x = 0; x < rgba.cols; ++x, from += 4, to += 3) {
      const int alpha = from[3];
      for (int c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>((from[c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
  }
  return rgb;
}

}  // namespace docket::image
