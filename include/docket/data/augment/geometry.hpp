/// Steps that move the words. Names and ranges are albumentations'; turns and zooms are around the middle of the frame.
#pragma once

#include <cmath>

#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

/// Turns by `degrees` (clockwise on screen), zooms by `scale`, then shifts by (x, y) pixels.
inline void turn(ViewPlan& plan, double degrees, double scale, double x, double y) {
  const double middle_x = plan.frame.width / 2.0, middle_y = plan.frame.height / 2.0, angle = degrees * CV_PI / 180;
  const double c = scale * std::cos(angle), s = scale * std::sin(angle);
  plan.then({c, -s, middle_x - c * middle_x + s * middle_y + x, s, c, middle_y - s * middle_x - c * middle_y + y, 0, 0, 1});
}

inline void rotate(const RotateOptions& options, ViewPlan& plan, Random& random) {
  turn(plan, random.uniform(-1, 1) * options.limit_deg, 1, 0, 0);
}

inline void shift_scale_rotate(const ShiftScaleRotateOptions& options, ViewPlan& plan, Random& random) {
  const double degrees = random.uniform(-1, 1) * options.rotate_deg, scale = 1 + random.uniform(-1, 1) * options.scale;
  const double x = random.uniform(-1, 1) * options.shift * plan.frame.width, y = random.uniform(-1, 1) * options.shift * plan.frame.height;
  turn(plan, degrees, scale, x, y);
}

/// As likely half as double.
inline void resize(const ResizeOptions& options, ViewPlan& plan, Random& random) {
  turn(plan, 0, std::exp(random.uniform(std::log(options.scale_min), std::log(options.scale_max))), 0, 0);
}

inline void horizontal_flip(const NoOptions&, ViewPlan& plan, Random&) {
  plan.then({-1, 0, static_cast<double>(plan.frame.width), 0, 1, 0, 0, 0, 1});
}

inline void perspective(const PerspectiveOptions& options, ViewPlan& plan, Random& random) {
  std::vector<cv::Point2f> from, to;
  for (const Point& corner : corners_of(plan.frame)) {
    from.emplace_back(static_cast<float>(corner.x), static_cast<float>(corner.y));
    to.emplace_back(static_cast<float>(corner.x + random.uniform(-1, 1) * options.shift * plan.frame.width),
                    static_cast<float>(corner.y + random.uniform(-1, 1) * options.shift * plan.frame.height));
  }
  plan.then(Homography(cv::getPerspectiveTransform(from, to)));
}

}  // namespace docket::augment
