/// BMP: palettes of 1, 4 and 8 bits (plain or run-length), 16, 24 and 32 bits with any masks. Read here because OpenCV's reader
/// prints to standard error where a file is damaged.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <docket/data/image/source.hpp>

namespace docket::image {

namespace detail {

enum BmpCompression : std::uint32_t { bmp_plain = 0, bmp_rle8 = 1, bmp_rle4 = 2, bmp_masks = 3, bmp_alpha_masks = 6 };

struct BmpHeader {
  std::int64_t width = 0, height = 0;
  bool top_down = false;
  std::uint32_t bits = 0, compression = bmp_plain;
  std::size_t pixels_at = 0;
  std::array<std::uint32_t, 4> masks{};                    // R, G, B, alpha
  std::array<std::array<std::uint8_t, 3>, 256> palette{};  // RGB; black beyond its end

  [[nodiscard]] bool runs() const { return compression == bmp_rle8 || compression == bmp_rle4; }
};

/// Little-endian numbers of the file; 0 beyond its end, which the size check has excluded for everything that matters.
struct BmpBytes {
  std::span<const std::uint8_t> bytes;
  [[nodiscard]] std::uint32_t u8(std::size_t at) const { return at < bytes.size() ? bytes[at] : 0U; }
  [[nodiscard]] std::uint32_t u16(std::size_t at) const { return u8(at) | u8(at + 1) << 8; }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16; }
};

inline void read_bmp_masks(const BmpBytes& file, std::uint32_t header_size, BmpHeader& header) {
  if (header.bits == 16) header.masks = {0x7C00, 0x03E0, 0x001F, 0};
  if (header.bits == 32) header.masks = {0xFF0000, 0x00FF00, 0x0000FF, 0};
  if (header.compression != bmp_masks && header.compression != bmp_alpha_masks) return;
  constexpr std::size_t masks_at = 54;
  const bool has_alpha = header_size >= 56 || header.compression == bmp_alpha_masks;
  for (std::size_t i = 0; i < 4; ++i) header.masks[i] = i < 3 || has_alpha ? file.u32(masks_at + 4 * i) : 0;
}

inline BmpHeader read_bmp_header(const Source& source) {
  const BmpBytes file{source.bytes};
  constexpr std::uint32_t file_header = 14, os2_header = 12;
  const std::uint32_t header_size = file.u32(file_header);
  if (source.bytes.size() < file_header + std::size_t{header_size} || (header_size != os2_header && header_size < 40)) {
    source.refuse("is a damaged or truncated BMP: its header is incomplete");
  }
  BmpHeader header;
  header.pixels_at = file.u32(10);
  std::size_t palette_at = file_header + header_size, colors = 0;
  const std::size_t color_bytes = header_size == os2_header ? 3 : 4;
  if (header_size == os2_header) {
    header.width = file.u16(18);
    header.height = file.u16(20);
    header.bits = file.u16(24);
  } else {
    const auto height = static_cast<std::int32_t>(file.u32(22));
    header.width = static_cast<std::int32_t>(file.u32(18));
    header.height = std::abs(std::int64_t{height});
    header.top_down = height < 0;
    header.bits = file.u16(28);
    header.compression = file.u32(30);
    colors = file.u32(46);
    if (header_size == 40 && header.compression == bmp_masks) palette_at += 12;
    read_bmp_masks(file, header_size, header);
  }
  if (header.bits > 8) return header;
  if (colors == 0 || colors > 256) colors = std::size_t{1} << header.bits;
  for (std::size_t i = 0; i < colors; ++i) {
    const std::size_t at = palette_at + i * color_bytes;
    for (std::size_t c = 0; c < 3; ++c) header.palette[i][c] = static_cast<std::uint8_t>(file.u8(at + 2 - c));
  }
  return header;
}

/// The palette index of every pixel, rows as stored. Runs that leave the picture are cut; what no run covers is index 0.
inline cv::Mat read_bmp_runs(const Source& source, const BmpHeader& header) {
  const BmpBytes file{source.bytes};
  const bool nibbles = header.compression == bmp_rle4;
  cv::Mat indices = cv::Mat::zeros(static_cast<int>(header.height), static_cast<int>(header.width), CV_8UC1);
  std::int64_t x = 0, y = 0;
  const auto put = [&](std::uint32_t index) {
    if (x < header.width && y < header.height)
      indices.at<std::uint8_t>(static_cast<int>(y), static_cast<int>(x)) = static_cast<std::uint8_t>(index);
    ++x;
  };
  for (std::size_t at = header.pixels_at; y < header.height;) {
    if (at + 2 > source.bytes.size()) source.refuse("is a truncated BMP: its runs end in row " + std::to_string(y));
    const std::uint32_t count = file.u8(at), value = file.u8(at + 1);
    at += 2;
    if (count > 0) {
      for (std::uint32_t i = 0; i < count; ++i) put(!nibbles ? value : i % 2 == 0 ? value >> 4 : value & 15);
    } else if (value == 0) {  // end of row
      x = 0;
      ++y;
    } else if (value == 1) {  // end of picture
      break;
    } else if (value == 2) {  // jump
      x += file.u8(at);
      y += file.u8(at + 1);
      at += 2;
    } else {  // `value` pixels as they are, padded to 16 bits
      for (std::uint32_t i = 0; i < value; ++i) {
        put(!nibbles ? file.u8(at + i) : i % 2 == 0 ? file.u8(at + i / 2) >> 4 : file.u8(at + i / 2) & 15);
      }
      const std::size_t taken = nibbles ? (value + 1) / 2 : value;
      at += taken + taken % 2;
    }
  }
  return indices;
}

/// One colour of a masked pixel, stretched to 8 bits.
inline std::uint8_t masked(std::uint32_t pixel, std::uint32_t mask) {
  if (mask == 0) return 0;
  const int shift = std::countr_zero(mask);
  const std::uint64_t most = mask >> shift;
  return static_cast<std::uint8_t>((((pixel & mask) >> shift) * std::uint64_t{255} + most / 2) / most);
}

/// Rows of 16 or 32 bits. Many writers leave alpha zero everywhere: no alpha at all, not an invisible picture.
inline cv::Mat read_bmp_masked(const BmpBytes& file, const BmpHeader& header, std::size_t row_bytes) {
  cv::Mat rgba(static_cast<int>(header.height), static_cast<int>(header.width), CV_8UC4);
  bool visible = header.masks[3] == 0;
  for (int y = 0; y < rgba.rows; ++y) {
    const std::size_t row = header.pixels_at + static_cast<std::size_t>(y) * row_bytes;
    for (int x = 0; x < rgba.cols; ++x) {
      const std::uint32_t pixel = header.bits == 16 ? file.u16(row + 2 * std::size_t(x)) : file.u32(row + 4 * std::size_t(x));
      auto& to = rgba.at<cv::Vec4b>(y, x);
      for (int c = 0; c < 4; ++c) to[c] = masked(pixel, header.masks[c]);
      visible |= to[3] != 0;
      if (header.masks[3] == 0) to[3] = 255;
    }
  }
  if (visible) return over_white(rgba);
  for (auto pixel = rgba.begin<cv::Vec4b>(); pixel != rgba.end<cv::Vec4b>(); ++pixel) (*pixel)[3] = 255;
  return over_white(rgba);
}

}  // namespace detail

