/// What lies around the sheet.
#pragma once

#include <opencv2/core.hpp>

#include "synth/random.hpp"

namespace docket::synth {

cv::Mat scanner_lid(cv::Size size, Random random);
/// Wood, cloth, stone or plain paint, BGR.
cv::Mat table_top(cv::Size size, Random random);

}  // namespace docket::synth
