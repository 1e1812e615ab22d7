/// Steps that change colours, every pixel by itself. The formulas are albumentations' (1.3.1, torchvision's for color_jitter).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

/// Every value v of every channel becomes change(v), rounded and clamped to 8 bits.
template <class Change>
void change_values(cv::Mat& picture, const Change& change) {
  cv::Mat table(1, 256, CV_8U);
  for (int v = 0; v < 256; ++v) table.at<std::uint8_t>(v) = cv::saturate_cast<std::uint8_t>(change(static_cast<double>(v)));
  cv::LUT(picture, table, picture);
}

inline void brightness_contrast(const BrightnessContrastOptions& options, View& view, Random& random) {
  const double contrast = 1 + random.uniform(-1, 1) * options.contrast, brightness = 255 * random.uniform(-1, 1) * options.brightness;
  change_values(view.rgb, [&](double v) { return v * contrast + brightness; });
}

inline void multiplicative_noise(const MultiplicativeNoiseOptions& options, View& view, Random& random) {
  const double factor = random.uniform(options.factor_min, options.factor_max);
  change_values(view.rgb, [&](double v) { return v * factor; });
}

/// Blends towards the grey picture: factor 0 is grey, 1 changes nothing.
inline void saturate(cv::Mat& rgb, double factor) {
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
  cv::addWeighted(rgb, factor, grey, 1 - factor, 0, rgb);
}

/// Turns the colour circle by `turn`, in parts of it. OpenCV's 8-bit hue has 180 steps.
inline void turn_hue(cv::Mat& rgb, double turn) {
  const int steps = cvRound(turn * 180);
  if (steps == 0) return;
  cv::Mat hsv, table(1, 256, CV_8UC3);
  cv::cvtColor(rgb, hsv, cv::COLOR_RGB2HSV);
  for (int v = 0; v < 256; ++v) {
    const auto same = static_cast<std::uint8_t>(v);
    table.at<cv::Vec3b>(v) = {static_cast<std::uint8_t>((v + steps + 180) % 180), same, same};
  }
  cv::LUT(hsv, table, hsv);
  cv::cvtColor(hsv, rgb, cv::COLOR_HSV2RGB);
}

inline void color_jitter(const ColorJitterOptions& options, View& view, Random& random) {
  const double brightness = 1 + random.uniform(-1, 1) * options.brightness, contrast = 1 + random.uniform(-1, 1) * options.contrast;
  const double saturation = 1 + random.uniform(-1, 1) * options.saturation, hue = random.uniform(-1, 1) * options.hue;
  std::vector<int> order{0, 1, 2, 3};
  random.shuffle(order);
  for (const int what : order) {
    switch (what) {
      case 0: change_values(view.rgb, [&](double v) { return v * brightness; }); break;
      case 1: {
        cv::Mat grey;
        cv::cvtColor(view.rgb, grey, cv::COLOR_RGB2GRAY);
        const double mean = cv::mean(grey)[0];
        change_values(view.rgb, [&](double v) { return v * contrast + mean * (1 - contrast); });
        break;
      }
      case 2: saturate(view.rgb, saturation); break;
      default: turn_hue(view.rgb, hue);
    }
  }
}

}  // namespace docket::augment
