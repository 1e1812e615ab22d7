/// Steps that blur, sharpen or compress.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

/// An odd side from 3 to `largest`.
[[nodiscard]] inline int draw_kernel(int largest, Random& random) {
  return 3 + 2 * static_cast<int>(random.below(static_cast<std::size_t>((largest - 3) / 2 + 1)));
}

/// The deviation is OpenCV's for the kernel.
inline void gaussian_blur(const BlurOptions& options, View& view, Random& random) {
  const int side = draw_kernel(options.kernel_max, random);
  cv::GaussianBlur(view.rgb, view.rgb, {side, side}, 0);
}

inline void motion_blur(const BlurOptions& options, View& view, Random& random) {
  const int side = draw_kernel(options.kernel_max, random);
  const auto spot = [&] { return cv::Point(static_cast<int>(random.below(static_cast<std::size_t>(side))), static_cast<int>(random.below(static_cast<std::size_t>(side)))); };
  const cv::Point from = spot();
  cv::Point to = spot();
  while (to == from) to = spot();
  cv::Mat kernel(side, side, CV_32F, cv::Scalar(0));
  cv::line(kernel, from, to, cv::Scalar(1));
  kernel /= cv::sum(kernel)[0];
  cv::filter2D(view.rgb, view.rgb, -1, kernel);
}

inline void sharpen(const SharpenOptions& options, View& view, Random& random) {
  const double alpha = random.uniform(options.alpha_min, options.alpha_max), lightness = random.uniform(options.lightness_min, options.lightness_max);
  cv::Mat kernel(3, 3, CV_32F, cv::Scalar(-alpha));
  kernel.at<float>(1, 1) = static_cast<float>(1 - alpha + alpha * (8 + lightness));
  cv::filter2D(view.rgb, view.rgb, -1, kernel);
}

inline void jpeg(const JpegOptions& options, View& view, Random& random) {
  const int quality = options.quality_min + static_cast<int>(random.below(static_cast<std::size_t>(options.quality_max - options.quality_min + 1)));
  cv::Mat bgr;
  cv::cvtColor(view.rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  cv::imdecode(bytes, cv::IMREAD_COLOR, &bgr);
  cv::cvtColor(bgr, view.rgb, cv::COLOR_BGR2RGB);
}

}  // namespace docket::augment