inline Decoded decode_bmp(const Source& source) {
  const detail::BmpHeader header = detail::read_bmp_header(source);
  source.check_size(header.width, header.height);
  const std::uint32_t bits = header.bits;
  const bool known = header.runs() ? bits == (header.compression == detail::bmp_rle8 ? 8U : 4U)
                     : header.compression == detail::bmp_plain
                         ? bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32
                         : (header.compression == detail::bmp_masks || header.compression == detail::bmp_alpha_masks) &&
                               (bits == 16 || bits == 32);
  if (!known)
    source.refuse("is a BMP of " + std::to_string(bits) + " bits with compression " + std::to_string(header.compression) +
                  ", which is not known");
  const std::int64_t row_bytes = (header.width * bits + 31) / 32 * 4;
  const auto size = static_cast<std::int64_t>(source.bytes.size());
  if (!header.runs() && row_bytes * header.height > size - static_cast<std::int64_t>(header.pixels_at)) {
    source.refuse("is a truncated BMP: " + std::to_string(header.width) + "x" + std::to_string(header.height) + " pixels of " +
                  std::to_string(bits) + " bits do not fit into its " + std::to_string(size) + " bytes");
  }
  Decoded decoded;
  const detail::BmpBytes file{source.bytes};
  if (bits == 16 || bits == 32) {
    decoded.rgb = detail::read_bmp_masked(file, header, static_cast<std::size_t>(row_bytes));
  } else {
    const cv::Mat runs = header.runs() ? detail::read_bmp_runs(source, header) : cv::Mat();
    decoded.rgb.create(static_cast<int>(header.height), static_cast<int>(header.width), CV_8UC3);
    for (int y = 0; y < decoded.rgb.rows; ++y) {
      const std::size_t row = header.pixels_at + static_cast<std::size_t>(y) * static_cast<std::size_t>(row_bytes);
      for (int x = 0; x < decoded.rgb.cols; ++x) {
        auto& to = decoded.rgb.at<cv::Vec3b>(y, x);
        const auto column = static_cast<std::size_t>(x);
        if (bits == 24) {
          for (std::size_t c = 0; c < 3; ++c)
            to[static_cast<int>(c)] = static_cast<std::uint8_t>(file.u8(row + 3 * column + 2 - c));
        } else {
          const std::uint32_t index =
              !runs.empty() ? runs.at<std::uint8_t>(y, x)
                            : file.u8(row + column * bits / 8) >> (8 - bits - column * bits % 8) & ((1U << bits) - 1);
          const auto& color = header.palette[index];
          to = {color[0], color[1], color[2]};
        }
      }
    }
  }
  if (!header.top_down) cv::flip(decoded.rgb, decoded.rgb, 0);
  return decoded;
}

}  // namespace docket::image
