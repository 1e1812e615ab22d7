/// JPEG through libjpeg itself: OpenCV's reader fills what is missing with grey and only prints a warning, here it is an error.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

// In this order: the second looks at what the first configured.
// clang-format off
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include <docket/data/image/orientation.hpp>
#include <docket/data/image/source.hpp>

namespace docket::image {

namespace detail {

/// Collects what libjpeg says instead of printing it.
struct JpegErrors {
  jpeg_error_mgr base;  // first, so that libjpeg's pointer is ours
  std::jmp_buf jump;
  char text[JMSG_LENGTH_MAX];
  bool damaged;

  static JpegErrors& of(j_common_ptr info) { return *reinterpret_cast<JpegErrors*>(info->err); }

  static void stop(j_common_ptr info) {
    info->err->format_message(info, of(info).text);
    std::longjmp(of(info).jump, 1);
  }

  /// Warnings about the pixels' own data. The rest (stray bytes between segments, odd profiles) costs no pixel.
  static bool is_damage(int code) {
    switch (code) {
      case JWRN_HIT_MARKER:
      case JWRN_HUFF_BAD_CODE:
      case JWRN_JPEG_EOF:
      case JWRN_MUST_RESYNC:
      case JWRN_ARITH_BAD_CODE:
      case JWRN_BOGUS_PROGRESSION: return true;
      default: return false;
    }
  }

  static void warn(j_common_ptr info, int level) {
    if (level < 0 && is_damage(info->err->msg_code)) {
      of(info).damaged = true;
      stop(info);
    }
  }
};

/// A progressive file may hold thousands of tiny scans that each touch every pixel.
inline void limit_scans(j_common_ptr info) {
  constexpr int max_scans = 500;
  if (info->is_decompressor && reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > max_scans) {
    JpegErrors& errors = JpegErrors::of(info);
    std::snprintf(errors.text, sizeof errors.text, "more than %d scans", max_scans);
    std::longjmp(errors.jump, 1);
  }
}

struct JpegReader {
  jpeg_decompress_struct info{};
  JpegErrors errors{};
  jpeg_progress_mgr progress{};

  JpegReader() {
    info.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = JpegErrors::stop;
    errors.base.emit_message = JpegErrors::warn;
    progress.progress_monitor = limit_scans;
  }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&info); }
};

/// One row of CMYK to RGB. Adobe's writers store the inks inverted.
inline void cmyk_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, unsigned width, bool inverted) {
  for (unsigned x = 0; x < width; ++x, cmyk += 4, rgb += 3) {
    const int key = inverted ? cmyk[3] : 255 - cmyk[3];
    for (int c = 0; c < 3; ++c) rgb[c] = static_cast<std::uint8_t>(((inverted ? cmyk[c] : 255 - cmyk[c]) * key + 127) / 255);
  }
}

}  // namespace detail

inline Decoded decode_jpeg(const Source& source) {
  detail::JpegReader reader;
  jpeg_decompress_struct& info = reader.info;
  Decoded decoded;
  std::vector<std::uint8_t> cmyk;
  std::string refusal;
  if (setjmp(reader.errors.jump) != 0) {  // NOLINT: libjpeg's way to report an error
    source.refuse(std::string(reader.errors.damaged ? "is a damaged or truncated JPEG: " : "is not a readable JPEG: ") +
                  reader.errors.text);
  }
  jpeg_create_decompress(&info);
  info.progress = &reader.progress;
  jpeg_mem_src(&info, source.bytes.data(), source.bytes.size());
  jpeg_save_markers(&info, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&info, TRUE);
  for (const jpeg_marker_struct* marker = info.marker_list; marker != nullptr; marker = marker->next) {
    if (marker->data_length < 6 || std::string_view(reinterpret_cast<const char*>(marker->data), 4) != "Exif") continue;
    decoded.orientation = exif_orientation({marker->data, marker->data_length});
    break;
  }
  source.check_size(info.image_width, info.image_height);
  const bool has_key = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = has_key ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&info);
  decoded.rgb.create(static_cast<int>(info.output_height), static_cast<int>(info.output_width), CV_8UC3);
  if (has_key) cmyk.resize(std::size_t{info.output_width} * 4);
  while (info.output_scanline < info.output_height) {
    std::uint8_t* row = decoded.rgb.ptr<std::uint8_t>(static_cast<int>(info.output_scanline));
    JSAMPROW target = has_key ? cmyk.data() : row;
    jpeg_read_scanlines(&info, &target, 1);
    if (has_key) detail::cmyk_to_rgb(cmyk.data(), row, info.output_width, info.saw_Adobe_marker != FALSE);
  }
  jpeg_finish_decompress(&info);
  return decoded;
}

}  // namespace docket::image
