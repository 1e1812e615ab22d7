/// The smallest turned rectangle around an outline.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/polygon.hpp>

namespace docket::convert {

/// Four corners, clockwise on screen, from the one that is nearest to the outline's first point, so that the reading direction
/// stays. `polygon` has at least one point.
inline Polygon smallest_rectangle(const Polygon& polygon) {
  std::vector<cv::Point2f> points;
  for (const Point& p : polygon) points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
  cv::Point2f corners[4];
  cv::minAreaRect(points).points(corners);
  Polygon rectangle;
  for (const cv::Point2f& corner : corners) rectangle.push_back({corner.x, corner.y});
  if (signed_area(rectangle) < 0) std::reverse(rectangle.begin(), rectangle.end());
  const auto distance = [&](const Point& p) { return std::hypot(p.x - polygon.front().x, p.y - polygon.front().y); };
  const auto first = std::min_element(rectangle.begin(), rectangle.end(),
                                      [&](const Point& a, const Point& b) { return distance(a) < distance(b); });
  std::rotate(rectangle.begin(), first, rectangle.end());
  return rectangle;
}

}  // namespace docket::convert
