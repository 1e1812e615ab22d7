/// Steps that change colours, every pixel by itself. The formulas are albumentations' (1.3.1, torchvision's for color_jitter).
#pragma once

#include <algorithm>
#include <cstdint>

#include <opencv2/imgproc.hpp>

#include <docket/core/error.hpp>
#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>
#include <docket/kernels.h>

namespace docket::augment {

/// Every value v of every channel becomes factor v + offset, rounded and clamped to 8 bits. A third of the time of a look-up table.
inline void change_values(cv::Mat& picture, double factor, double offset) { picture.convertTo(picture, -1, factor, offset); }

inline void brightness_contrast(const BrightnessContrastOptions& options, View& view, Random& random) {
  const double contrast = 1 + random.uniform(-1, 1) * options.contrast, brightness = 255 * random.uniform(-1, 1) * options.brightness;
  change_values(view.rgb, contrast, brightness);
}

inline void multiplicative_noise(const MultiplicativeNoiseOptions& options, View& view, Random& random) {
  const double factor = random.uniform(options.factor_min, options.factor_max);
  change_values(view.rgb, factor, 0);
}

/// Blends towards the grey picture: factor 0 is grey, 1 changes nothing.
inline void saturate(cv::Mat& rgb, double factor) {
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
  cv::addWeighted(rgb, factor, grey, 1 - factor, 0, rgb);
}

/// Turns the colour circle by `turn`, in parts of it.
inline void turn_hue(cv::Mat& rgb, double turn) {
  const docket_kernels* kernels = docket_kernels_cpu();
  const int code = kernels->turn_hue(rgb.data, rgb.rows, rgb.cols, static_cast<std::int64_t>(rgb.step), turn, nullptr);
  if (code != 0) throw Error(ErrorKind::data, "augment 'color_jitter'", kernels->error_text(code));
}

inline void color_jitter(const ColorJitterOptions& options, View& view, Random& random) {
  const double brightness = 1 + random.uniform(-1, 1) * options.brightness, contrast = 1 + random.uniform(-1, 1) * options.contrast;
  const double saturation = 1 + random.uniform(-1, 1) * options.saturation, hue = random.uniform(-1, 1) * options.hue;
  std::vector<int> order{0, 1, 2, 3};
  random.shuffle(order);
  for (const int what : order) {
    switch (what) {
      case 0: change_values(view.rgb, brightness, 0); break;
      case 1: {
        cv::Mat grey;
        cv::cvtColor(view.rgb, grey, cv::COLOR_RGB2GRAY);
        const double mean = cv::mean(grey)[0];
        change_values(view.rgb, contrast, mean * (1 - contrast));
        break;
      }
      case 2: saturate(view.rgb, saturation); break;
      default: turn_hue(view.rgb, hue);
    }
  }
}

}  // namespace docket::augment
