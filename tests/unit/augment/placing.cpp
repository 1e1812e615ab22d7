#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "support.hpp"

namespace docket::testing {
namespace {

/// Everything that moves words, and nothing else, so that a filled word can be found again.
const char* const all_places = R"(
[[augment]]
use = "rotate"
limit_deg = 25
[[augment]]
use = "shift_scale_rotate"
[[augment]]
use = "perspective"
[[augment]]
use = "resize"
scale_min = 0.6
scale_max = 1.2
[[augment]]
use = "horizontal_flip"
)";

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

TEST_CASE("a polygon stays on its word through every step that moves it") {
  const Size size{300, 400};
  const Polygon outline{{60, 110}, {200, 90}, {205, 130}, {140, 136}, {66, 150}};
  const std::vector<AnnotatedWord> words{a_word(outline)};
  const cv::Mat picture = painted(size, outline);
  std::string more;
  SUBCASE("") {}
  SUBCASE("with crop") { more = "[[augment]]\nuse = 'crop'\np = 1\n"; }
  const std::vector<AugmentStep> steps = steps_of(all_places + more);
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    for (const int crop_side : {0, 128, 256}) {
      CAPTURE(crop_side);
      const ViewPlan plan = plan_view(size, words, {320, crop_side}, steps, {0, 7}, seed);
      cv::Mat view;
      cv::cvtColor(place_picture(plan, picture), view, cv::COLOR_RGB2GRAY);
      const std::vector<ViewWord> kept = place_words(plan, words, 0.4);
      REQUIRE(kept.size() == 1);  // a crop is laid around a word, so some of it is always there
      CHECK(signed_area(kept[0].polygon) > 0);
      cv::Mat expected;
      cv::cvtColor(painted(plan.frame, kept[0].polygon), expected, cv::COLOR_RGB2GRAY);
      // A shift by half a pixel would differ by half the outline's length; blurred edges alone stay far below. A crop enlarges both.
      const double zoom = plan.cropped ? 1.4 * std::max(1.0, std::sqrt(std::abs(signed_area(kept[0].polygon) / signed_area(outline)))) : 1;
      const double difference = cv::norm(view, expected, cv::NORM_L1) / 255;
      CHECK(difference < 0.25 * zoom * perimeter(kept[0].polygon));
      CHECK(std::abs(cv::sum(view)[0] / 255 - signed_area(kept[0].polygon)) < 0.1 * zoom * perimeter(kept[0].polygon));
    }
  }
}

TEST_CASE("a crop cuts no word, shows at least one, and hides what lies beyond it") {
  std::vector<AnnotatedWord> words;
  cv::Mat picture(400, 300, CV_8UC3, cv::Scalar::all(90));
  for (int row = 0; row < 8; ++row) {
    for (int column = 0; column < 3; ++column) {
      const double left = 20 + 95 * column + row, top = 15 + 48 * row, right = left + 60, bottom = top + 25;
      words.push_back(a_word({{left, top}, {right, top}, {right, bottom}, {left, bottom}}));
    }
  }
  const std::vector<AugmentStep> steps = steps_of("[[augment]]\nuse = 'crop'\np = 1\nmin_side = 0.2\n");
  std::size_t fewer = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    const ViewPlan plan = plan_view({300, 400}, words, {400, 0}, steps, {0, 7}, seed);
    REQUIRE(plan.cropped);
    const std::vector<ViewWord> kept = place_words(plan, words, 0.999);
    CHECK(kept.size() >= 1);
    fewer += kept.size() < words.size();
    for (const ViewWord& word : kept) {
      CHECK_FALSE(word.ignore);  // a cut word would be
      CHECK(word.polygon.size() == 4);
    }
    const cv::Mat view = place_picture(plan, picture);
    const Rectangle seen = bounds_of(plan.outline);
    CHECK(cv::countNonZero(view.reshape(1)) == doctest::Approx(3 * (seen.right - seen.left) * (seen.bottom - seen.top)).epsilon(0.03));
    CHECK(std::max(seen.right - seen.left, seen.bottom - seen.top) == doctest::Approx(400));  // the part fills the frame
  }
  CHECK(fewer > 25);
}

