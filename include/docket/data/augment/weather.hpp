/// Shadow and fog, after albumentations 1.3.1, which draws them far slower: fog there blends the whole picture once for every drop.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

/// Light is halved inside the polygons, once where they overlap.
inline void shadow(const ShadowOptions& options, View& view, Random& random) {
  const auto count = options.shadows_min + static_cast<int>(random.below(static_cast<std::size_t>(options.shadows_max - options.shadows_min + 1)));
  const int width = view.rgb.cols, height = view.rgb.rows;
  cv::Mat dark(view.rgb.size(), CV_8U, cv::Scalar(0));
  for (int i = 0; i < count; ++i) {
    std::vector<std::vector<cv::Point>> outline(1);
    for (int v = 0; v < options.vertices; ++v) {
      outline[0].emplace_back(cvRound(random.uniform(0, width)), cvRound(random.uniform(options.top * height, height)));
    }
    cv::fillPoly(dark, outline, cv::Scalar(255));
  }
  cv::Mat half;
  view.rgb.convertTo(half, -1, 0.5);
  half.copyTo(view.rgb, dark);
}

namespace detail {

/// Adds one to every pixel of a disc, as differences along the rows.
inline void add_disc(cv::Mat& differences, cv::Point centre, int radius) {
  for (int y = std::max(0, centre.y - radius); y <= std::min(differences.rows - 1, centre.y + radius); ++y) {
    const int dy = y - centre.y, half = static_cast<int>(std::sqrt(static_cast<double>(radius * radius - dy * dy)));
    const int begin = std::max(0, centre.x - half), end = std::min(differences.cols - 1, centre.x + half + 1);
    if (begin >= end) continue;
    auto* row = differences.ptr<int>(y);
    ++row[begin];
    --row[end];
  }
}

}  // namespace detail

/// Drops stand closer towards the middle. n drops of opacity a over a pixel leave (1 - a)^n of its distance to white.
inline void fog(const FogOptions& options, View& view, Random& random) {
  const double density = random.uniform(options.coef_min, options.coef_max);
  const int width = view.rgb.cols, height = view.rgb.rows;
  const int side = std::max(1, static_cast<int>(width / 3 * density));
  cv::Mat drops(height, width + 1, CV_32S, cv::Scalar(0));
  int x_edge = width / 2 - 2 * side, y_edge = height / 2 - side;
  for (int ring = 1; x_edge > -side || y_edge > -side; ++ring) {
    for (int i = 0; i < side / 10 * ring; ++i) {
      const int x = static_cast<int>(random.uniform(x_edge, std::max(x_edge + 1, width - x_edge - side)));
      const int y = static_cast<int>(random.uniform(y_edge, std::max(y_edge + 1, height - y_edge - side)));
      detail::add_disc(drops, {x + side / 2, y + side / 2}, side / 2);
    }
    x_edge -= std::max(1, 3 * side * width / (width + height));
    y_edge -= std::max(1, 3 * side * height / (width + height));
  }
  const double clear = 1 - options.alpha * density;
  std::vector<std::array<std::uint8_t, 256>> tables;
  for (int y = 0; y < height; ++y) {
    const auto* row = drops.ptr<int>(y);
    auto* pixel = view.rgb.ptr<cv::Vec3b>(y);
    std::size_t over = 0;
    for (int x = 0; x < width; ++x) {
      over += static_cast<std::size_t>(row[x]);
      while (tables.size() <= over) {
        const double left = std::pow(clear, static_cast<double>(tables.size()));
        auto& table = tables.emplace_back();
        for (int v = 0; v < 256; ++v) table[static_cast<std::size_t>(v)] = cv::saturate_cast<std::uint8_t>(255 - (255 - v) * left);
      }
      for (int c = 0; c < 3; ++c) pixel[x][c] = tables[over][pixel[x][c]];
    }
  }
  if (side >= 20) cv::blur(view.rgb, view.rgb, {side / 10, side / 10});
}

}  // namespace docket::augment
