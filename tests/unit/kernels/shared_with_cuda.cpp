// What host and device share, run on the host against the CPU kernels and cv::resize.
#include <docket/kernels.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "../../../host/kernels/shared/linear_resize.hpp"
#include "../../../host/kernels/shared/radix_select.hpp"
#include "../../../host/kernels/shared/score_plan.hpp"
#include "../../../host/kernels/shared/target_plan.hpp"

using namespace docket;

TEST_CASE("the fixed-point resize gives cv::resize's bytes") {
  std::mt19937 random(11);
  for (const auto& [from, to] : {std::pair{cv::Size(37, 23), cv::Size(64, 64)}, {cv::Size(200, 100), cv::Size(63, 41)},
                                 {cv::Size(64, 48), cv::Size(32, 24)}, {cv::Size(5, 1), cv::Size(17, 3)}, {cv::Size(97, 89), cv::Size(96, 88)}}) {
    CAPTURE(from.width);
    CAPTURE(to.width);
    cv::Mat picture(from, CV_8UC3), wanted;
    for (int i = 0; i < from.area() * 3; ++i) picture.data[i] = static_cast<uint8_t>(random());
    cv::resize(picture, wanted, to, 0, 0, cv::INTER_LINEAR);
    int differ = 0;
    for (int y = 0; y < to.height; ++y) {
      for (int x = 0; x < to.width; ++x) {
        const LinearTap h = column_tap(x, to.width, from.width), v = row_tap(y, to.height, from.height);
        for (int c = 0; c < 3; ++c) {
          const auto at = [&](int row, int column) { return picture.at<cv::Vec3b>(row, column)[c]; };
          const int mixed = linear_mix(h, v, at(v.first, h.first), at(v.first, h.second), at(v.second, h.first), at(v.second, h.second));
          differ += mixed != wanted.at<cv::Vec3b>(y, x)[c];
        }
      }
    }
    CHECK(differ == 0);
  }
}

TEST_CASE("three counting passes find the n-th largest float") {
  std::mt19937 random(5);
  std::vector<float> values(5000);
  for (float& value : values) value = std::round(std::uniform_real_distribution<float>(0, 1)(random) * 700) / 700;
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  for (const std::size_t n : {1U, 2U, 700U, 4999U, 5000U}) {
    RadixCut cut;
    cut.wanted = static_cast<int64_t>(n);
    for (int pass = 0; pass < radix_passes; ++pass) {
      std::vector<unsigned long long> counts(radix_bins);
      for (const float value : values) {
        const int digit = radix_digit(std::bit_cast<uint32_t>(value), cut, pass);
        if (digit >= 0) ++counts[static_cast<std::size_t>(digit)];
      }
      radix_descend(counts.data(), cut);
    }
    CHECK(std::bit_cast<float>(cut.prefix) == sorted[n - 1]);
    CHECK(cut.wanted == static_cast<int64_t>(n) - std::count_if(values.begin(), values.end(), [&](float v) { return v > sorted[n - 1]; }));
  }
}

TEST_CASE("a plan of runs and ridges, carried out, is what the CPU kernel draws") {
  constexpr int width = 160, height = 120;
  // Two words that touch, one across the border, one turned, one without area, one to be ignored.
  const std::vector<double> xy{10, 10, 60, 10, 60, 30, 10, 30,  62, 10, 100, 12, 99, 33, 62, 30,  130, 90, 190, 95, 188, 140, 128, 130,
                               40, 60, 70, 75, 60, 95, 30, 80,  5, 5, 9, 5, 20, 5, 7, 5,  100, 50, 140, 50, 140, 70, 100, 70};
  std::vector<std::int64_t> starts;
  for (std::int64_t i = 0; i <= 6; ++i) starts.push_back(4 * i);
  const docket_polygons words{xy.data(), starts.data(), 6};
  const std::vector<uint8_t> ignore{0, 0, 0, 0, 0, 1};
  for (const int band : {0, 1}) {
    CAPTURE(band);
    const docket_target_options options{0.4, 0.3, 0.7, band};
    const std::vector<float> empty(width * height);
    std::vector<float> prob(empty), thresh(empty), prob_mask(empty), thresh_mask(empty);
    REQUIRE(docket_kernels_cpu()->text_targets(&words, ignore.data(), height, width, &options, prob.data(), thresh.data(),
                                               prob_mask.data(), thresh_mask.data(), nullptr) == 0);
    TargetPlan plan;
    REQUIRE(plan_targets(&words, ignore.data(), height, width, &options, plan) == 0);
    const auto filled = [&](float start, std::initializer_list<std::pair<const std::vector<Run>*, float>> layers) {
      std::vector<float> map(width * height, start);
      for (const auto& [runs, value] : layers) {
        for (const Run& run : *runs) std::fill(&map[run.row * width + run.first], &map[run.row * width + run.last] + 1, value);
      }
      return map;
    };
    CHECK(filled(0, {{&plan.text, 1}}) == prob);
    CHECK(filled(1, {{&plan.no_prob, 0}}) == prob_mask);
    CHECK(filled(band ? 0 : 1, {{&plan.band, 1}, {&plan.no_thresh, 0}}) == thresh_mask);
    std::vector<float> ridge(width * height, 0.3F);
    for (const RidgeBox& box : plan.ridges) {
      for (int y = box.top; y <= box.bottom; ++y) {
        for (int x = box.left; x <= box.right; ++x) {
          float& pixel = ridge[static_cast<std::size_t>(y * width + x)];
          pixel = std::max(pixel, ridge_height(box.word, plan.xy.data(), x, y) * 0.4F + 0.3F);
        }
      }
    }
    float largest = 0;
    for (std::size_t i = 0; i < ridge.size(); ++i) largest = std::max(largest, std::abs(ridge[i] - thresh[i]));
    CHECK(largest <= 1e-6F);
  }
}

TEST_CASE("planned runs hold the pixels that a polygon's score counts") {
  constexpr int width = 60, height = 40;
  std::mt19937 random(3);
  std::vector<float> map(width * height);
  for (float& value : map) value = std::uniform_real_distribution<float>(0, 1)(random);
  const std::vector<double> xy{5.5, 4.2, 30.1, 6.9, 28, 20.5, 4, 18,  50, 30, 70, 32, 66, 50, 48, 45};
  const std::vector<std::int64_t> starts{0, 4, 8, 8};
  const docket_polygons polygons{xy.data(), starts.data(), 3};
  std::vector<double> scores(3);
  REQUIRE(docket_kernels_cpu()->polygon_scores(map.data(), height, width, width, &polygons, scores.data(), nullptr) == 0);
  ScorePlan plan;
  REQUIRE(plan_scores(&polygons, height, width, plan) == 0);
  for (std::size_t i = 0; i < 3; ++i) {
    double sum = 0, covered = 0;
    for (int64_t r = plan.first_run[i]; r < plan.first_run[i + 1]; ++r) {
      const Run& run = plan.runs[static_cast<std::size_t>(r)];
      for (int x = run.first; x <= run.last; ++x) sum += map[static_cast<std::size_t>(run.row * width + x)], ++covered;
    }
    CHECK(scores[i] == doctest::Approx(covered > 0 ? sum / covered : 0));
  }
}
