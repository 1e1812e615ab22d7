#include "synth/background.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "synth/noise.hpp"

namespace docket::synth {
namespace {

/// BGR = base + weight * pattern, channel by channel.
cv::Mat tinted(const cv::Mat& pattern, cv::Vec3f base, cv::Vec3f weight) {
  cv::Mat picture(pattern.size(), CV_8UC3);
  for (int y = 0; y < pattern.rows; ++y) {
    const auto* from = pattern.ptr<float>(y);
    auto* to = picture.ptr<cv::Vec3b>(y);
    for (int x = 0; x < pattern.cols; ++x) {
      for (int c = 0; c < 3; ++c) to[x][c] = cv::saturate_cast<unsigned char>(base[c] + weight[c] * from[x]);
    }
  }
  return picture;
}

cv::Mat wood(cv::Size size, Random& random) {
  const bool upright = random.chance(0.5);
  const int fine = random.integer(60, 160);
  cv::Mat pattern = upright ? smooth_field(size, fine, 4, random) : smooth_field(size, 4, fine, random);
  pattern = 0.5 * pattern + smooth_field(size, upright ? 12 : 3, upright ? 3 : 12, random);
  const float light = static_cast<float>(random.uniform(0.45, 1.15));
  const int planks = random.chance(0.4) ? random.integer(2, 4) : 0;
  for (int i = 1; i <= planks; ++i) {
    const int at = (upright ? size.width : size.height) * i / (planks + 1);
    const cv::Rect gap = upright ? cv::Rect(at, 0, 2, size.height) : cv::Rect(0, at, size.width, 2);
    pattern(gap & cv::Rect({}, size)) -= 4.0;
  }
  return tinted(pattern, cv::Vec3f(70, 110, 160) * light, cv::Vec3f(8, 11, 13) * light);
}

cv::Mat weave(cv::Size size, Random& random) {
  cv::Mat pattern = smooth_field(size, 6, 6, random);
  const double period = random.uniform(3, 7);
  for (int y = 0; y < size.height; ++y) {
    auto* row = pattern.ptr<float>(y);
    for (int x = 0; x < size.width; ++x)
      row[x] += static_cast<float>(0.7 * std::sin(6.283 * x / period) * std::sin(6.283 * y / period));
  }
  const float level = static_cast<float>(random.uniform(35, 185));
  cv::Vec3f base;
  for (int c = 0; c < 3; ++c) base[c] = level * static_cast<float>(random.uniform(0.72, 1.28));
  return tinted(pattern, base, cv::Vec3f(7, 7, 7));
}

}  // namespace

cv::Mat scanner_lid(cv::Size size, Random random) {
  const double kind = random.uniform();
  const double level = kind < 0.7 ? random.uniform(236, 255) : kind < 0.9 ? random.uniform(180, 236) : random.uniform(5, 50);
  const float value = static_cast<float>(level);
  return tinted(smooth_field(size, 5, 8, random), cv::Vec3f(value, value, value), cv::Vec3f(2, 2, 2));
}

cv::Mat table_top(cv::Size size, Random random) {
  const double kind = random.uniform();
  if (kind < 0.4) return wood(size, random);
  if (kind < 0.6) return weave(size, random);
  const float level = static_cast<float>(kind < 0.8 ? random.uniform(20, 90) : random.uniform(120, 215));
  const cv::Vec3f base(level * static_cast<float>(random.uniform(0.85, 1.1)), level,
                       level * static_cast<float>(random.uniform(0.85, 1.1)));
  cv::Mat pattern = smooth_field(size, 3, 4, random);
  if (random.chance(0.5)) pattern += 0.6 * smooth_field(size, size.width / 6, size.height / 6, random);  // stone
  return tinted(pattern, base, cv::Vec3f(6, 6, 6));
}

}  // namespace docket::synth
