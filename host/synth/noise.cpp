#include "synth/noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace docket::synth {

cv::Mat smooth_field(cv::Size size, int cells_x, int cells_y, Random& random) {
  cv::Mat coarse(std::max(2, cells_y), std::max(2, cells_x), CV_32F);
  for (int y = 0; y < coarse.rows; ++y) {
    for (int x = 0; x < coarse.cols; ++x) coarse.at<float>(y, x) = static_cast<float>(random.normal());
  }
  cv::Mat field;
  cv::resize(coarse, field, size, 0, 0, cv::INTER_CUBIC);
  return field;
}

cv::Mat grain(cv::Size size, int type, double sigma, Random& random) {
  // A normal deviate for each pixel is dear; rows are read from one table at random places instead.
  constexpr int table_size = 1 << 14;
  std::array<short, table_size> table;
  for (short& value : table) value = static_cast<short>(std::lround(sigma * random.normal()));
  cv::Mat field(size, type);
  const int width = field.cols * field.channels();
  for (int y = 0; y < field.rows; ++y) {
    auto* row = field.ptr<short>(y);
    unsigned at = static_cast<unsigned>(random.next());
    const unsigned step = static_cast<unsigned>(random.next()) | 1U;
    for (int x = 0; x < width; ++x) row[x] = table[(at += step) % table_size];
  }
  return field;
}

}  // namespace docket::synth
