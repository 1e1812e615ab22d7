#include "synth/surface.hpp"

#include <cmath>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

using namespace docket;
using namespace docket::synth;

namespace {

Pose curled_pose() {
  Pose pose;
  pose.roll_rad = 0.1;
  pose.pitch_rad = 0.3;
  pose.yaw_rad = -0.1;
  pose.distance = 1.5;
  pose.waves.push_back({0.03, 0.5, 0.2, 1.0});
  pose.creases.push_back({0.3, 0.4, 0.7, 0.001, 0.01});
  return pose;
}

}  // namespace

TEST_CASE("pixels and points go through the same mapping") {
  cv::Mat sheet = cv::Mat::zeros(600, 400, CV_8U);
  Surface surface(sheet.size(), curled_pose());
  surface.place({-320, -420}, 0.9);
  const PixelMaps maps = invert(surface, {600, 800});
  for (const Point mark : {Point{80, 60}, Point{330, 120}, Point{200, 300}, Point{60, 520}, Point{350, 560}}) {
    sheet.setTo(0);
    // A square of 6 by 6 pixels around the mark: its centre of mass has to land where the point does.
    sheet(cv::Rect(static_cast<int>(mark.x) - 3, static_cast<int>(mark.y) - 3, 6, 6)).setTo(255);
    cv::Mat picture;
    cv::remap(sheet, picture, maps.x, maps.y, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    const cv::Moments m = cv::moments(picture);
    REQUIRE(m.m00 > 0);
    const Point mapped = surface.to_picture(mark);
    CHECK(std::abs(m.m10 / m.m00 + 0.5 - mapped.x) < 0.15);
    CHECK(std::abs(m.m01 / m.m00 + 0.5 - mapped.y) < 0.15);
  }
}

TEST_CASE("a word has four points on flat paper, more where the paper is bent, and the same corners") {
  const Point corners[4] = {{50, 100}, {350, 100}, {350, 130}, {50, 130}};
  Pose flat = curled_pose();
  flat.waves.clear();
  flat.creases.clear();
  CHECK(Surface({400, 600}, flat).outline(corners).size() == 4);

  const Surface curled({400, 600}, curled_pose());
  const Polygon outline = curled.outline(corners);
  REQUIRE(outline.size() > 4);
  CHECK(outline.size() % 2 == 0);
  CHECK(outline.front() == curled.to_picture(corners[0]));
  CHECK(outline[outline.size() / 2 - 1] == curled.to_picture(corners[1]));
  CHECK(outline[outline.size() / 2] == curled.to_picture(corners[2]));
  CHECK(outline.back() == curled.to_picture(corners[3]));
  CHECK(signed_area(outline) > 0);
}

TEST_CASE("level paper is neither lit nor shaded, a slope is") {
  Pose pose;
  double low = 0, high = 0;
  cv::minMaxLoc(shading(Surface({200, 300}, pose), 0.3, 1.0), &low, &high);
  CHECK(low == doctest::Approx(1));
  CHECK(high == doctest::Approx(1));
  cv::minMaxLoc(shading(Surface({200, 300}, curled_pose()), 0.3, 1.0), &low, &high);
  CHECK(low < 0.95);
  CHECK(high > 1.05);
}
