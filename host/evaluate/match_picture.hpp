/// One image's true words and detections, coloured by what CLEval's matching made of them.
#pragma once

#include <string>

#include <opencv2/core/mat.hpp>

#include <docket/evaluation/set_result.hpp>

namespace docket {

/// Below a legend with the counts, the picture (enlarged to 1,600 px where it is smaller, by a whole factor) with
///   green outlines: detections that match one word;           red, filled: words that were missed;
///   blue, filled: detections of nothing;                      orange: a split word, filled, and its detections, outlined;
///   violet: a merged detection, outlined, and its words, filled;   grey outlines: words and detections that count nowhere.
/// `rgb`: 8-bit RGB, upright. `title` is the legend's first line.
[[nodiscard]] cv::Mat draw_matches(const cv::Mat& rgb, const ImageResult& image, const std::string& title);

}  // namespace docket
