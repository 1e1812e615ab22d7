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
