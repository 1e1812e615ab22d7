#include "polygon_mask.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace docket {
namespace {

int clamped(double value, int64_t size) {
  return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(size - 1)));
}

}  // namespace

bool fill_polygon_mask(const double* xy, int64_t count, int64_t height, int64_t width, PolygonMask& mask) {
  constexpr double limit = 1 << 14;  // fillPoly shifts coordinates left by 16
  double min_x = limit, max_x = -limit, min_y = limit, max_y = -limit;
  for (int64_t i = 0; i < count; ++i) {
    const double x = xy[2 * i], y = xy[2 * i + 1];
    if (!(std::abs(x) < limit && std::abs(y) < limit)) return false;
    min_x = std::min(min_x, x), max_x = std::max(max_x, x), min_y = std::min(min_y, y), max_y = std::max(max_y, y);
  }
  mask.origin = {clamped(std::floor(min_x), width), clamped(std::floor(min_y), height)};
  mask.size = {clamped(std::ceil(max_x), width) - mask.origin.x + 1, clamped(std::ceil(max_y), height) - mask.origin.y + 1};
  std::vector<cv::Point> ring;
  ring.reserve(static_cast<std::size_t>(count));
  for (int64_t i = 0; i < count; ++i)
    ring.emplace_back(static_cast<int>(xy[2 * i] - mask.origin.x), static_cast<int>(xy[2 * i + 1] - mask.origin.y));
  mask.covered.assign(static_cast<std::size_t>(mask.size.area()), 0);
  cv::Mat picture(mask.size, CV_8UC1, mask.covered.data());
  const cv::Point* points = ring.data();
  const int number = static_cast<int>(ring.size());
  cv::fillPoly(picture, &points, &number, 1, cv::Scalar(1));
  return true;
}

}  // namespace docket
