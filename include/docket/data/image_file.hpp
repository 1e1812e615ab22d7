/// From an image file to 8-bit RGB pixels, upright: JPEG, PNG, WebP, TIFF, BMP, told apart by their first bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <docket/data/image/bmp.hpp>
#include <docket/data/image/jpeg.hpp>
#include <docket/data/image/orientation.hpp>
#include <docket/data/image/png.hpp>
#include <docket/data/image/source.hpp>
#include <docket/data/image/tiff.hpp>
#include <docket/data/image/webp.hpp>

namespace docket {

/// The reference system's limit; a picture of that size takes 324 MB.
inline constexpr std::int64_t default_max_pixels = 108'000'000;

namespace detail {

/// Throws Error(data) for what is missing, no file, or empty.
inline std::vector<std::uint8_t> read_bytes(const std::filesystem::path& path) {
  constexpr std::uintmax_t max_bytes = std::uintmax_t{1} << 31;
  const std::string name = path.string();
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw Error(ErrorKind::data, name, "does not exist");
  if (std::filesystem::is_directory(status)) throw Error(ErrorKind::data, name, "is a folder; an image file is wanted");
  if (!std::filesystem::is_regular_file(status)) throw Error(ErrorKind::data, name, "is not a regular file");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) throw Error(ErrorKind::data, name, "cannot be read: " + error.message());
  if (size == 0) throw Error(ErrorKind::data, name, "is empty (0 bytes)");
  if (size >= max_bytes)
    throw Error(ErrorKind::data, name, "has " + std::to_string(size) + " bytes; an image file of less than 2 GiB is wanted");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorKind::data, name, std::string("cannot be opened: ") + std::strerror(errno));
  std::vector<std::uint8_t> bytes(size);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (static_cast<std::uintmax_t>(file.gcount()) != size) throw Error(ErrorKind::data, name, "could not be read to its end");
  return bytes;
}

}  // namespace detail

/// The bytes of one image file -> 8-bit RGB as stored, and the EXIF turn that is still to be made (image::upright). Throws what
/// decode_image throws.
inline image::Decoded decode_stored(std::span<const std::uint8_t> bytes, const std::string& name,
                                    std::int64_t max_pixels = default_max_pixels) {
  const image::Source source{name, bytes, max_pixels};
  const auto begins = [&](std::string_view magic, std::size_t at = 0) {
    return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
  };
  using namespace std::string_view_literals;
  try {
    image::Decoded decoded;
    if (begins("\xFF\xD8\xFF"sv)) {
      decoded = image::decode_jpeg(source);
    } else if (begins("\x89PNG\r\n\x1A\n"sv)) {
      decoded = image::decode_png(source);
    } else if (begins("RIFF"sv) && begins("WEBP"sv, 8)) {
      decoded = image::decode_webp(source);
    } else if (begins("II*\0"sv) || begins("MM\0*"sv) || begins("II+\0"sv) || begins("MM\0+"sv)) {
      decoded = image::decode_tiff(source);
    } else if (begins("BM"sv)) {
      decoded = image::decode_bmp(source);
    } else {
      source.refuse("is not a JPEG, PNG, WebP, TIFF or BMP file");
    }
    return decoded;
  } catch (const cv::Exception& e) {
    source.refuse("cannot be decoded: " + e.err);
  } catch (const std::bad_alloc&) {
    source.refuse("no memory for its pixels");
  }
}

/// The bytes of one image file -> 8-bit RGB, its EXIF turn applied once. Grey becomes RGB, alpha is laid over white, 16 bits
/// are rounded to 8. Throws Error(data) that begins with `name`: what is damaged or cut short is an error, never half a
/// picture.
inline cv::Mat decode_image(std::span<const std::uint8_t> bytes, const std::string& name,
                            std::int64_t max_pixels = default_max_pixels) {
  const image::Decoded decoded = decode_stored(bytes, name, max_pixels);
  try {
    return image::upright(decoded.rgb, decoded.orientation);
  } catch (const cv::Exception&) {  // OpenCV's way to say that memory ran out
    throw Error(ErrorKind::data, name, "no memory for its pixels");
  }
}

inline cv::Mat read_image(const std::filesystem::path& path, std::int64_t max_pixels = default_max_pixels) {
  return decode_image(detail::read_bytes(path), path.string(), max_pixels);
}

}  // namespace docket
