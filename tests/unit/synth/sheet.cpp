#include "synth/sheet.hpp"

#include <doctest/doctest.h>

#include <docket/core/error.hpp>

#include "typesetter.hpp"

using namespace docket;
using namespace docket::synth;

namespace {

Sheet print_run(const std::string& text, double angle_rad = 0) {
  DisplayList list;
  list.width = 30;
  list.height = 6;
  if (angle_rad == 0) {
    list.texts.push_back({text, 2.3, 3.1, 1, Font{}, true, false});
  } else {
    list.stamps.push_back({text, {15, 3}, angle_rad, 1, Font{}});
  }
  return rasterise(list, typesetter(), 24.7);
}

}  // namespace

TEST_CASE("every word's box is as tight as its ink") {
  const Sheet sheet = print_run("Total gypsy: -12.50 (incl.)");
  REQUIRE(sheet.words.size() == 4);
  CHECK(sheet.words[1].text == "gypsy:");
  cv::Mat left_over = sheet.print >= Typesetter::ink_threshold;
  const cv::Mat inked = left_over.clone();
  for (const SheetWord& word : sheet.words) {
    const cv::Rect box(cv::Point2d(word.corners[0].x, word.corners[0].y), cv::Point2d(word.corners[2].x, word.corners[2].y));
    const cv::Mat inside = inked(box);
    CHECK(cv::countNonZero(inside.row(0)) > 0);
    CHECK(cv::countNonZero(inside.row(inside.rows - 1)) > 0);
    CHECK(cv::countNonZero(inside.col(0)) > 0);
    CHECK(cv::countNonZero(inside.col(inside.cols - 1)) > 0);
    left_over(box).setTo(0);
  }
  CHECK(cv::countNonZero(left_over) == 0);
}

TEST_CASE("segments join the words of a line") {
  const Sheet sheet = print_run("Total gypsy: -12.50 (incl.)");
  const auto segments = join_segments(sheet.words);
  REQUIRE(segments.size() == 1);
  CHECK(segments[0].text == "Total gypsy: -12.50 (incl.)");
  CHECK(segments[0].corners[0].x == sheet.words.front().corners[0].x);
  CHECK(segments[0].corners[1].x == sheet.words.back().corners[1].x);
}

TEST_CASE("unannotated text and empty words give no box") {
  DisplayList list;
  list.width = 20;
  list.height = 4;
  list.texts.push_back({"--------", 1, 2, 1, Font{}, false, false});
  list.texts.push_back({"  two  words ", 1, 3, 1, Font{}, true, false});
  CHECK(rasterise(list, typesetter(), 20).words.size() == 2);
}

TEST_CASE("a stamp's box turns with it") {
  const Sheet sheet = print_run("PAID", 0.3);
  REQUIRE(sheet.words.size() == 1);
  const auto& corners = sheet.words[0].corners;
  CHECK((corners[1].y - corners[0].y) / (corners[1].x - corners[0].x) == doctest::Approx(std::tan(0.3)).epsilon(0.01));
}

TEST_CASE("Korean letters are drawn with a Korean font") {
  Font font;
  for (const FontFile& file : typesetter().fonts()) {
    if (file.korean) break;
    ++font.face;
  }
  cv::Mat ink = cv::Mat::zeros(60, 200, CV_8U);
  const InkRect box = typesetter().draw(ink, "합계", font, 30, 10, 40, false);
  CHECK(box.right - box.left > 40);
  CHECK(typesetter().width("합계", font) > 1.5);
}

TEST_CASE("missing fonts name the command that installs them") {
  CHECK_THROWS_WITH_AS(find_fonts("/proc/self/fdinfo", Language::english),
                       "/proc/self/fdinfo: 14 of 14 fonts are missing (first: DejaVuSans-Bold.ttf); install them with 'apt-get "
                       "install fonts-dejavu fonts-liberation'",
                       Error);
}
