#include "synth/camera.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "synth/noise.hpp"

namespace docket::synth {
namespace {

/// Brightness at 1/8 size: slow gradient, vignette, and at times the shadow of a hand or phone.
cv::Mat light_map(cv::Size size, Random& random) {
  const cv::Size small(std::max(8, size.width / 8), std::max(8, size.height / 8));
  const double tilt_x = random.uniform(-0.16, 0.16), tilt_y = random.uniform(-0.16, 0.16), vignette = random.uniform(0, 0.18);
  cv::Mat light = smooth_field(small, 3, 3, random) * random.uniform(0, 0.05);
  for (int y = 0; y < small.height; ++y) {
    auto* row = light.ptr<float>(y);
    const double v = 2.0 * y / small.height - 1;
    for (int x = 0; x < small.width; ++x) {
      const double u = 2.0 * x / small.width - 1;
      row[x] += static_cast<float>(1 + tilt_x * u + tilt_y * v - vignette * (u * u + v * v) / 2);
    }
  }
  if (random.chance(0.4)) {
    cv::Mat shadow(small, CV_32F, cv::Scalar(1));
    std::vector<cv::Point> outline;
    const double centre_x = small.width * random.uniform(-0.1, 1.1), centre_y = small.height * random.uniform(0.1, 1.1);
    for (int i = 0; i < 7; ++i) {
      const double angle = 6.283 * i / 7, reach = small.height * random.uniform(0.2, 0.5);
      outline.push_back(
          {static_cast<int>(centre_x + reach * std::cos(angle)), static_cast<int>(centre_y + reach * std::sin(angle))});
    }
    cv::fillPoly(shadow, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(random.uniform(0.5, 0.85)));
    cv::GaussianBlur(shadow, shadow, {}, random.uniform(1.0, 7.0));
    light = light.mul(shadow);
  }
  return light;
}

/// 128 stands for a factor of one.
void multiply_light(cv::Mat& picture, const cv::Mat& light) {
  cv::Mat fine, factor, three;
  light.convertTo(factor, CV_8U, 128);
  cv::resize(factor, fine, picture.size(), 0, 0, cv::INTER_LINEAR);
  cv::cvtColor(fine, three, cv::COLOR_GRAY2BGR);
  cv::multiply(picture, three, picture, 1.0 / 128);
}

void apply_curve(cv::Mat& picture, const auto& curve) {
  cv::Mat table(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i) table.at<unsigned char>(0, i) = cv::saturate_cast<unsigned char>(curve(i));
  cv::LUT(picture, table, picture);
}

void tint(cv::Mat& picture, Random& random) {
  const double warm = random.normal() * 0.05, green = random.normal() * 0.015;
  cv::Mat table(1, 256, CV_8UC3);
  for (int i = 0; i < 256; ++i) {
    table.at<cv::Vec3b>(0, i) = {cv::saturate_cast<unsigned char>(i * (1 - warm)),
                                 cv::saturate_cast<unsigned char>(i * (1 + green)),
                                 cv::saturate_cast<unsigned char>(i * (1 + warm))};
  }
  cv::LUT(picture, table, picture);
}

void add_grain(cv::Mat& picture, double sigma, Random& random) {
  if (sigma < 0.3) return;
  const bool coloured = random.chance(0.4);
  cv::Mat noise = grain(picture.size(), coloured ? CV_16SC3 : CV_16S, sigma, random);
  if (!coloured) cv::merge(std::vector<cv::Mat>{noise, noise, noise}, noise);
  cv::add(picture, noise, picture, cv::noArray(), CV_8U);
}

void motion_blur(cv::Mat& picture, Random& random) {
  const int length = random.integer(3, 5);
  cv::Mat kernel = cv::Mat::zeros(length, length, CV_32F);
  const int half = length / 2;
  switch (random.integer(0, 2)) {
    case 0: kernel.row(half) = 1; break;
    case 1: kernel.col(half) = 1; break;
    default: cv::setIdentity(kernel);
  }
  cv::filter2D(picture, picture, -1, kernel / cv::sum(kernel)[0]);
}

void add_dust(cv::Mat& picture, Random& random) {
  for (int i = random.integer(1, 12); i > 0; --i) {
    const cv::Point at(random.integer(0, picture.cols - 1), random.integer(0, picture.rows - 1));
    cv::ellipse(picture, at, {random.integer(0, 2), random.integer(0, 2)}, random.uniform(0, 180), 0, 360,
                cv::Scalar::all(random.uniform(0, 120)), cv::FILLED, cv::LINE_AA);
  }
}

}  // namespace

void photograph(cv::Mat& picture, Random random) {
  multiply_light(picture, light_map(picture.size(), random));
  tint(picture, random);
  const double exposure = random.uniform(0.78, 1.12), gamma = random.uniform(0.85, 1.2);
  apply_curve(picture, [&](int i) { return 255 * std::pow(std::min(1.0, i / 255.0 * exposure), gamma); });
  if (random.chance(0.55)) cv::GaussianBlur(picture, picture, {}, random.uniform(0.35, 1.0));
  if (random.chance(0.08)) motion_blur(picture, random);
  add_grain(picture, random.uniform(0.5, 6), random);
  if (random.chance(0.3)) {  // a phone sharpens
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {}, 1.2);
    cv::addWeighted(picture, 1.6, soft, -0.6, 0, picture);
  }
}

void scan(cv::Mat& picture, Random random) {
  if (random.chance(0.35)) add_dust(picture, random);
  if (random.chance(0.35)) cv::GaussianBlur(picture, picture, {}, random.uniform(0.3, 0.8));
  add_grain(picture, random.uniform(0, 3), random);
  const double white = random.chance(0.65) ? random.uniform(215, 245) : 255, black = random.uniform(0, 40);
  // A copier's curve is steep: nearly black and white.
  const double steep = random.chance(0.25) ? random.uniform(1.5, 3.5) : 1;
  apply_curve(picture, [&](int i) {
    const double level = std::clamp((i - black) / (white - black), 0.0, 1.0);
    return 255 * std::clamp((level - 0.5) * steep + 0.5 + 0.03 * (steep - 1), 0.0, 1.0);
  });
  if (random.chance(0.65)) {
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    cv::cvtColor(grey, picture, cv::COLOR_GRAY2BGR);
  } else if (random.chance(0.5)) {
    tint(picture, random);
  }
}

}  // namespace docket::synth
