#include <docket/data/image_file.hpp>

#include <doctest/doctest.h>

#include "sample_files.hpp"

using namespace docket;
using namespace docket::samples;

namespace {

double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  REQUIRE(a.size() == b.size());
  REQUIRE(a.type() == b.type());
  return cv::norm(a, b, cv::NORM_INF);
}

cv::Mat decode(const Bytes& bytes) {
  return decode_image(bytes, "x");
}

/// What decoding says, without its "x: ".
std::string refusal(const Bytes& bytes, std::int64_t max_pixels = default_max_pixels) {
  try {
    decode_image(bytes, "x", max_pixels);
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::data);
    CHECK(e.where() == "x");
    return e.message();
  }
  return "";
}

bool starts(const std::string& text, const std::string& beginning) {
  return text.rfind(beginning, 0) == 0;
}

}  // namespace

TEST_CASE("a picture survives every lossless format unchanged") {
  const cv::Mat rgb = picture(37, 23);
  for (const char* suffix : {".png", ".tiff", ".bmp"}) {
    CAPTURE(suffix);
    CHECK(largest_difference(decode(encode(suffix, rgb)), rgb) == 0);
  }
  CHECK(largest_difference(decode(encode(".webp", rgb, {cv::IMWRITE_WEBP_QUALITY, 101})), rgb) == 0);
}

TEST_CASE("a JPEG has the pixels that OpenCV gives, baseline and progressive, colour and grey") {
  for (const int progressive : {0, 1}) {
    for (const bool grey : {false, true}) {
      cv::Mat rgb = picture(61, 45), expected;
      if (grey) cv::cvtColor(rgb, rgb, cv::COLOR_RGB2GRAY);
      const Bytes bytes = encode(".jpg", rgb, {cv::IMWRITE_JPEG_PROGRESSIVE, progressive});
      cv::cvtColor(cv::imdecode(bytes, cv::IMREAD_COLOR), expected, cv::COLOR_BGR2RGB);
      CHECK(largest_difference(decode(bytes), expected) == 0);
    }
  }
}

TEST_CASE("grey becomes RGB in every format") {
  cv::Mat grey, expected;
  cv::cvtColor(picture(20, 30), grey, cv::COLOR_RGB2GRAY);
  cv::cvtColor(grey, expected, cv::COLOR_GRAY2RGB);
  for (const char* suffix : {".png", ".tiff", ".bmp"}) {
    CAPTURE(suffix);
    CHECK(largest_difference(decode(encode(suffix, grey)), expected) == 0);
  }
}

TEST_CASE("16 bits are rounded to 8, not cut") {
  // By hand: v / 257 rounded: 0 -> 0, 128 -> 0, 129 -> 1, 257 -> 1, 0xFEFF = 65279 -> 254, 0xFFFF -> 255.
  const cv::Mat_<std::uint16_t> stored = (cv::Mat_<std::uint16_t>(1, 6) << 0, 128, 129, 257, 65279, 65535);
  const cv::Mat_<std::uint8_t> expected = (cv::Mat_<std::uint8_t>(1, 6) << 0, 0, 1, 1, 254, 255);
  cv::Mat colour, expected_colour;
  cv::cvtColor(stored, colour, cv::COLOR_GRAY2RGB);
  cv::cvtColor(expected, expected_colour, cv::COLOR_GRAY2RGB);
  CHECK(largest_difference(decode(encode(".png", stored)), expected_colour) == 0);
  CHECK(largest_difference(decode(encode(".png", colour)), expected_colour) == 0);
  CHECK(largest_difference(decode(encode_tiff(stored)), expected_colour) == 0);
  CHECK(largest_difference(decode(encode_tiff(colour)), expected_colour) == 0);
}

TEST_CASE("alpha is laid over white") {
  // By hand: 100 at alpha 128: (100 * 128 + 255 * 127) / 255 = 177.2; opaque stays, invisible is white.
  const cv::Mat rgba =
      (cv::Mat_<cv::Vec4b>(1, 3) << cv::Vec4b(100, 0, 200, 128), cv::Vec4b(1, 2, 3, 255), cv::Vec4b(9, 9, 9, 0));
  const cv::Mat expected =
      (cv::Mat_<cv::Vec3b>(1, 3) << cv::Vec3b(177, 127, 227), cv::Vec3b(1, 2, 3), cv::Vec3b(255, 255, 255));
  CHECK(largest_difference(decode(encode(".png", rgba)), expected) == 0);
  CHECK(largest_difference(decode(encode_tiff(rgba)), expected) <= 1);  // libtiff multiplies alpha in, which rounds once more
  cv::Mat big;
  cv::resize(rgba, big, {}, 8, 8, cv::INTER_NEAREST);
  cv::Mat expected_big;
  cv::resize(expected, expected_big, {}, 8, 8, cv::INTER_NEAREST);
  CHECK(largest_difference(decode(encode(".webp", big, {cv::IMWRITE_WEBP_QUALITY, 101})), expected_big) == 0);
}

