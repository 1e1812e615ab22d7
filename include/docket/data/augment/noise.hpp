/// Noise of normal distributions and of a camera's sensor, after albumentations 1.3.1.
#pragma once

#include <cmath>

#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

namespace detail {

/// Rows of noise. Each is a piece, from a random place, of one strip of normal numbers drawn once: to draw a number for every pixel of a picture
/// of 960 x 960 takes longer than all other steps together.
class NoiseRows {
 public:
  /// `type`: CV_16S or CV_32F.
  NoiseRows(int width, int type, double mean, double deviation, Random& random) : width_(width), strip_(1, width + spare, type), random_(random) {
    cv::RNG(random.next()).fill(strip_, cv::RNG::NORMAL, mean, deviation);
  }

  [[nodiscard]] cv::Mat next() {
    const int from = static_cast<int>(random_.below(spare + 1));
    return strip_.colRange(from, from + width_);
  }

 private:
  static constexpr int spare = 1 << 16;
  int width_;
  cv::Mat strip_;
  Random& random_;
};

}  // namespace detail

inline void gauss_noise(const GaussNoiseOptions& options, View& view, Random& random) {
  const double deviation = std::sqrt(random.uniform(options.variance_min, options.variance_max));
  detail::NoiseRows noise(view.rgb.cols * 3, CV_16S, 0, deviation, random);
  for (int y = 0; y < view.rgb.rows; ++y) {
    cv::Mat row = view.rgb.row(y).reshape(1);
    cv::add(row, noise.next(), row, cv::noArray(), CV_8U);
  }
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
  detail::NoiseRows light(hls.cols, CV_32F, photons, std::sqrt(photons), random), hue(hls.cols, CV_32F, 0, color_shift * 360 * intensity, random);
  for (int y = 0; y < hls.rows; ++y) {
    auto* pixel = hls.ptr<cv::Vec3f>(y);
    const cv::Mat brighter = light.next(), turned = hue.next();
    const float *more = brighter.ptr<float>(), *turn = turned.ptr<float>();
    for (int x = 0; x < hls.cols; ++x) {
      // In whole turns, without a branch: a grey's hue falls below 0 every other time.
      const float h = pixel[x][0] + turn[x] + 3600;
      pixel[x][0] = h - 360 * static_cast<float>(static_cast<int>(h / 360));
      pixel[x][1] += std::max(more[x], 0.0F) / 255 * (1 - pixel[x][1]);
    }
  }
  cv::cvtColor(hls, unit, cv::COLOR_HLS2RGB);
  unit.convertTo(view.rgb, CV_8U, 255);
}

}  // namespace docket::augment
