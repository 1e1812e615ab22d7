/// BMP through OpenCV, whose reader throws and prints where a file is short: so its size is checked before.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/data/image/source.hpp>
#include <docket/data/image/webp.hpp>

namespace docket::image {

namespace detail {

struct BmpHeader {
  std::int64_t width = 0, height = 0;
  std::int64_t pixels_at = 0, bits = 0, compression = 0;
};

inline BmpHeader read_bmp_header(const Source& source) {
  const std::span<const std::uint8_t> bytes = source.bytes;
  if (bytes.size() < 26) source.refuse("is a truncated BMP: the header is incomplete");
  const auto u16 = [&](std::size_t at) { return bytes[at] | bytes[at + 1] << 8; };
  const std::uint32_t header_size = little_u32(bytes, 14);
  BmpHeader header;
  header.pixels_at = little_u32(bytes, 10);
  if (header_size == 12) {  // OS/2
    header.width = u16(18);
    header.height = u16(20);
    header.bits = u16(24);
    return header;
  }
  if (header_size < 40 || bytes.size() < 14 + std::size_t{header_size})
    source.refuse("is a damaged or truncated BMP: the header is incomplete");
  header.width = static_cast<std::int32_t>(little_u32(bytes, 18));
  header.height = std::abs(std::int64_t{static_cast<std::int32_t>(little_u32(bytes, 22))});
  header.bits = u16(28);
  header.compression = little_u32(bytes, 30);
  return header;
}

/// Many writers leave the fourth byte of 32-bit pixels zero: no alpha at all, not an invisible picture.
inline bool all_transparent(const cv::Mat& bgra) {
  cv::Mat alpha;
  cv::extractChannel(bgra, alpha, 3);
  return cv::countNonZero(alpha) == 0;
}

}  // namespace detail

inline Decoded decode_bmp(const Source& source) {
  constexpr int run_length_8 = 1, run_length_4 = 2;
  const detail::BmpHeader header = detail::read_bmp_header(source);
  source.check_size(header.width, header.height);
  const bool plain = header.compression != run_length_8 && header.compression != run_length_4;
  const std::int64_t row_bytes = (header.width * header.bits + 31) / 32 * 4;
  const auto size = static_cast<std::int64_t>(source.bytes.size());
  if (header.pixels_at >= size || (plain && row_bytes * header.height > size - header.pixels_at)) {
    source.refuse("is a truncated BMP: " + std::to_string(header.width) + "x" + std::to_string(header.height) + " pixels of " +
                  std::to_string(header.bits) + " bits do not fit into its " + std::to_string(size) + " bytes");
  }
  cv::Mat stored;
  try {
    stored = cv::imdecode(cv::Mat(1, static_cast<int>(size), CV_8UC1, const_cast<std::uint8_t*>(source.bytes.data())),
                          cv::IMREAD_UNCHANGED);
  } catch (const cv::Exception& e) {
    source.refuse("is a damaged BMP: " + e.err);
  }
  if (stored.empty()) source.refuse("is a damaged BMP");
  Decoded decoded;
  if (stored.channels() == 1) {
    cv::cvtColor(stored, decoded.rgb, cv::COLOR_GRAY2RGB);
  } else if (stored.channels() == 4 && !detail::all_transparent(stored)) {
    cv::cvtColor(stored, stored, cv::COLOR_BGRA2RGBA);
    decoded.rgb = over_white(stored);
  } else {
    cv::cvtColor(stored, decoded.rgb, stored.channels() == 4 ? cv::COLOR_BGRA2RGB : cv::COLOR_BGR2RGB);
  }
  return decoded;
}

}  // namespace docket::image
