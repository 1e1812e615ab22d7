/// Image files of every kind that read_image() takes, made in memory: by OpenCV's and libtiff's writers, and by hand where
/// those cannot (EXIF blocks, palettes of BMP).
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <tiffio.h>
#include <unistd.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace docket::samples {

using Bytes = std::vector<std::uint8_t>;

/// Soft coloured noise; the same for the same seed.
inline cv::Mat picture(int width, int height, unsigned seed = 1) {
  std::mt19937 random(seed);
  cv::Mat rgb(height, width, CV_8UC3);
  for (auto pixel = rgb.begin<cv::Vec3b>(); pixel != rgb.end<cv::Vec3b>(); ++pixel) {
    for (int c = 0; c < 3; ++c) (*pixel)[c] = static_cast<std::uint8_t>(random() >> 24);
  }
  cv::GaussianBlur(rgb, rgb, {5, 5}, 0);
  return rgb;
}

/// `rgb` may have 1, 3 (RGB) or 4 (RGBA) channels, 8 or 16 bits.
inline Bytes encode(const std::string& suffix, const cv::Mat& rgb, const std::vector<int>& parameters = {}) {
  cv::Mat bgr = rgb.clone();
  if (rgb.channels() == 3) cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  if (rgb.channels() == 4) cv::cvtColor(rgb, bgr, cv::COLOR_RGBA2BGRA);
  Bytes bytes;
  cv::imencode(suffix, bgr, bytes, parameters);
  return bytes;
}

inline void append(Bytes& to, std::uint64_t value, int bytes, bool big) {
  for (int i = 0; i < bytes; ++i) to.push_back(static_cast<std::uint8_t>(value >> 8 * (big ? bytes - 1 - i : i)));
}

inline void append(Bytes& to, const std::string& text) {
  to.insert(to.end(), text.begin(), text.end());
}
inline void append(Bytes& to, const Bytes& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// An EXIF block with one tag before the orientation.
inline Bytes exif_block(int orientation, bool big = true) {
  Bytes block;
  append(block, std::string(big ? "MM" : "II"));
  append(block, 42, 2, big);
  append(block, 8, 4, big);
  append(block, 2, 2, big);
  for (const auto& [tag, value] : {std::pair{0x0100, 7}, {0x0112, orientation}}) {
    append(block, static_cast<std::uint64_t>(tag), 2, big);
    append(block, 3, 2, big);
    append(block, 1, 4, big);
    append(block, static_cast<std::uint64_t>(value), 2, big);
    append(block, 0, 2, big);
  }
  append(block, 0, 4, big);
  return block;
}

inline Bytes jpeg_with_exif(const Bytes& jpeg, const Bytes& block) {
  Bytes made(jpeg.begin(), jpeg.begin() + 2);
  append(made, 0xFFE1, 2, true);
  append(made, block.size() + 8, 2, true);
  append(made, std::string("Exif\0\0", 6));
  append(made, block);
  made.insert(made.end(), jpeg.begin() + 2, jpeg.end());
  return made;
}

inline std::uint32_t crc32(const Bytes& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

/// The chunk stands before the pixels or, as some writers have it, after them.
inline Bytes png_with_exif(const Bytes& png, const Bytes& block, bool after) {
  Bytes body;
  append(body, std::string("eXIf"));
  append(body, block);
  Bytes chunk;
  append(chunk, block.size(), 4, true);
  append(chunk, body);
  append(chunk, crc32(body), 4, true);
  constexpr std::ptrdiff_t header_end = 8 + 25, end_chunk = 12;
  Bytes made = png;
  made.insert(after ? made.end() - end_chunk : made.begin() + header_end, chunk.begin(), chunk.end());
  return made;
}

inline Bytes webp_with_exif(const Bytes& webp, int width, int height, const Bytes& block) {
  Bytes made;
  append(made, std::string("RIFF"));
  append(made, webp.size() - 8 + 18 + 8 + block.size() + block.size() % 2, 4, false);
  append(made, std::string("WEBPVP8X"));
  append(made, 10, 4, false);
  append(made, 0x08, 4, false);  // has EXIF
  append(made, static_cast<std::uint64_t>(width - 1), 3, false);
  append(made, static_cast<std::uint64_t>(height - 1), 3, false);
  made.insert(made.end(), webp.begin() + 12, webp.end());
  append(made, std::string("EXIF"));
  append(made, block.size(), 4, false);
  append(made, block);
  if (block.size() % 2 != 0) made.push_back(0);
  return made;
}

struct TiffSettings {
  int orientation = 1;
  int compression = COMPRESSION_LZW;
  int sample_format = SAMPLEFORMAT_UINT;
};

/// 1, 3 or 4 channels of 8, 16 or 32 bits; a fourth is straight alpha.
inline Bytes encode_tiff(const cv::Mat& pixels, const TiffSettings& settings = {}) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("docket-sample-" + std::to_string(getpid()) + ".tif")).string();
  TIFF* file = TIFFOpen(path.c_str(), "w");
  TIFFSetField(file, TIFFTAG_IMAGEWIDTH, pixels.cols);
  TIFFSetField(file, TIFFTAG_IMAGELENGTH, pixels.rows);
  TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, static_cast<int>(pixels.elemSize1() * 8));
  TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, pixels.channels());
  TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, settings.sample_format);
  TIFFSetField(file, TIFFTAG_PHOTOMETRIC, pixels.channels() == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
  TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(file, TIFFTAG_ORIENTATION, settings.orientation);
  TIFFSetField(file, TIFFTAG_COMPRESSION, settings.compression);
  TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 8);
  std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
  if (pixels.channels() == 4) TIFFSetField(file, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  for (int y = 0; y < pixels.rows; ++y)
    TIFFWriteScanline(file, const_cast<std::uint8_t*>(pixels.ptr(y)), static_cast<std::uint32_t>(y), 0);
  TIFFClose(file);
  std::ifstream stream(path, std::ios::binary);
  Bytes bytes{std::istreambuf_iterator<char>(stream), {}};
  std::filesystem::remove(path);
  return bytes;
}

/// A 40-byte-header BMP: `palette` in BGR0, `data` as stored.
inline Bytes bmp(int width, int height, int bits, int compression, const Bytes& palette, const Bytes& data) {
  Bytes made;
  append(made, std::string("BM"));
  append(made, 54 + palette.size() + data.size(), 4, false);
  append(made, 0, 4, false);
  append(made, 54 + palette.size(), 4, false);
  append(made, 40, 4, false);
  append(made, static_cast<std::uint32_t>(width), 4, false);
  append(made, static_cast<std::uint32_t>(height), 4, false);
  append(made, 1, 2, false);
  append(made, static_cast<std::uint64_t>(bits), 2, false);
  append(made, static_cast<std::uint64_t>(compression), 4, false);
  append(made, data.size(), 4, false);
  append(made, 0, 8, false);
  append(made, compression == 3 ? 0 : palette.size() / 4, 4, false);
  append(made, 0, 4, false);
  append(made, palette);
  append(made, data);
  return made;
}

}  // namespace docket::samples
