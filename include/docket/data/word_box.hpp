/// The size and direction of a word, whatever its outline.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/polygon.hpp>

namespace docket {

struct WordBox {
  double width =
      0;  // px along the text: mean of the top and bottom edge of a quadrilateral, else the smallest rectangle's long side
  double height = 0;    // px across it
  double tilt_deg = 0;  // of the text's direction, clockwise on screen; (-180, 180], of other outlines (-90, 90]

  [[nodiscard]] double aspect() const { return height > 0 ? width / height : 0; }
};

namespace detail {

inline cv::RotatedRect smallest_rectangle_around(const Polygon& polygon) {
  std::vector<cv::Point2f> points;
  for (const Point& p : polygon) points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
  return cv::minAreaRect(points);
}

inline double degrees(double x, double y) {
  return std::atan2(y, x) * 180 / 3.14159265358979323846;
}

/// The sum of all four edges, the left and right one turned a quarter: short words are as steady as long ones.
inline double quadrilateral_tilt(const Polygon& q) {
  const double along_x = q[1].x - q[0].x + q[2].x - q[3].x, along_y = q[1].y - q[0].y + q[2].y - q[3].y;
  const double down_x = q[3].x - q[0].x + q[2].x - q[1].x, down_y = q[3].y - q[0].y + q[2].y - q[1].y;
  return degrees(along_x + down_y, along_y - down_x);
}

inline double long_side_tilt(const cv::RotatedRect& rectangle) {
  std::array<cv::Point2f, 4> q;
  rectangle.points(q.data());
  const cv::Point2f one = q[1] - q[0], other = q[2] - q[1];
  const cv::Point2f side = one.dot(one) > other.dot(other) ? one : other;
  const double angle = degrees(side.x, side.y);
  return angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
}

}  // namespace detail

/// `polygon` has at least three corners; four run clockwise from the text's top-left one.
[[nodiscard]] inline WordBox word_box(const Polygon& polygon) {
  if (polygon.size() == 4) {
    const auto side = [&](std::size_t i, std::size_t j) {
      return std::hypot(polygon[j].x - polygon[i].x, polygon[j].y - polygon[i].y);
    };
    return {(side(0, 1) + side(2, 3)) / 2, (side(1, 2) + side(3, 0)) / 2, detail::quadrilateral_tilt(polygon)};
  }
  const cv::RotatedRect rectangle = detail::smallest_rectangle_around(polygon);
  return {std::max(rectangle.size.width, rectangle.size.height), std::min(rectangle.size.width, rectangle.size.height),
          detail::long_side_tilt(rectangle)};
}

/// Shorter side in px of the smallest rectangle around it, at any angle.
[[nodiscard]] inline double short_side(const Polygon& polygon) {
  const cv::Size2f size = detail::smallest_rectangle_around(polygon).size;
  return std::min(size.width, size.height);
}

}  // namespace docket
