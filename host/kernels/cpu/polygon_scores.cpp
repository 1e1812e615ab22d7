/// How sure the map is of each polygon: the mean probability under it.
#include "cpu.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace docket::cpu {
namespace {

struct Bounds {
  double left, right, top, bottom;
};

/// False when a coordinate is not a number or beyond what cv::fillPoly takes.
bool bounds_of(const double* xy, int64_t count, Bounds& bounds) {
  constexpr double limit = 1 << 14;  // fillPoly shifts coordinates left by 16
  bounds = {limit, -limit, limit, -limit};
  for (int64_t i = 0; i < count; ++i) {
    const double x = xy[2 * i], y = xy[2 * i + 1];
    if (!(std::abs(x) < limit && std::abs(y) < limit)) return false;
    bounds = {std::min(bounds.left, x), std::max(bounds.right, x), std::min(bounds.top, y), std::max(bounds.bottom, y)};
  }
  return true;
}

int clamped(double value, int64_t size) {
  return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(size - 1)));
}

}  // namespace

int polygon_scores(const float* map, int64_t height, int64_t width, int64_t row_stride, const docket_polygons* polygons,
                   double* scores, void*) {
  if (map == nullptr || polygons == nullptr || height < 1 || width < 1 || row_stride < width) return bad_argument;
  if (polygons->count > 0 && (polygons->starts == nullptr || polygons->xy == nullptr || scores == nullptr)) return bad_argument;
  try {
    std::vector<cv::Point> points;
    std::vector<uint8_t> mask;
    for (int64_t i = 0; i < polygons->count; ++i) {
      const double* xy = polygons->xy + 2 * polygons->starts[i];
      const int64_t count = polygons->starts[i + 1] - polygons->starts[i];
      Bounds bounds{};
      if (count < 0 || !bounds_of(xy, count, bounds)) return bad_argument;
      scores[i] = 0;
      if (count == 0) continue;
      const int left = clamped(std::floor(bounds.left), width), right = clamped(std::ceil(bounds.right), width);
      const int top = clamped(std::floor(bounds.top), height), bottom = clamped(std::ceil(bounds.bottom), height);
      points.clear();
      for (int64_t k = 0; k < count; ++k)
        points.emplace_back(static_cast<int>(xy[2 * k] - left), static_cast<int>(xy[2 * k + 1] - top));
      const cv::Size size(right - left + 1, bottom - top + 1);
      mask.assign(static_cast<std::size_t>(size.area()), 0);
      cv::Mat picture(size, CV_8UC1, mask.data());
      const cv::Point* ring = points.data();
      const int ring_size = static_cast<int>(points.size());
      cv::fillPoly(picture, &ring, &ring_size, 1, cv::Scalar(1));
      double sum = 0;
      int64_t inside = 0;
      for (int y = 0; y < size.height; ++y) {
        const uint8_t* covered = mask.data() + std::ptrdiff_t{y} * size.width;
        const float* row = map + (top + y) * row_stride + left;
        for (int x = 0; x < size.width; ++x) {
          inside += covered[x];
          sum += covered[x] != 0 ? row[x] : 0.0;
        }
      }
      if (inside > 0) scores[i] = sum / static_cast<double>(inside);
    }
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const cv::Exception&) {
    return bad_argument;
  }
  return ok;
}

}  // namespace docket::cpu