TEST_CASE("every EXIF turn is applied once, in every format that has one") {
  const cv::Mat rgb = picture(24, 16);  // two JPEG blocks high, three wide
  const Bytes jpeg = encode(".jpg", rgb, {cv::IMWRITE_JPEG_QUALITY, 100});
  const Bytes png = encode(".png", rgb), webp = encode(".webp", rgb, {cv::IMWRITE_WEBP_QUALITY, 101});
  const cv::Mat jpeg_stored = decode(jpeg);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    // reference-system.md 3.1: 2 mirror; 3 rot180; 4 rot180+mirror; 5 rot90 clockwise+mirror; 6 rot90 cw; 7 rot90 ccw+mirror; 8
    // rot90 ccw.
    const auto expected = [&](cv::Mat turned) {
      if (orientation == 3 || orientation == 4) cv::rotate(turned, turned, cv::ROTATE_180);
      if (orientation == 5 || orientation == 6) cv::rotate(turned, turned, cv::ROTATE_90_CLOCKWISE);
      if (orientation == 7 || orientation == 8) cv::rotate(turned, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
      if (orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7) cv::flip(turned, turned, 1);
      return turned;
    };
    for (const bool big : {false, true}) {
      const Bytes block = exif_block(orientation, big);
      CHECK(largest_difference(decode(jpeg_with_exif(jpeg, block)), expected(jpeg_stored.clone())) == 0);
      CHECK(largest_difference(decode(png_with_exif(png, block, false)), expected(rgb.clone())) == 0);
      CHECK(largest_difference(decode(png_with_exif(png, block, true)), expected(rgb.clone())) == 0);
      CHECK(largest_difference(decode(webp_with_exif(webp, 24, 16, block)), expected(rgb.clone())) == 0);
    }
    CHECK(largest_difference(decode(encode_tiff(rgb, {.orientation = orientation})), expected(rgb.clone())) == 0);
    cv::Mat grey16;
    cv::cvtColor(rgb, grey16, cv::COLOR_RGB2GRAY);
    cv::Mat grey_rgb;
    cv::cvtColor(grey16, grey_rgb, cv::COLOR_GRAY2RGB);
    grey16.convertTo(grey16, CV_16U, 257);
    CHECK(largest_difference(decode(encode_tiff(grey16, {.orientation = orientation})), expected(grey_rgb.clone())) == 0);
  }
  CHECK(largest_difference(decode(jpeg_with_exif(jpeg, exif_block(9))), jpeg_stored) == 0);
}

TEST_CASE("BMP: palettes, runs, masks, top-down") {
  const Bytes palette{0, 0, 0, 0, 30, 20, 10, 0, 60, 50, 40, 0};
  const cv::Mat expected = (cv::Mat_<cv::Vec3b>(2, 3) << cv::Vec3b(10, 20, 30), cv::Vec3b(40, 50, 60), cv::Vec3b(10, 20, 30),
                            cv::Vec3b(0, 0, 0), cv::Vec3b(0, 0, 0), cv::Vec3b(40, 50, 60));
  CHECK(largest_difference(decode(bmp(3, 2, 8, 0, palette, {0, 0, 2, 0, 1, 2, 1, 0})), expected) == 0);
  CHECK(largest_difference(decode(bmp(3, -2, 8, 0, palette, {1, 2, 1, 0, 0, 0, 2, 0})), expected) == 0);
  CHECK(largest_difference(decode(bmp(3, 2, 4, 0, palette, {0x00, 0x20, 0, 0, 0x12, 0x10, 0, 0})), expected) == 0);
  CHECK(largest_difference(decode(bmp(3, 2, 8, 1, palette, {2, 0, 1, 2, 0, 0, 0, 3, 1, 2, 1, 0, 0, 1})), expected) == 0);
  CHECK(largest_difference(decode(bmp(3, 2, 4, 2, palette, {2, 0x00, 1, 0x20, 0, 0, 0, 3, 0x12, 0x10, 0, 1})), expected) == 0);
  // 5-6-5: 31 -> 255, 32 of 63 -> 130, 1 of 31 -> 8.
  const Bytes masks{0x00, 0xF8, 0, 0, 0xE0, 0x07, 0, 0, 0x1F, 0, 0, 0};
  CHECK(largest_difference(decode(bmp(1, 1, 16, 3, masks, {0x01, 0xFC, 0, 0})),
                           cv::Mat(1, 1, CV_8UC3, cv::Scalar(255, 130, 8))) == 0);
  CHECK(largest_difference(decode(bmp(1, 1, 32, 0, {}, {3, 2, 1, 0})), cv::Mat(1, 1, CV_8UC3, cv::Scalar(1, 2, 3))) == 0);
}

