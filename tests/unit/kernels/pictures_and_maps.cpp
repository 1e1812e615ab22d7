#include <docket/kernels.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

namespace {

const docket_kernels& cpu = *docket_kernels_cpu();
const double mean[]{0.5, 0.25, 0}, deviation[]{0.5, 1, 2};

}  // namespace

TEST_CASE("resize_pad_normalize places the picture and pads with black before it normalises") {
  const std::vector<std::uint8_t> rgb{255, 0, 51, 0, 255, 102};  // 1 x 2
  const docket_placement placement{2, 1, 1, 1, 4, 3};
  std::vector<float> out(3 * 3 * 4, 99);
  REQUIRE(cpu.resize_pad_normalize(rgb.data(), 1, 2, 6, &placement, mean, deviation, out.data(), nullptr) == 0);
  // By hand: R (v / 255 - 0.5) / 0.5: 255 -> 1, 0 -> -1; G v / 255 - 0.25; B v / 255 / 2: 51 -> 0.1, 102 -> 0.2.
  const std::vector<float> red{-1, -1, -1, -1, -1, 1, -1, -1, -1, -1, -1, -1};
  CHECK(std::vector<float>(out.begin(), out.begin() + 12) == red);
  CHECK(out[12 + 5] == -0.25F);
  CHECK(out[12 + 6] == 0.75F);
  CHECK(out[24 + 5] == 0.1F);
  CHECK(out[24 + 6] == 0.2F);
  CHECK(out[24] == 0);
}

TEST_CASE("resize_pad_normalize resizes as cv::INTER_LINEAR, rows of any length") {
  cv::Mat wide(50, 80, CV_8UC3);
  cv::randu(wide, 0, 256);
  const cv::Mat picture = wide(cv::Rect(3, 2, 61, 37));
  cv::Mat resized;
  cv::resize(picture, resized, {96, 58}, 0, 0, cv::INTER_LINEAR);
  const docket_placement placement{96, 58, 0, 3, 96, 64};
  std::vector<float> out(3 * 64 * 96);
  const double zero[]{0, 0, 0}, one[]{1.0 / 255, 1.0 / 255, 1.0 / 255};
  REQUIRE(cpu.resize_pad_normalize(picture.data, 37, 61, static_cast<std::int64_t>(wide.step), &placement, zero, one,
                                   out.data(), nullptr) == 0);
  int different = 0;
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < 58; ++y) {
      for (int x = 0; x < 96; ++x) different += std::lround(out[(c * 64 + y + 3) * 96 + x]) != resized.at<cv::Vec3b>(y, x)[c];
    }
  }
  CHECK(different == 0);
}

TEST_CASE("threshold_map is strict, and a pixel that is no number is no text") {
  const std::vector<float> map{0.25F, 0.3F, -1, 0.31F, std::numeric_limits<float>::quiet_NaN(), -1};
  std::vector<std::uint8_t> bitmap(4, 9);
  REQUIRE(cpu.threshold_map(map.data(), 2, 2, 3, 0.3F, bitmap.data(), nullptr) == 0);
  CHECK(bitmap == std::vector<std::uint8_t>{0, 0, 1, 0});
}

TEST_CASE("polygon_scores is the mean under a filled polygon, also where it leaves the map") {
  std::vector<float> map(10 * 8);
  for (std::size_t i = 0; i < map.size(); ++i) map[i] = static_cast<float>(i % 10);  // value = x
  // By hand: columns 2..5 -> 3.5; columns 8..9 of a box to x = 20 -> 8.5; a box outside -> its edge clamps to the last column.
  const std::vector<double> xy{2.9, 1, 5.9, 1, 5.9, 4, 2.9, 4, 8, 2, 20, 2, 20, 5, 8, 5};
  const std::vector<std::int64_t> starts{0, 4, 8, 8};
  const docket_polygons polygons{xy.data(), starts.data(), 3};
  std::vector<double> scores(3, 99);
  REQUIRE(cpu.polygon_scores(map.data(), 8, 10, 10, &polygons, scores.data(), nullptr) == 0);
  CHECK(scores == std::vector<double>{3.5, 8.5, 0});
}

