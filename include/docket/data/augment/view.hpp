/// One random view of an annotated picture: how it is placed, and what comes out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/error.hpp>
#include <docket/core/image_frame.hpp>
#include <docket/core/polygon.hpp>
#include <docket/geometry/clip_polygon.hpp>
#include <docket/data/dataset.hpp>
#include <docket/kernels.h>

namespace docket {

/// Image pixels to view pixels; coordinates are at the pixels' outer corners.
using Homography = cv::Matx33d;

[[nodiscard]] inline Point mapped(const Homography& map, Point p) {
  const cv::Vec3d at = map * cv::Vec3d(p.x, p.y, 1);
  return {at[0] / at[2], at[1] / at[2]};
}

[[nodiscard]] inline Polygon mapped(const Homography& map, const Polygon& polygon) {
  Polygon moved;
  for (const Point& p : polygon) moved.push_back(mapped(map, p));
  return moved;
}

[[nodiscard]] inline Polygon corners_of(Size size) {
  const double w = size.width, h = size.height;
  return {{0, 0}, {w, 0}, {w, h}, {0, h}};
}

/// Where a picture will lie. All geometric steps together are one map, so that pixels are interpolated once.
struct ViewPlan {
  Homography map = Homography::eye();
  Size frame;       // of the view, in pixels
  Size fitted;      // the frame that a crop fills: the network's input in training
  Polygon outline;  // what of the picture may be seen, convex, in view pixels; the frame cuts it once more
  bool cropped = false;

  /// Lays `next` behind the map.
  void then(const Homography& next) {
    map = next * map;
    outline = mapped(next, outline);
  }
};

/// A word of a view, in view pixels.
struct ViewWord {
  Polygon polygon;
  bool ignore = false;
};

struct View {
  cv::Mat rgb;  // 8-bit
  std::vector<ViewWord> words;
  Polygon outline;  // as in the plan
};

/// The part of the frame that shows anything of the picture; empty where nothing does.
[[nodiscard]] inline cv::Rect part_with_picture(const ViewPlan& plan) {
  const Rectangle box = bounds_of(plan.outline);
  const auto pixel = [](double at, int last) { return static_cast<int>(std::clamp(at, 0.0, static_cast<double>(last))); };
  // A pixel more, for interpolation blends the picture's edge with the black beyond.
  const cv::Point from(pixel(std::floor(box.left) - 1, plan.frame.width), pixel(std::floor(box.top) - 1, plan.frame.height));
  return {from, cv::Point(pixel(std::ceil(box.right) + 1, plan.frame.width), pixel(std::ceil(box.bottom) + 1, plan.frame.height))};
}

/// Makes black what of `part`, shown in `view`, lies beyond the plan's outline.
inline void blacken_beyond(const ViewPlan& plan, const cv::Rect& part, cv::Mat& view) {
  std::vector<cv::Point> seen;
  for (const Point& p : plan.outline) seen.emplace_back(cvRound(p.x) - part.x, cvRound(p.y) - part.y);
  cv::Mat beyond(part.size(), CV_8U, cv::Scalar(255));
  cv::fillConvexPoly(beyond, seen, cv::Scalar(0));
  view.setTo(cv::Scalar(), beyond);
}

/// The pixels of the plan; black where nothing of the picture may be seen, as the padding in prediction is.
[[nodiscard]] inline cv::Mat place_picture(const ViewPlan& plan, const cv::Mat& rgb) {
  // Whole numbers are pixel centres here.
  const Homography to_corner(1, 0, 0.5, 0, 1, 0.5, 0, 0, 1), to_centre(1, 0, -0.5, 0, 1, -0.5, 0, 0, 1);
  const Homography centres = to_centre * plan.map * to_corner, to_source = centres.inv();
  cv::Mat frame(plan.frame.height, plan.frame.width, CV_8UC3);
  if (centres(2, 0) == 0 && centres(2, 1) == 0) {
    const docket_kernels* kernels = docket_kernels_cpu();
    const int code = kernels->warp_affine(rgb.data, rgb.rows, rgb.cols, static_cast<std::int64_t>(rgb.step), (to_source * (1 / to_source(2, 2))).val, frame.data,
                                          frame.rows, frame.cols, static_cast<std::int64_t>(frame.step), nullptr);
    if (code != 0) throw Error(ErrorKind::data, "augment", kernels->error_text(code));
  } else {
    frame.setTo(cv::Scalar());
    const cv::Rect part = part_with_picture(plan);
    const Homography to_part(1, 0, -part.x, 0, 1, -part.y, 0, 0, 1);
    cv::Mat view = frame(part);
    if (!part.empty()) cv::warpPerspective(rgb, view, to_part * centres, view.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar());
  }
  if (plan.cropped) blacken_beyond(plan, cv::Rect({0, 0}, frame.size()), frame);
  return frame;
}

/// The words of the plan. One out of sight is gone; one that is cut keeps the true outline of what is seen of it, and is ignored
/// when that is less than `min_visible` of its area. Corners keep their order, except that a mirrored word starts at its new
/// top-left corner and still runs clockwise.
[[nodiscard]] inline std::vector<ViewWord> place_words(const ViewPlan& plan, std::span<const AnnotatedWord> words, double min_visible) {
  const Rectangle frame{0, 0, static_cast<double>(plan.frame.width), static_cast<double>(plan.frame.height)};
  const bool mirrored = cv::determinant(plan.map) < 0;
  std::vector<ViewWord> kept;
  for (const AnnotatedWord& word : words) {
    Polygon moved = mapped(plan.map, word.polygon);
    if (mirrored) {
      // A ring of 2 k corners runs along the top, then back along the bottom: mirrored, its start is the end of the top.
      std::reverse(moved.begin(), moved.end());
      std::rotate(moved.begin(), moved.begin() + static_cast<std::ptrdiff_t>(moved.size() / 2), moved.end());
    }
    const double area = std::abs(signed_area(moved));
    if (plan.cropped) moved = clip_polygon(moved, plan.outline);
    if (!moved.empty() && !contains(frame, bounds_of(moved))) moved = clip_polygon(moved, frame);
    const double visible = moved.empty() ? 0 : std::abs(signed_area(moved));
    if (visible < 1) continue;  // less than a pixel
    kept.push_back({std::move(moved), word.ignore || visible < min_visible * area});
  }
  return kept;
}

}  // namespace docket
