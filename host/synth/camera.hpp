/// What light, lens and sensor do to the picture. Nothing here moves a pixel.
#pragma once

#include <opencv2/core.hpp>

#include "synth/random.hpp"

namespace docket::synth {

void photograph(cv::Mat& picture, Random random);
void scan(cv::Mat& picture, Random random);

}  // namespace docket::synth
