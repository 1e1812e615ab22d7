/// Mutated image files of every format: each gives a picture or an Error(data), never a crash or a hang.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <docket/data/image_file.hpp>

#include "../unit/images/sample_files.hpp"

using namespace docket;
using namespace docket::samples;

namespace {

std::vector<Bytes> seed_files() {
  const cv::Mat rgb = picture(48, 40);
  cv::Mat grey, rgba, grey16;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  cv::cvtColor(rgb, rgba, cv::COLOR_RGB2RGBA);
  grey.convertTo(grey16, CV_16U, 257);
  const Bytes palette{0, 0, 0, 0, 30, 20, 10, 0, 60, 50, 40, 0};
  return {
      encode(".jpg", rgb),
      encode(".jpg", rgb, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}),
      encode(".jpg", grey, {cv::IMWRITE_JPEG_RST_INTERVAL, 2}),
      jpeg_with_exif(encode(".jpg", rgb), exif_block(6)),
      encode(".png", rgb),
      encode(".png", grey16),
      png_with_exif(encode(".png", rgba), exif_block(3, false), true),
      encode(".png", grey, {cv::IMWRITE_PNG_BILEVEL, 1}),
      encode(".webp", rgb, {cv::IMWRITE_WEBP_QUALITY, 80}),
      encode(".webp", rgba, {cv::IMWRITE_WEBP_QUALITY, 101}),
      webp_with_exif(encode(".webp", rgb, {cv::IMWRITE_WEBP_QUALITY, 50}), 48, 40, exif_block(8)),
      encode_tiff(rgb),
      encode_tiff(grey16, {.orientation = 6, .compression = COMPRESSION_NONE}),
      encode_tiff(rgba, {.compression = COMPRESSION_ADOBE_DEFLATE}),
      encode_tiff(rgb, {.compression = COMPRESSION_PACKBITS}),
      encode(".bmp", rgb),
      encode(".bmp", rgba),
      bmp(3, 2, 8, 1, palette, {2, 0, 1, 2, 0, 0, 0, 3, 1, 2, 1, 0, 0, 1}),
      bmp(3, 2, 4, 2, palette, {2, 0x00, 1, 0x20, 0, 0, 0, 3, 0x12, 0x10, 0, 1}),
  };
}

/// Flipped bits, odd numbers in the header, cuts, repeats and swaps: 1 to 8 of them.
Bytes mutated(Bytes bytes, std::mt19937& random) {
  const auto below = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random); };
  constexpr std::uint8_t odd[]{0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF};
  for (std::size_t i = 0, count = 1 + below(8); i < count && bytes.size() > 16; ++i) {
    const std::size_t reach = below(2) == 0 ? std::min<std::size_t>(bytes.size(), 96) : bytes.size();  // headers decide most
    const std::size_t at = below(reach), length = std::min(1 + below(16), bytes.size() - at);
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(6)) {
      case 0: bytes[at] ^= static_cast<std::uint8_t>(1U << below(8)); break;
      case 1: bytes[at] = odd[below(std::size(odd))]; break;
      case 2: std::fill_n(from, length, odd[below(std::size(odd))]); break;
      case 3: bytes.erase(from, from + static_cast<std::ptrdiff_t>(length)); break;
      case 4: {
        const Bytes again(from, from + static_cast<std::ptrdiff_t>(length));
        bytes.insert(from, again.begin(), again.end());
        break;
      }
      default: bytes.resize(16 + below(bytes.size() - 16)); break;
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("1,000 mutated image files give a picture or an error that names the file") {
  const char* chosen = std::getenv("DOCKET_FUZZ_SEED");
  const unsigned seed = chosen != nullptr ? static_cast<unsigned>(std::strtoul(chosen, nullptr, 10)) : 1;
  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<Bytes> files = seed_files();
  constexpr std::int64_t max_pixels = 4'000'000;
  constexpr double slow_s = 5;
  int pictures = 0, errors = 0;
  for (int i = 0; i < 1000; ++i) {
    CAPTURE(i);
    const Bytes bytes = mutated(files[static_cast<std::size_t>(i) % files.size()], random);
    const auto start = std::chrono::steady_clock::now();
    try {
      const cv::Mat rgb = decode_image(bytes, "mutated", max_pixels);
      REQUIRE(rgb.type() == CV_8UC3);
      REQUIRE(rgb.total() >= 1);
      REQUIRE(static_cast<std::int64_t>(rgb.total()) <= max_pixels);
      ++pictures;
    } catch (const Error& e) {
      REQUIRE(e.kind() == ErrorKind::data);
      REQUIRE(e.where() == "mutated");
      ++errors;
    }
    CHECK(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < slow_s);
  }
  MESSAGE(pictures << " pictures, " << errors << " errors");
  CHECK(pictures > 0);
  CHECK(errors > 0);
}
