#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support.hpp"

namespace docket::testing {
namespace {

std::string step(const std::string& use, const std::string& more = "") { return "[[augment]]\nuse = '" + use + "'\np = 1\n" + more; }

cv::Mat plain(int value, int side = 64) { return {side, side, CV_8UC3, cv::Scalar::all(value)}; }

double most(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

}  // namespace

TEST_CASE("brightness, contrast and multiplication are those of the formula") {
  CHECK(most(changed(plain(100), step("multiplicative_noise", "factor_min = 0.5\nfactor_max = 0.5\n")).rgb, plain(50)) == 0);
  CHECK(most(changed(colourful(), step("brightness_contrast", "brightness = 0\ncontrast = 0\n")).rgb, colourful()) == 0);
  bool darker = false, lighter = false;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const int got = changed(plain(100), step("brightness_contrast", "brightness = 0.2\ncontrast = 0\n"), seed).rgb.at<cv::Vec3b>(5, 5)[0];
    CHECK(std::abs(got - 100) <= 51);  // 0.2 of 255
    darker = darker || got < 75;
    lighter = lighter || got > 125;
  }
  CHECK(darker);
  CHECK(lighter);
}

TEST_CASE("colour jitter without ranges changes nothing, grey stays grey, and hue alone keeps the value") {
  CHECK(most(changed(colourful(), step("color_jitter", "brightness = 0\ncontrast = 0\nsaturation = 0\nhue = 0\n")).rgb, colourful()) <= 1);
  const View grey = changed(plain(120), step("color_jitter", "saturation = 1\nhue = 0.5\nbrightness = 0\ncontrast = 0\n"));
  CHECK(most(grey.rgb, plain(120)) <= 1);
  cv::Mat red(8, 8, CV_8UC3, cv::Scalar(200, 40, 40));
  augment::turn_hue(red, 1.0 / 3);
  CHECK(most(red, cv::Mat(8, 8, CV_8UC3, cv::Scalar(40, 200, 40))) <= 1);  // a third of the circle: green
}

TEST_CASE("noise has the variance that was asked for") {
  const cv::Mat noisy = changed(plain(128, 256), step("gauss_noise", "variance_min = 25\nvariance_max = 25\n")).rgb;
  cv::Scalar mean, deviation;
  cv::meanStdDev(noisy, mean, deviation);
  for (int c = 0; c < 3; ++c) {
    CHECK(mean[c] == doctest::Approx(128).epsilon(0.01));
    CHECK(deviation[c] == doctest::Approx(5).epsilon(0.03));
  }
  // Without spread of lightness there are no photons to count, and a grey has no hue.
  CHECK(most(changed(plain(128), step("iso_noise")).rgb, plain(128)) <= 1);
  cv::Mat halves = plain(60, 128);
  halves(cv::Rect(0, 0, 64, 128)).setTo(cv::Scalar::all(200));
  const cv::Mat grainy = changed(halves, step("iso_noise", "intensity_min = 0.5\nintensity_max = 0.5\n")).rgb;
  cv::meanStdDev(grainy(cv::Rect(70, 0, 58, 128)), mean, deviation);
  // deviation 70/255, times 0.5 * 255 = 35 photons; 35 +- 5.9 of 255 are added to lightness, times 1 - 60/255
  CHECK(mean[0] == doctest::Approx(60 + 35 * (1 - 60 / 255.0)).epsilon(0.02));
  CHECK(deviation[0] == doctest::Approx(std::sqrt(35.0) * (1 - 60 / 255.0)).epsilon(0.08));
}

TEST_CASE("rows of noise differ from each other") {
  const cv::Mat noisy = changed(plain(128, 256), step("gauss_noise", "variance_min = 25\nvariance_max = 25\n")).rgb;
  for (int y = 1; y < noisy.rows; ++y) CHECK(cv::norm(noisy.row(y), noisy.row(y - 1), cv::NORM_INF) > 5);
}

TEST_CASE("the padding around a picture stays black, whatever is done to the picture") {
  const cv::Mat narrow(160, 80, CV_8UC3, cv::Scalar::all(100));  // lies in columns 40 to 119 of the square
  for (const char* use : {"brightness_contrast", "color_jitter", "gauss_noise", "iso_noise", "multiplicative_noise", "fog", "jpeg", "shadow"}) {
    CAPTURE(use);
    const cv::Mat rgb = changed(narrow, step(use)).rgb;
    REQUIRE(rgb.size() == cv::Size(160, 160));
    CHECK(most(rgb.colRange(0, 39), plain(0, 160).colRange(0, 39)) == 0);
    CHECK(most(rgb.colRange(121, 160), plain(0, 160).colRange(121, 160)) == 0);
  }
  // Also in the corners beside a turned picture: brighter by 0.3 * 255 at most, but for the pixel where its edge is blended.
  const cv::Mat white(160, 80, CV_8UC3, cv::Scalar::all(255));
  const std::string turned = "[[augment]]\nuse = 'rotate'\np = 1\nlimit_deg = 20\n";
  for (std::uint64_t seed = 1; seed < 5; ++seed) {
    cv::Mat picture, beyond;
    cv::erode(changed(white, turned, seed).rgb < 1, beyond, cv::Mat::ones(3, 3, CV_8U));
    cv::bitwise_and(changed(narrow, turned + step("brightness_contrast", "brightness = 0.3\ncontrast = 0\n"), seed).rgb, beyond, picture);
    CHECK(cv::countNonZero(beyond.reshape(1)) > 1000);
    CHECK(cv::countNonZero(picture.reshape(1)) == 0);
  }
  // A word that is copied keeps to the picture too, and polygons stay those of the square.
  cv::Mat with_word = narrow.clone();
  with_word(cv::Rect(10, 20, 30, 10)).setTo(cv::Scalar::all(5));
  const View view = changed(with_word, step("copy_paste", "words = 4\n"), 4, {a_word({{10, 20}, {40, 20}, {40, 30}, {10, 30}})});
  REQUIRE(view.words.size() > 1);
  CHECK(view.words[0].polygon == Polygon{{50, 20}, {80, 20}, {80, 30}, {50, 30}});
  for (const ViewWord& word : view.words) {
    const cv::Rect place(cv::Point(cvRound(word.polygon[0].x), cvRound(word.polygon[0].y)), cv::Size(30, 10));
    CHECK(most(view.rgb(place), plain(5, 64)(cv::Rect(0, 0, 30, 10))) == 0);
  }
}

TEST_CASE("blur and sharpening leave an even picture alone, and do what they say to an edge") {
  for (const char* use : {"gaussian_blur", "motion_blur", "sharpen"}) {
    CAPTURE(use);
    const std::string more = std::string(use) == "sharpen" ? "lightness_min = 1\n" : "";
    CHECK(most(changed(plain(90), step(use, more)).rgb, plain(90)) <= 1);
  }
  cv::Mat edge = plain(100);
  edge(cv::Rect(32, 0, 32, 64)).setTo(cv::Scalar::all(150));
  CHECK(changed(edge, step("sharpen", "lightness_min = 1\n")).rgb.at<cv::Vec3b>(20, 32)[0] > 150);
  const int blurred = changed(edge, step("gaussian_blur")).rgb.at<cv::Vec3b>(20, 32)[0];
  CHECK(blurred < 150);
  CHECK(blurred > 100);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Random random{seed};
    const int side = augment::draw_kernel(5, random);
    CHECK((side == 3 || side == 5));
  }
}