TEST_CASE("a file that is cut short anywhere is an error, never half a picture") {
  const cv::Mat rgb = picture(64, 48);
  cv::Mat rgba;
  cv::cvtColor(rgb, rgba, cv::COLOR_RGB2RGBA);
  const std::vector<std::pair<std::string, Bytes>> files{
      {"JPEG", encode(".jpg", rgb)},
      {"progressive JPEG", encode(".jpg", rgb, {cv::IMWRITE_JPEG_PROGRESSIVE, 1})},
      {"JPEG with EXIF", jpeg_with_exif(encode(".jpg", rgb), exif_block(6))},
      {"PNG", encode(".png", rgb)},
      {"WebP", encode(".webp", rgb, {cv::IMWRITE_WEBP_QUALITY, 80})},
      {"lossless WebP", encode(".webp", rgba, {cv::IMWRITE_WEBP_QUALITY, 101})},
      {"BMP", encode(".bmp", rgb)},
      {"TIFF", encode_tiff(rgb)},
  };
  for (const auto& [name, bytes] : files) {
    CAPTURE(name);
    for (std::size_t size = 12; size < bytes.size(); size += size < 200 ? 1 : 37) {
      CAPTURE(size);
      CHECK(refusal({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}) != "");
    }
    const bool tail_matters = name != "TIFF";  // its last bytes are the directory's, which may be padding
    if (tail_matters) CHECK(refusal({bytes.begin(), bytes.end() - 1}) != "");
  }
  const Bytes& jpeg = files[0].second;
  CHECK(refusal({jpeg.begin(), jpeg.begin() + static_cast<std::ptrdiff_t>(jpeg.size() / 2)}) ==
        "is a damaged or truncated JPEG: Premature end of JPEG file");
  const Bytes& png = files[3].second;
  CHECK(refusal({png.begin(), png.begin() + static_cast<std::ptrdiff_t>(png.size() / 2)}) ==
        "is a damaged or truncated PNG: the file ends too early");
}

TEST_CASE("what is no picture for us is refused in words") {
  CHECK(refusal({'G', 'I', 'F', '8', '9', 'a'}) == "is not a JPEG, PNG, WebP, TIFF or BMP file");
  CHECK(refusal({0}) == "is not a JPEG, PNG, WebP, TIFF or BMP file");
  CHECK(refusal(encode(".png", picture(100, 50)), 4999) == "has 100x50 pixels, more than the limit of 4999");
  CHECK(refusal(encode(".jpg", picture(100, 50)), 4999) == "has 100x50 pixels, more than the limit of 4999");
  CHECK(refusal(encode(".png", picture(100, 50)), 5000) == "");
  const cv::Mat floats(4, 4, CV_32FC1, cv::Scalar(0.5));
  CHECK(refusal(encode_tiff(floats, {.sample_format = SAMPLEFORMAT_IEEEFP})) ==
        "has 32-bit float samples; a TIFF of unsigned integers of up to 16 bits is wanted");
  CHECK(starts(refusal({'R', 'I', 'F', 'F', 4, 0, 0, 0, 'W', 'E', 'B', 'P'}), "is a damaged or truncated WebP"));
}

TEST_CASE("a missing file, a folder and an empty file are named") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("docket-images-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "empty.jpg").close();
  const std::string place = folder.string();
  CHECK_THROWS_WITH_AS(read_image(folder / "no.jpg"), (place + "/no.jpg: does not exist").c_str(), Error);
  CHECK_THROWS_WITH_AS(read_image(folder), (place + ": is a folder; an image file is wanted").c_str(), Error);
  CHECK_THROWS_WITH_AS(read_image(folder / "empty.jpg"), (place + "/empty.jpg: is empty (0 bytes)").c_str(), Error);
  const Bytes png = encode(".png", picture(5, 4));
  std::ofstream(folder / "영수증 = 1.png", std::ios::binary)
      .write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
  CHECK(read_image(folder / "영수증 = 1.png").size() == cv::Size(5, 4));
  std::filesystem::remove_all(folder);
}
