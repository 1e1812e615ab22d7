/// Rectangles of any angle around points.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/polygon.hpp>

namespace docket::db {

/// Corners run clockwise on screen: the upper of the two left ones, the upper of the two right ones, and back below.
struct Rectangle {
  std::array<Point, 4> corners;
  double short_side = 0;
  double long_side = 0;

  [[nodiscard]] Polygon polygon() const { return {corners.begin(), corners.end()}; }
};

/// The rectangle of least area around the points (any cv point list).
template <class Points>
Rectangle min_area_rectangle(const Points& points) {
  const cv::RotatedRect found = cv::minAreaRect(points);
  std::array<cv::Point2f, 4> corners;
  found.points(corners.data());
  std::stable_sort(corners.begin(), corners.end(), [](const cv::Point2f& a, const cv::Point2f& b) { return a.x < b.x; });
  if (!(corners[1].y > corners[0].y)) std::swap(corners[0], corners[1]);  // upper left, lower left
  if (!(corners[3].y > corners[2].y)) std::swap(corners[2], corners[3]);  // upper right, lower right
  Rectangle rectangle;
  rectangle.short_side = std::min(found.size.width, found.size.height);
  rectangle.long_side = std::max(found.size.width, found.size.height);
  for (const auto& [to, from] : {std::pair{0, 0}, {1, 2}, {2, 3}, {3, 1}})
    rectangle.corners[to] = {corners[from].x, corners[from].y};
  return rectangle;
}

/// The upright rectangle around the pixel centres of a contour, whose bounding rectangle `pixels` counts whole pixels.
inline Rectangle upright_rectangle(const cv::Rect& pixels) {
  const double left = pixels.x, top = pixels.y, right = left + pixels.width - 1, bottom = top + pixels.height - 1;
  return {{{{left, top}, {right, top}, {right, bottom}, {left, bottom}}},
          std::min(right - left, bottom - top),
          std::max(right - left, bottom - top)};
}

/// The rectangle of least area around `rectangle` offset by `distance` with round joins: every side moves out by `distance`.
inline Rectangle grown(const Rectangle& rectangle, double distance) {
  const auto& [a, b, c, d] = rectangle.corners;
  const auto step = [&](Point from, Point to) -> Point {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    return length > 0 ? Point{(to.x - from.x) * distance / length, (to.y - from.y) * distance / length} : Point{};
  };
  const Point right = step(a, b), down = step(a, d);
  return {{{{a.x - right.x - down.x, a.y - right.y - down.y},
            {b.x + right.x - down.x, b.y + right.y - down.y},
            {c.x + right.x + down.x, c.y + right.y + down.y},
            {d.x - right.x + down.x, d.y - right.y + down.y}}},
          rectangle.short_side + 2 * distance, rectangle.long_side + 2 * distance};
}

}  // namespace docket::db
