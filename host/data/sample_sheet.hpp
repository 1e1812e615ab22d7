/// Training samples in one picture: what the network sees, and what it is told about it.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>

#include <docket/core/polygon.hpp>

namespace docket::data_check {

struct SheetPolygon {
  Polygon polygon;  // in pixels of the sample
  bool ignore = false;
};

struct SampleView {
  std::string name;
  cv::Mat rgb;  // 8-bit RGB, as augmented
  std::vector<SheetPolygon> words;
  std::vector<std::pair<std::string, cv::Mat>> maps;  // float32 in [0, 1], of the size of `rgb`
};

/// One row a sample: the picture, the picture with its words (green; ignored ones red) and each map from black 0 to white 1,
/// each under its name and, for a map, its range. 8-bit RGB. All samples have the same size and maps; there is at least one.
[[nodiscard]] cv::Mat draw_sample_sheet(std::span<const SampleView> samples);

}  // namespace docket::data_check
