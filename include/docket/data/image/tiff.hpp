/// TIFF through libtiff itself, first page: any integer layout of up to 16 bits that libtiff can show. Its messages stay with
/// the one file instead of going to a process-wide handler.
#pragma once

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <tiffio.h>

#include <docket/data/image/source.hpp>

namespace docket::image {

namespace detail {

/// The file in memory, as libtiff's client procedures want it.
struct TiffStream {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
  std::string first_error;

  static TiffStream& of(thandle_t handle) { return *static_cast<TiffStream*>(handle); }
  static tmsize_t read(thandle_t handle, void* to, tmsize_t count) {
    TiffStream& stream = of(handle);
    const std::size_t left = stream.at < stream.bytes.size() ? stream.bytes.size() - stream.at : 0;
    const std::size_t taken = std::min(left, static_cast<std::size_t>(std::max<tmsize_t>(count, 0)));
    if (taken > 0) std::memcpy(to, stream.bytes.data() + stream.at, taken);
    stream.at += taken;
    return static_cast<tmsize_t>(taken);
  }
  static tmsize_t write(thandle_t, void*, tmsize_t) { return 0; }
  static toff_t seek(thandle_t handle, toff_t offset, int whence) {
    TiffStream& stream = of(handle);
    stream.at = offset + (whence == SEEK_CUR ? stream.at : whence == SEEK_END ? stream.bytes.size() : 0);
    return stream.at;
  }
  static int close(thandle_t) { return 0; }
  static toff_t size(thandle_t handle) { return of(handle).bytes.size(); }

  static int note_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    auto& stream = *static_cast<TiffStream*>(user);
    char text[256];
    std::vsnprintf(text, sizeof text, format, arguments);
    if (stream.first_error.empty()) stream.first_error = text;
    return 1;
  }
  static int ignore_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }
};

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

inline TiffHandle open_tiff(TiffStream& stream) {
  constexpr tmsize_t max_allocation = tmsize_t{1} << 29;
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), max_allocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), TiffStream::note_error, &stream);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), TiffStream::ignore_warning, &stream);
  return {TIFFClientOpenExt("image", "rm", &stream, TiffStream::read, TiffStream::write, TiffStream::seek, TiffStream::close,
                            TiffStream::size, nullptr, nullptr, options.get()),
          &TIFFClose};
}

template <class Value>
Value tiff_field(TIFF* tiff, std::uint32_t tag, Value fallback) {
  Value value{};
  return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : fallback;
}

/// libtiff shows 16-bit grey by its high byte; this rounds to the nearest of 256.
inline bool read_grey16(TIFF* tiff, cv::Mat& rgb) {
  std::vector<std::uint16_t> row(static_cast<std::size_t>(TIFFScanlineSize64(tiff)) / 2 + 1);
  const bool inverted = tiff_field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK) == PHOTOMETRIC_MINISWHITE;
  for (int y = 0; y < rgb.rows; ++y) {
    if (TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y)) != 1) return false;
    std::uint8_t* to = rgb.ptr<std::uint8_t>(y);
    for (int x = 0; x < rgb.cols; ++x) {
      const auto grey = static_cast<std::uint8_t>((row[x] + 128) / 257);
      std::fill_n(to + 3 * x, 3, inverted ? static_cast<std::uint8_t>(255 - grey) : grey);
    }
  }
  return true;
}

/// libtiff's raster has its alpha already multiplied in.
inline bool read_raster(TIFF* tiff, int orientation, cv::Mat& rgb) {
  std::vector<std::uint32_t> raster(rgb.total());
  const auto width = static_cast<std::uint32_t>(rgb.cols), height = static_cast<std::uint32_t>(rgb.rows);
  constexpr int stop_on_error = 1;
  if (TIFFReadRGBAImageOriented(tiff, width, height, raster.data(), orientation, stop_on_error) != 1) return false;
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint32_t* from = raster.data() + std::size_t{width} * y;
    std::uint8_t* to = rgb.ptr<std::uint8_t>(y);
    for (int x = 0; x < rgb.cols; ++x, to += 3) {
      const unsigned paper = 255 - TIFFGetA(from[x]);
      to[0] = static_cast<std::uint8_t>(std::min(TIFFGetR(from[x]) + paper, 255U));
      to[1] = static_cast<std::uint8_t>(std::min(TIFFGetG(from[x]) + paper, 255U));
      to[2] = static_cast<std::uint8_t>(std::min(TIFFGetB(from[x]) + paper, 255U));
    }
  }
  return true;
}

}  // namespace detail

inline Decoded decode_tiff(const Source& source) {
  detail::TiffStream stream{source.bytes, 0, {}};
  const detail::TiffHandle handle = detail::open_tiff(stream);
  TIFF* tiff = handle.get();
  const auto damaged = [&](const std::string& otherwise) {
    source.refuse("is a damaged or truncated TIFF: " + (stream.first_error.empty() ? otherwise : stream.first_error));
  };
  if (tiff == nullptr) damaged("no directory");
  const auto width = detail::tiff_field<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  const auto height = detail::tiff_field<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  source.check_size(width, height);
  const auto bits = detail::tiff_field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  const auto samples = detail::tiff_field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  const auto format = detail::tiff_field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  if (bits > 16 || (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID)) {
    source.refuse("has " + std::to_string(bits) + "-bit " + (format == SAMPLEFORMAT_IEEEFP ? "float" : "integer") +
                  " samples; a TIFF of unsigned integers of up to 16 bits is wanted");
  }
  char why[1024] = "";
  if (TIFFRGBAImageOK(tiff, why) != 1) source.refuse(std::string("is a TIFF that cannot be shown: ") + why);
  Decoded decoded;
  const int orientation = detail::tiff_field<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, 1);
  decoded.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  decoded.rgb.create(static_cast<int>(height), static_cast<int>(width), CV_8UC3);
  const bool grey16 = bits == 16 && samples == 1 && TIFFIsTiled(tiff) == 0;
  const bool read =
      grey16 ? detail::read_grey16(tiff, decoded.rgb) : detail::read_raster(tiff, decoded.orientation, decoded.rgb);
  if (!read || !stream.first_error.empty()) damaged("the pixels cannot be read");
  return decoded;
}

}  // namespace docket::image
