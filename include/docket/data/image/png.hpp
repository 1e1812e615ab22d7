/// PNG through libpng itself: OpenCV's reader lets libpng print to standard error and does not know its EXIF chunk.
#pragma once

#include <csetjmp>
#include <cstring>
#include <string>
#include <vector>

#include <png.h>

#include <docket/data/image/orientation.hpp>
#include <docket/data/image/source.hpp>

namespace docket::image {

namespace detail {

struct PngReader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  png_infop end = nullptr;
  std::span<const std::uint8_t> rest;
  char text[160] = "";

  explicit PngReader(std::span<const std::uint8_t> bytes) : rest(bytes) {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, stop, ignore);
    if (png == nullptr) return;
    info = png_create_info_struct(png);
    end = png_create_info_struct(png);
    png_set_read_fn(png, this, read);
  }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_destroy_read_struct(&png, &info, &end); }

  static void stop(png_structp png, png_const_charp message) {
    auto& reader = *static_cast<PngReader*>(png_get_error_ptr(png));
    std::strncpy(reader.text, message, sizeof reader.text - 1);
    png_longjmp(png, 1);
  }
  static void ignore(png_structp, png_const_charp) {}

  static void read(png_structp png, png_bytep to, std::size_t count) {
    auto& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
    if (count > reader.rest.size()) png_error(png, "the file ends too early");
    std::memcpy(to, reader.rest.data(), count);
    reader.rest = reader.rest.subspan(count);
  }

  [[nodiscard]] int orientation() const {
    for (const png_infop place : {info, end}) {  // the chunk may stand before or after the pixels
      png_uint_32 size = 0;
      png_bytep block = nullptr;
      if (png_get_eXIf_1(png, place, &size, &block) != 0) return exif_orientation({block, size});
    }
    return 1;
  }
};

}  // namespace detail

inline Decoded decode_png(const Source& source) {
  detail::PngReader reader(source.bytes);
  if (reader.info == nullptr || reader.end == nullptr) source.refuse("no memory to read this PNG");
  const png_structp png = reader.png;
  const png_infop info = reader.info;
  Decoded decoded;
  cv::Mat picture;
  std::vector<png_bytep> rows;
  if (setjmp(png_jmpbuf(png)) != 0) source.refuse(std::string("is a damaged or truncated PNG: ") + reader.text);  // NOLINT
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);  // check_size() has the say
  png_read_info(png, info);
  source.check_size(png_get_image_width(png, info), png_get_image_height(png, info));
  png_set_expand(png);  // palette -> RGB, fewer bits -> 8, transparent colour -> alpha
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  picture.create(static_cast<int>(png_get_image_height(png, info)), static_cast<int>(png_get_image_width(png, info)),
                 CV_8UC(png_get_channels(png, info)));
  rows.resize(picture.rows);
  for (int y = 0; y < picture.rows; ++y) rows[y] = picture.ptr(y);
  png_read_image(png, rows.data());
  png_read_end(png, reader.end);
  decoded.orientation = reader.orientation();
  decoded.rgb = picture.channels() == 4 ? over_white(picture) : picture;
  return decoded;
}

}  // namespace docket::image
