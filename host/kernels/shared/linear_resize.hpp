/// OpenCV's 8-bit INTER_LINEAR in its own fixed-point numbers (imgproc/src/resize.cpp, 4.6): the same bytes as cv::resize.
#pragma once

#include <math.h>
#include <stdint.h>

#include "both.hpp"

namespace docket {

/// One coordinate of the result: the two source pixels it lies between, and their weights in 1/2048.
struct LinearTap {
  int32_t first, second;
  int32_t first_weight, second_weight;
};

/// `at` + 0.5 in the source, less 0.5: the pixel before it and how far it lies behind that one.
DOCKET_BOTH inline int32_t source_position(int32_t at, int32_t result_size, int32_t source_size, float& fraction) {
  const double scale = 1.0 / (static_cast<double>(result_size) / source_size);
  fraction = static_cast<float>((at + 0.5) * scale - 0.5);
  const auto first = static_cast<int32_t>(floorf(fraction));
  fraction -= static_cast<float>(first);
  return first;
}

DOCKET_BOTH inline LinearTap weighted(int32_t first, int32_t source_size, float fraction) {
  const int32_t last = source_size - 1, second = first + 1;
  return {first < 0 ? 0 : first > last ? last : first, second < 0 ? 0 : second > last ? last : second,
          static_cast<int32_t>(rintf((1.0F - fraction) * 2048.0F)), static_cast<int32_t>(rintf(fraction * 2048.0F))};
}

/// Beyond the outermost columns OpenCV gives the edge's column the whole weight ...
DOCKET_BOTH inline LinearTap column_tap(int32_t x, int32_t result_width, int32_t source_width) {
  float fraction = 0;
  const int32_t first = source_position(x, result_width, source_width, fraction);
  return weighted(first, source_width, first < 0 || first >= source_width - 1 ? 0.0F : fraction);
}

/// ... but beyond the outermost rows it weighs the edge's row twice, each part rounded down by itself.
DOCKET_BOTH inline LinearTap row_tap(int32_t y, int32_t result_height, int32_t source_height) {
  float fraction = 0;
  const int32_t first = source_position(y, result_height, source_height, fraction);
  return weighted(first, source_height, fraction);
}

/// The four neighbours' bytes, by row, to the result's byte.
DOCKET_BOTH inline uint8_t linear_mix(const LinearTap& x, const LinearTap& y, int32_t top_left, int32_t top_right,
                                      int32_t bottom_left, int32_t bottom_right) {
  const int32_t top = top_left * x.first_weight + top_right * x.second_weight;
  const int32_t bottom = bottom_left * x.first_weight + bottom_right * x.second_weight;
  return static_cast<uint8_t>((((y.first_weight * (top >> 4)) >> 16) + ((y.second_weight * (bottom >> 4)) >> 16) + 2) >> 2);
}

}  // namespace docket
