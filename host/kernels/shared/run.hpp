/// Pixels that lie side by side.
#pragma once

#include <stdint.h>

#include <vector>

namespace docket {

/// Pixels first..last of a row.
struct Run {
  int32_t row, first, last;
};

/// Appends the runs of bytes that are not 0 in a row-major picture whose top-left pixel lies at (left, top).
inline void add_runs(const uint8_t* picture, int32_t width, int32_t height, int32_t left, int32_t top, std::vector<Run>& runs) {
  for (int32_t y = 0; y < height; ++y) {
    const uint8_t* row = picture + static_cast<int64_t>(y) * width;
    for (int32_t x = 0; x < width;) {
      if (row[x] == 0) {
        ++x;
        continue;
      }
      const int32_t first = x;
      while (x < width && row[x] != 0) ++x;
      runs.push_back({top + y, left + first, left + x - 1});
    }
  }
}

}  // namespace docket
