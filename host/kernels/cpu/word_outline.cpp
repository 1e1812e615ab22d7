#include "word_outline.hpp"

#include <cmath>
#include <limits>

#include <opencv2/imgproc.hpp>
#include <polyclipping/clipper.hpp>

namespace docket {

bool well_formed(const docket_polygons* polygons) {
  if (polygons == nullptr || polygons->count < 0) return false;
  if (polygons->count == 0) return true;
  if (polygons->starts == nullptr || polygons->xy == nullptr || polygons->starts[0] != 0) return false;
  for (int64_t i = 0; i < polygons->count; ++i) {
    if (polygons->starts[i + 1] < polygons->starts[i]) return false;
  }
  return true;
}

bool read_outline(const docket_polygons& words, int64_t index, double shrink_ratio, WordOutline& outline) {
  outline.points.clear();
  outline.distance = 0;
  for (int64_t i = words.starts[index]; i < words.starts[index + 1]; ++i) {
    const double x = words.xy[2 * i], y = words.xy[2 * i + 1];
    if (!(std::abs(x) < 1e6 && std::abs(y) < 1e6)) return false;
    outline.points.emplace_back(static_cast<int>(x), static_cast<int>(y));
  }
  if (outline.points.size() < 3) return true;
  const double length = cv::arcLength(outline.points, true) + std::numeric_limits<double>::epsilon();
  outline.distance = cv::contourArea(outline.points) * (1 - shrink_ratio * shrink_ratio) / length;
  return true;
}

std::vector<IntPath> offset_outline(const WordOutline& outline, double delta) {
  ClipperLib::Path path;
  path.reserve(outline.points.size());
  for (const cv::Point& point : outline.points) path.emplace_back(point.x, point.y);
  ClipperLib::ClipperOffset offset;
  offset.AddPath(path, ClipperLib::jtRound, ClipperLib::etClosedPolygon);
  ClipperLib::Paths moved;
  offset.Execute(moved, delta);
  std::vector<IntPath> paths(moved.size());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    paths[i].reserve(moved[i].size());
    for (const ClipperLib::IntPoint& point : moved[i]) {
      paths[i].emplace_back(static_cast<int>(point.X), static_cast<int>(point.Y));
    }
  }
  return paths;
}

}  // namespace docket
