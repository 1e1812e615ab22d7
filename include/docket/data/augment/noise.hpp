/// Noise of normal distributions and of a camera's sensor, after albumentations 1.3.1.
#pragma once

#include <cmath>
#include <cstdint>

#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

inline void gauss_noise(const GaussNoiseOptions& options, View& view, Random& random) {
  const double deviation = std::sqrt(random.uniform(options.variance_min, options.variance_max));
  cv::Mat noise(view.rgb.size(), CV_16SC3);
  cv::RNG generator(random.next());
  generator.fill(noise, cv::RNG::NORMAL, 0, deviation);
  cv::add(view.rgb, noise, view.rgb, cv::noArray(), CV_8UC3);
}

/// Lightness gains shot noise (a Poisson number, here by its normal approximation) that fades towards white; the hue is shaken.
inline void iso_noise(const IsoNoiseOptions& options, View& view, Random& random) {
  const double color_shift = random.uniform(options.color_shift_min, options.color_shift_max);
  const double intensity = random.uniform(options.intensity_min, options.intensity_max);
  cv::Mat unit, hls;
  view.rgb.convertTo(unit, CV_32F, 1.0 / 255);
  cv::cvtColor(unit, hls, cv::COLOR_RGB2HLS);
  cv::Scalar mean, deviation;
  cv::meanStdDev(hls, mean, deviation);
  const double photons = deviation[1] * intensity * 255;
  cv::RNG generator(random.next());
  cv::Mat light(hls.size(), CV_32F), hue(hls.size(), CV_32F);
  generator.fill(light, cv::RNG::NORMAL, photons, std::sqrt(photons));
  generator.fill(hue, cv::RNG::NORMAL, 0, color_shift * 360 * intensity);
  for (int y = 0; y < hls.rows; ++y) {
    auto* pixel = hls.ptr<cv::Vec3f>(y);
    const float *more = light.ptr<float>(y), *turn = hue.ptr<float>(y);
    for (int x = 0; x < hls.cols; ++x) {
      float& h = pixel[x][0];
      h += turn[x];
      if (h < 0) h += 360;
      if (h > 360) h -= 360;
      pixel[x][1] += std::max(more[x], 0.0F) / 255 * (1 - pixel[x][1]);
    }
  }
  cv::cvtColor(hls, unit, cv::COLOR_HLS2RGB);
  unit.convertTo(view.rgb, CV_8U, 255);
}

}  // namespace docket::augment
