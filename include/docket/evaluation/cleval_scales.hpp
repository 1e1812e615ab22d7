/// CLEval by the size of words (quad only): each bin is a full evaluation in which words of another size do not count.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval.hpp>

namespace docket {

/// Sizes from `low` to `high`, both included, so that a word on the border is in two bins.
struct ScaleBin {
  double low, high;
};

inline constexpr std::array default_scale_bins{ScaleBin{0, 0.005},    ScaleBin{0.005, 0.01}, ScaleBin{0.01, 0.015}, ScaleBin{0.015, 0.02},
                                               ScaleBin{0.02, 0.025}, ScaleBin{0.025, 0.1},  ScaleBin{0.1, 0.5},    ScaleBin{0.5, 1}};

/// Height of a word as a part of the picture's longer side, in pixels: the shorter side of the smallest rectangle, its corners rounded.
[[nodiscard]] inline double cleval_scale(const Polygon& quad, double longer_side_px) {
  std::vector<cv::Point2f> corners;
  for (const Point& p : quad) corners.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
  std::array<cv::Point2f, 4> q;
  cv::minAreaRect(corners).points(q.data());
  for (cv::Point2f& p : q) p = {std::nearbyint(p.x), std::nearbyint(p.y)};
  const auto side = [&](std::size_t i, std::size_t j) { return std::hypot(q[i].x - q[j].x, q[i].y - q[j].y); };
  const float width = side(1, 0) + side(3, 2), height = side(2, 1) + side(0, 3);
  return static_cast<double>(std::min(width, height)) / 2 / longer_side_px;
}

/// Counts of each bin. `scales` are those of the kept truths; words outside a bin keep their length and do not count.
[[nodiscard]] inline std::vector<ClevalCounts> cleval_by_scale(const ClevalWords& words, std::span<const double> scales, std::span<const ScaleBin> bins,
                                                               const ClevalOptions& options) {
  std::vector<ClevalCounts> counts;
  for (const ScaleBin& bin : bins) {
    std::vector<char> dont_care = words.dont_care;
    for (std::size_t g = 0; g < scales.size(); ++g) {
      if (scales[g] < bin.low || scales[g] > bin.high) dont_care[g] = 1;
    }
    counts.push_back(match_characters(words, dont_care, options).counts);
  }
  return counts;
}

}  // namespace docket