TEST_CASE("warp_affine blends four pixels, and black where the picture ends") {
  // 2 rows of 4 pixels, the channels 10, 20 and 30 times 0 .. 7, one byte of padding behind a row.
  std::vector<std::uint8_t> rgb(2 * 13, 255);
  for (int i = 0; i < 8; ++i) {
    for (int c = 0; c < 3; ++c) rgb[static_cast<std::size_t>(i / 4 * 13 + i % 4 * 3 + c)] = static_cast<std::uint8_t>(10 * (c + 1) * i);
  }
  const auto warped = [&](const std::vector<double>& to_source, int height, int width) {
    std::vector<std::uint8_t> out(static_cast<std::size_t>(height * (3 * width + 2)), 99);
    REQUIRE(cpu.warp_affine(rgb.data(), 2, 4, 13, to_source.data(), out.data(), height, width, 3 * width + 2, nullptr) == 0);
    std::vector<int> greens;
    for (int y = 0; y < height; ++y) {
      const std::uint8_t* row = out.data() + y * (3 * width + 2);
      for (int x = 0; x < width; ++x) {
        CHECK(2 * row[3 * x] == doctest::Approx(row[3 * x + 1]).epsilon(0.2));
        greens.push_back(row[3 * x + 1]);
      }
      CHECK(row[3 * width] == 99);
    }
    return greens;
  };
  CHECK(warped({1, 0, 0, 0, 1, 0}, 2, 4) == std::vector<int>{0, 20, 40, 60, 80, 100, 120, 140});
  CHECK(warped({1, 0, 1, 0, 1, -1}, 3, 4) == std::vector<int>{0, 0, 0, 0, 20, 40, 60, 0, 100, 120, 140, 0});      // moved
  CHECK(warped({0, 1, 0, 1, 0, 0}, 4, 2) == std::vector<int>{0, 80, 20, 100, 40, 120, 60, 140});                  // x and y exchanged
  CHECK(warped({-1, 0, 3, 0, -1, 1}, 2, 4) == std::vector<int>{140, 120, 100, 80, 60, 40, 20, 0});                // turned by 180 degrees
  CHECK(warped({1, 0, 0.5, 0, 1, 0.5}, 2, 4) == std::vector<int>{50, 70, 90, 50, 45, 55, 65, 35});                // halves; the border with black
  CHECK(warped({0.25, 0, -0.5, 0, 1, 0}, 1, 5) == std::vector<int>{0, 0, 0, 5, 10});                              // enlarged
  std::uint8_t pixel[3]{};
  const double nothing[6]{std::numeric_limits<double>::quiet_NaN(), 0, 0, 0, 1, 0};
  CHECK(cpu.warp_affine(rgb.data(), 2, 4, 13, nothing, pixel, 1, 1, 3, nullptr) != 0);
}

TEST_CASE("warp_affine is cv::warpAffine but for its coarser weights") {
  cv::Mat picture(90, 70, CV_8UC3), other(100, 120, CV_8UC3), wide(100, 140, CV_8UC3);
  cv::randu(picture, 0, 256);
  cv::GaussianBlur(picture, picture, {5, 5}, 0);
  cv::Mat out = wide.colRange(4, 124);
  for (const double degrees : {0.0, 7.0, -33.0, 90.0, 151.0}) {
    CAPTURE(degrees);
    cv::Mat to_source = cv::getRotationMatrix2D({40, 50}, degrees, 0.83);
    to_source.at<double>(0, 2) += 3.3;
    cv::warpAffine(picture, other, to_source, other.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT);
    REQUIRE(cpu.warp_affine(picture.data, 90, 70, static_cast<std::int64_t>(picture.step), to_source.ptr<double>(), out.data, 100, 120,
                            static_cast<std::int64_t>(out.step), nullptr) == 0);
    cv::Mat difference;
    cv::absdiff(out, other, difference);
    CHECK(cv::norm(out, other, cv::NORM_INF) <= 8);  // a 64th of a pixel along an edge of the noise
    CHECK(cv::mean(difference)[1] < 0.6);
  }
}

