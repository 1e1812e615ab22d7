/// Sums in float32 that come out as numpy's do, to the last bit.
#pragma once

#include <cstddef>
#include <span>

namespace docket {

/// Pairwise summation as numpy adds a contiguous float32 array (Higham 1993; blocks of 128, eight running sums).
[[nodiscard]] inline float pairwise_sum(std::span<const float> values) {
  const std::size_t n = values.size();
  if (n > 128) {
    const std::size_t half = n / 2 / 8 * 8;
    return pairwise_sum(values.first(half)) + pairwise_sum(values.subspan(half));
  }
  std::size_t i = 0;
  float sum = 0;
  if (n >= 8) {
    float r[8];
    for (std::size_t k = 0; k < 8; ++k) r[k] = values[k];
    for (i = 8; i + 8 <= n; i += 8) {
      for (std::size_t k = 0; k < 8; ++k) r[k] += values[i + k];
    }
    sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  }
  for (; i < n; ++i) sum += values[i];
  return sum;
}

}  // namespace docket
