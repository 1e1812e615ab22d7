/// WebP, lossy or lossless, still pictures.
#pragma once

#include <array>
#include <cstring>
#include <string>
#include <string_view>

#include <webp/decode.h>

#include <docket/data/image/orientation.hpp>
#include <docket/data/image/source.hpp>

namespace docket::image {

namespace detail {

inline std::uint32_t little_u32(std::span<const std::uint8_t> bytes, std::size_t at) {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | std::uint32_t{bytes[at + 3]} << 24;
}

/// The EXIF chunk of the RIFF file stands after the pixels.
inline int webp_orientation(std::span<const std::uint8_t> bytes) {
  for (std::size_t at = 12; at + 8 <= bytes.size();) {
    const std::size_t size = little_u32(bytes, at + 4);
    if (size > bytes.size() - at - 8) return 1;
    if (std::memcmp(bytes.data() + at, "EXIF", 4) == 0) return exif_orientation(bytes.subspan(at + 8, size));
    at += 8 + size + size % 2;
  }
  return 1;
}

}  // namespace detail

inline Decoded decode_webp(const Source& source) {
  constexpr std::array<const char*, 8> status_text{"",
                                                   "out of memory",
                                                   "a parameter is invalid",
                                                   "the bit stream is damaged",
                                                   "a feature that libwebp does not know",
                                                   "the file ends too early",
                                                   "stopped",
                                                   "the file ends too early"};
  const auto check = [&](VP8StatusCode status) {
    if (status == VP8_STATUS_OK) return;
    source.refuse(std::string("is a damaged or truncated WebP: ") + status_text.at(static_cast<std::size_t>(status)));
  };
  const std::uint8_t* data = source.bytes.data();
  const std::size_t size = source.bytes.size();
  if (std::size_t{detail::little_u32(source.bytes, 4)} + 8 > size) check(VP8_STATUS_NOT_ENOUGH_DATA);
  WebPDecoderConfig config;
  WebPInitDecoderConfig(&config);
  check(WebPGetFeatures(data, size, &config.input));
  if (config.input.has_animation != 0) source.refuse("is an animated WebP; a still picture is wanted");
  source.check_size(config.input.width, config.input.height);
  const bool has_alpha = config.input.has_alpha != 0;
  cv::Mat picture(config.input.height, config.input.width, has_alpha ? CV_8UC4 : CV_8UC3);
  config.output.colorspace = has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {picture.data, static_cast<int>(picture.step), picture.step * picture.rows};
  check(WebPDecode(data, size, &config));
  return {has_alpha ? over_white(picture) : picture, detail::webp_orientation(source.bytes)};
}

}  // namespace docket::image
