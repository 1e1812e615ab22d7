/// Random fields: smooth ones for light and paper, white ones for grain.
#pragma once

#include <opencv2/core.hpp>

#include "synth/random.hpp"

namespace docket::synth {

/// Smooth field, float, about standard normal; `cells_x` by `cells_y` independent values stretched over `size`.
cv::Mat smooth_field(cv::Size size, int cells_x, int cells_y, Random& random);

/// 16-bit signed Gaussian grain of standard deviation `sigma`, one or three channels.
cv::Mat grain(cv::Size size, int type, double sigma, Random& random);

}  // namespace docket::synth