TEST_CASE("nothing moves when its range is nothing, and a turn by hand is a turn") {
  ViewPlan plan{Homography::eye(), {100, 100}, {100, 100}, corners_of({100, 100})};
  augment::turn(plan, 90, 1, 0, 0);
  const Point right = mapped(plan.map, Point{100, 50});  // clockwise on screen: the right side goes down
  CHECK(right.x == doctest::Approx(50));
  CHECK(right.y == doctest::Approx(100));
  augment::turn(plan, 0, 2, 5, 0);
  const Point zoomed = mapped(plan.map, Point{100, 50});
  CHECK(zoomed.x == doctest::Approx(55));
  CHECK(zoomed.y == doctest::Approx(150));
}

TEST_CASE("words keep their corners: one that leaves the view takes nothing from the others") {
  const std::vector<AnnotatedWord> words{a_word({{10, 10}, {50, 10}, {50, 20}, {10, 20}}), a_word({{80, 80}, {98, 80}, {98, 90}, {80, 90}}),
                                         a_word({{10, 40}, {90, 40}, {90, 60}, {10, 60}}, true)};
  ViewPlan plan;
  plan.frame = {64, 64};
  const std::vector<ViewWord> kept = place_words(plan, words, 0.4);
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].polygon == words[0].polygon);
  CHECK_FALSE(kept[0].ignore);
  CHECK(kept[1].polygon == Polygon{{10, 40}, {64, 40}, {64, 60}, {10, 60}});
  CHECK(kept[1].ignore);
}

TEST_CASE("a cut word counts as text while enough of it is left") {
  const std::vector<AnnotatedWord> words{a_word({{44, 10}, {94, 10}, {94, 20}, {44, 20}}), a_word({{54, 30}, {104, 30}, {104, 40}, {54, 40}})};
  ViewPlan plan;
  plan.frame = {64, 64};
  const std::vector<ViewWord> kept = place_words(plan, words, 0.3);
  REQUIRE(kept.size() == 2);
  CHECK_FALSE(kept[0].ignore);  // 40 % visible
  CHECK(kept[1].ignore);        // 20 %
}

TEST_CASE("a mirrored word starts at its new top-left corner and runs clockwise") {
  const std::vector<AnnotatedWord> words{a_word({{10, 10}, {50, 10}, {50, 20}, {10, 20}})};
  ViewPlan plan;
  plan.frame = {64, 64};
  Random random{1};
  augment::horizontal_flip({}, plan, random);
  CHECK(place_words(plan, words, 0.4)[0].polygon == Polygon{{14, 10}, {54, 10}, {54, 20}, {14, 20}});
}

TEST_CASE("without any step a whole picture comes back as it is") {
  const cv::Mat picture = colourful();
  CHECK(cv::norm(changed(picture, "").rgb, picture, cv::NORM_INF) == 0);
}

TEST_CASE("a training crop never shows the outside of a picture that is large enough") {
  const std::vector<AugmentStep> steps = steps_of("[[augment]]\nuse = 'resize'\nscale_min = 0.6\nscale_max = 1.2\np = 1\n");
  const std::vector<AnnotatedWord> words{a_word({{0, 0}, {12, 0}, {12, 8}, {0, 8}})};
  const cv::Mat white(400, 300, CV_8UC3, cv::Scalar::all(255));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const cv::Mat view = make_view(white, words, {400, 128}, steps, {0, 0}, seed).rgb;
    double least = 0;
    cv::minMaxLoc(view.reshape(1)(cv::Rect(3, 1, view.cols * 3 - 6, view.rows - 2)), &least);
    CHECK(least == 255);
  }
}

}  // namespace docket::testing