TEST_CASE("a shadow halves the light below its border; fog whitens; JPEG comes close") {
  const cv::Mat shaded = changed(plain(200), step("shadow", "top = 0.5\n")).rgb;
  CHECK(most(shaded.rowRange(0, 31), plain(200).rowRange(0, 31)) == 0);
  int dark = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const int value = shaded.at<cv::Vec3b>(y, x)[1];
      CHECK((value == 200 || value == 100));
      dark += value == 100;
    }
  }
  CHECK(dark > 20);

  const cv::Mat misty = changed(plain(80, 300), step("fog", "coef_min = 0.3\ncoef_max = 0.3\nalpha = 0.5\n")).rgb;
  double least = 0, largest = 0;
  cv::minMaxLoc(misty.reshape(1), &least, &largest);
  CHECK(least >= 80);
  CHECK(largest > 150);
  CHECK(most(changed(plain(80, 300), step("fog", "alpha = 0\n")).rgb, plain(80, 300)) == 0);

  cv::Mat smooth;
  cv::GaussianBlur(colourful(), smooth, {15, 15}, 0);
  const cv::Mat packed = changed(smooth, step("jpeg", "quality_min = 60\nquality_max = 60\n")).rgb;
  CHECK(most(packed, smooth) > 0);
  CHECK(cv::norm(packed, smooth, cv::NORM_L1) / static_cast<double>(smooth.total() * 3) < 6);
}

TEST_CASE("three drops over a pixel leave the cube of what one leaves") {
  cv::Mat differences(5, 8, CV_32S, cv::Scalar(0));
  augment::detail::add_disc(differences, {2, 2}, 1);
  CHECK(differences.at<int>(2, 1) == 1);
  CHECK(differences.at<int>(2, 4) == -1);
  CHECK(differences.at<int>(1, 2) == 1);
  CHECK(differences.at<int>(1, 3) == -1);
  CHECK(differences.at<int>(0, 2) == 0);
}

TEST_CASE("copied words look as they did, and cover no other") {
  cv::Mat picture = plain(230, 200);
  picture(cv::Rect(20, 20, 40, 12)).setTo(cv::Scalar::all(10));
  picture(cv::Rect(20, 60, 30, 12)).setTo(cv::Scalar::all(90));
  const std::vector<AnnotatedWord> words{a_word({{20, 20}, {60, 20}, {60, 32}, {20, 32}}), a_word({{20, 60}, {50, 60}, {50, 72}, {20, 72}}, true)};
  const View view = changed(picture, step("copy_paste", "words = 6\n"), 4, words);
  REQUIRE(view.words.size() > 4);
  for (std::size_t i = 2; i < view.words.size(); ++i) {
    CHECK_FALSE(view.words[i].ignore);
    const Rectangle box = bounds_of(view.words[i].polygon);
    CHECK(box.right - box.left == 40);
    const cv::Rect place(static_cast<int>(box.left), static_cast<int>(box.top), 40, 12);
    CHECK(most(view.rgb(place), plain(10)(cv::Rect(0, 0, 40, 12))) == 0);
    for (std::size_t j = 0; j < i; ++j) CHECK((place & augment::detail::pixels_around(view.words[j].polygon)).empty());
  }
}

}  // namespace docket::testing
