#include "word_box.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace docket::data_check {
namespace {

cv::Size2f smallest_rectangle(const Polygon& polygon) {
  std::vector<cv::Point2f> points;
  for (const Point& p : polygon) points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
  return cv::minAreaRect(points).size;
}

double distance(const Point& a, const Point& b) {
  return std::hypot(b.x - a.x, b.y - a.y);
}

}  // namespace

WordBox word_box(const Polygon& polygon) {
  if (polygon.size() == 4) {
    return {(distance(polygon[0], polygon[1]) + distance(polygon[2], polygon[3])) / 2,
            (distance(polygon[1], polygon[2]) + distance(polygon[3], polygon[0])) / 2};
  }
  const cv::Size2f size = smallest_rectangle(polygon);
  return {std::max(size.width, size.height), std::min(size.width, size.height)};
}

double short_side(const Polygon& polygon) {
  const cv::Size2f size = smallest_rectangle(polygon);
  return std::min(size.width, size.height);
}

}  // namespace docket::data_check