TEST_CASE("turn_hue turns the circle of colours and keeps value and saturation") {
  // By hand, HSV: red (0 degrees), orange (30), a dark blue (240), a grey; two pixels of padding behind each row.
  const std::vector<std::uint8_t> colours{200, 50, 50, 200, 125, 50, 10, 10, 90, 77, 77, 77, 1, 2, 3, 4, 5, 6};
  const auto turned = [&](double turn) {
    std::vector<std::uint8_t> rows = colours;
    rows.insert(rows.end(), colours.begin(), colours.end());
    REQUIRE(cpu.turn_hue(rows.data(), 2, 4, 18, turn, nullptr) == 0);
    CHECK(std::vector<std::uint8_t>(rows.begin(), rows.begin() + 18) == std::vector<std::uint8_t>(rows.begin() + 18, rows.end()));
    rows.resize(18);
    return rows;
  };
  CHECK(turned(0) == colours);
  CHECK(turned(1) == colours);
  CHECK(turned(1.0 / 3) == std::vector<std::uint8_t>{50, 200, 50, 50, 200, 125, 90, 10, 10, 77, 77, 77, 1, 2, 3, 4, 5, 6});
  CHECK(turned(0.5) == std::vector<std::uint8_t>{50, 200, 200, 50, 125, 200, 90, 90, 10, 77, 77, 77, 1, 2, 3, 4, 5, 6});
  CHECK(turned(-1.0 / 12) == std::vector<std::uint8_t>{200, 50, 125, 200, 50, 50, 10, 50, 90, 77, 77, 77, 1, 2, 3, 4, 5, 6});
  // The largest numbers that 16 bits see: blue, cyan and the last red before the circle closes, back by 30 degrees.
  std::vector<std::uint8_t> full{0, 0, 255, 0, 255, 255, 255, 0, 1};
  REQUIRE(cpu.turn_hue(full.data(), 1, 3, 9, -1.0 / 12, nullptr) == 0);
  CHECK(full == std::vector<std::uint8_t>{0, 127, 255, 0, 255, 127, 255, 0, 128});
  std::uint8_t pixel[3]{};
  CHECK(cpu.turn_hue(pixel, 1, 2, 3, 0.5, nullptr) != 0);
  CHECK(cpu.turn_hue(pixel, 1, 1, 3, std::numeric_limits<double>::infinity(), nullptr) != 0);
}

TEST_CASE("arguments out of range are refused with a text") {
  std::vector<std::uint8_t> rgb(12);
  std::vector<float> out(100);
  const auto refused = [&](docket_placement placement, std::int64_t row_bytes = 6) {
    return cpu.resize_pad_normalize(rgb.data(), 2, 2, row_bytes, &placement, mean, deviation, out.data(), nullptr) != 0;
  };
  CHECK_FALSE(refused({2, 2, 0, 0, 2, 2}));
  CHECK(refused({2, 2, 1, 0, 2, 2}));
  CHECK(refused({0, 2, 0, 0, 2, 2}));
  CHECK(refused({2, 2, -1, 0, 2, 2}));
  CHECK(refused({2, 2, 0, 0, 2, 2}, 5));
  const double far[]{1e9, 0, 0, 0, 0, std::numeric_limits<double>::quiet_NaN()};
  const std::int64_t starts[]{0, 3};
  const docket_polygons polygons{far, starts, 1};
  double score = 0;
  const int code = cpu.polygon_scores(out.data(), 10, 10, 10, &polygons, &score, nullptr);
  CHECK(code != 0);
  CHECK(std::string(cpu.error_text(code)) == "a kernel argument is out of range");
  CHECK(cpu.threshold_map(out.data(), 1, 10, 9, 0.5F, rgb.data(), nullptr) != 0);
}
