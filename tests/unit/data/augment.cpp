#include <docket/data/augment.hpp>

#include <algorithm>
#include <cmath>

#include "support/doctest_beside_torch.hpp"

namespace docket {
namespace {

AnnotatedWord a_word(Polygon polygon, bool ignore = false) { return {"0001", std::move(polygon), "", ignore}; }

/// Only geometry: colours stay, so that a filled word can be found again.
AugmentOptions geometry_only() {
  AugmentOptions options;
  options.rotate_deg = 25;
  options.scale_min = 0.6;
  options.scale_max = 1.2;
  options.brightness = options.contrast = options.color = options.blur = options.noise = 0;
  return options;
}

cv::Mat painted(Size size, const Polygon& polygon) {
  // Drawn four times as large, then averaged down: the border of the word is where its polygon says, not half a pixel off.
  constexpr int finer = 8;
  cv::Mat large(size.height * finer, size.width * finer, CV_8UC1, cv::Scalar(0));
  std::vector<cv::Point> ring;
  for (const Point& p : polygon) ring.emplace_back(cvRound((p.x * finer - 0.5) * 16), cvRound((p.y * finer - 0.5) * 16));
  cv::fillPoly(large, std::vector<std::vector<cv::Point>>{ring}, cv::Scalar(255), cv::LINE_8, 4);
  cv::Mat small, rgb;
  cv::resize(large, small, {size.width, size.height}, 0, 0, cv::INTER_AREA);
  cv::cvtColor(small, rgb, cv::COLOR_GRAY2RGB);
  return rgb;
}

}  // namespace

TEST_CASE("a polygon stays on its word through flip, rotation, zoom and crop") {
  const Size size{300, 400};
  const Polygon outline{{60, 110}, {200, 90}, {205, 130}, {140, 136}, {66, 150}};
  const std::vector<AnnotatedWord> words{a_word(outline)};
  const cv::Mat picture = painted(size, outline);
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    for (const int crop_side : {0, 128, 256}) {
      Random random{seed, 7};
      const Augmentation drawn = draw_augmentation(size, words, {320, crop_side}, geometry_only(), random);
      cv::Mat view;
      cv::cvtColor(apply_to_picture(drawn, picture), view, cv::COLOR_RGB2GRAY);
      const std::vector<ViewWord> kept = apply_to_words(drawn, words, 0.4);
      REQUIRE(kept.size() == 1);  // a crop is laid around a word, so some of it is always there
      CHECK(signed_area(kept[0].polygon) > 0);
      cv::Mat expected;
      cv::cvtColor(painted(drawn.crop, kept[0].polygon), expected, cv::COLOR_RGB2GRAY);
      // A shift by half a pixel would differ by half the outline's length; blurred edges alone stay far below.
      const double difference = cv::norm(view, expected, cv::NORM_L1) / 255;
      CHECK(difference < 0.25 * perimeter(kept[0].polygon));
      CHECK(std::abs(cv::sum(view)[0] / 255 - signed_area(kept[0].polygon)) < 0.1 * perimeter(kept[0].polygon));
    }
  }
}

TEST_CASE("words keep their corners: one that leaves the view takes nothing from the others") {
  const std::vector<AnnotatedWord> words{a_word({{10, 10}, {50, 10}, {50, 20}, {10, 20}}), a_word({{80, 80}, {98, 80}, {98, 90}, {80, 90}}),
                                         a_word({{10, 40}, {90, 40}, {90, 60}, {10, 60}}, true)};
  Augmentation drawn;
  drawn.crop = {64, 64};
  const std::vector<ViewWord> kept = apply_to_words(drawn, words, 0.4);
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].polygon == words[0].polygon);
  CHECK_FALSE(kept[0].ignore);
  CHECK(kept[1].polygon == Polygon{{10, 40}, {64, 40}, {64, 60}, {10, 60}});
  CHECK(kept[1].ignore);
}

TEST_CASE("a cut word counts as text while enough of it is left") {
  const std::vector<AnnotatedWord> words{a_word({{44, 10}, {94, 10}, {94, 20}, {44, 20}}), a_word({{54, 30}, {104, 30}, {104, 40}, {54, 40}})};
  Augmentation drawn;
  drawn.crop = {64, 64};
  const std::vector<ViewWord> kept = apply_to_words(drawn, words, 0.3);
  REQUIRE(kept.size() == 2);
  CHECK_FALSE(kept[0].ignore);  // 40 % visible
  CHECK(kept[1].ignore);        // 20 %
}

TEST_CASE("a mirrored word starts at its new top-left corner and runs clockwise") {
  const std::vector<AnnotatedWord> words{a_word({{10, 10}, {50, 10}, {50, 20}, {10, 20}})};
  Augmentation drawn;
  drawn.to_crop = {-1, 0, 64, 0, 1, 0};
  drawn.crop = {64, 64};
  CHECK(apply_to_words(drawn, words, 0.4)[0].polygon == Polygon{{14, 10}, {54, 10}, {54, 20}, {14, 20}});
}

TEST_CASE("without any change a whole picture comes back as it is") {
  AugmentOptions still;
  still.flip = still.rotate_deg = still.shift = still.brightness = still.contrast = still.color = still.blur = still.noise = 0;
  still.scale_min = still.scale_max = 1;
  cv::Mat picture(64, 64, CV_8UC3);
  cv::RNG(3).fill(picture, cv::RNG::UNIFORM, 0, 256);
  Random random{1};
  const Augmentation drawn = draw_augmentation({64, 64}, {}, {64, 0}, still, random);
  CHECK(cv::norm(apply_to_picture(drawn, picture), picture, cv::NORM_INF) == 0);
}

TEST_CASE("a crop never shows the outside of a picture that is large enough") {
  AugmentOptions options = geometry_only();
  options.rotate_deg = 0;
  const std::vector<AnnotatedWord> words{a_word({{0, 0}, {12, 0}, {12, 8}, {0, 8}})};
  const cv::Mat white(400, 300, CV_8UC3, cv::Scalar::all(255));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Random random{seed};
    const Augmentation drawn = draw_augmentation({300, 400}, words, {400, 128}, options, random);
    const cv::Mat view = apply_to_picture(drawn, white);
    double least = 0;
    cv::minMaxLoc(view.reshape(1)(cv::Rect(3, 1, view.cols * 3 - 6, view.rows - 2)), &least);
    CHECK(least == 255);
  }
}

}  // namespace docket
