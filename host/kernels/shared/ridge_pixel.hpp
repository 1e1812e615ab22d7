/// The threshold map's ridge at one pixel; what cpu/ridge.cpp does for rows (reference-system.md 3.2).
#pragma once

#include <math.h>
#include <stdint.h>

#include "both.hpp"

namespace docket {

struct RidgeWord {
  int32_t first_point, points;  // into a list of x, y pairs
  double distance;              // D > 0
};

/// 1 on the outline, falling to 0 at a distance of D.
DOCKET_BOTH inline float ridge_height(const RidgeWord& word, const int32_t* xy, int32_t x, int32_t y) {
  const int32_t* ring = xy + 2 * static_cast<int64_t>(word.first_point);
  float nearest = static_cast<float>(word.distance * word.distance);
  for (int32_t i = 0; i < word.points; ++i) {
    const int32_t next = i + 1 < word.points ? i + 1 : 0;
    const int64_t ax = ring[2 * i], ay = ring[2 * i + 1], bx = ring[2 * next], by = ring[2 * next + 1];
    const int64_t xa = x - ax, ya = y - ay, xb = x - bx, yb = y - by;
    float squared = 0;
    if (xa * xb + ya * yb > 0) {
      const int64_t to_a = xa * xa + ya * ya, to_b = xb * xb + yb * yb;
      squared = static_cast<float>(to_a < to_b ? to_a : to_b);
    } else {
      const int64_t dx = bx - ax, dy = by - ay;
      const double length_squared = static_cast<double>(dx * dx + dy * dy);
      const double across = static_cast<double>(xa * dy - ya * dx);
      squared = length_squared > 0 ? static_cast<float>(across * across / length_squared) : 0.0F;
    }
    nearest = fminf(nearest, squared);
  }
  return fmaxf(1.0F - sqrtf(nearest) / static_cast<float>(word.distance), 0.0F);
}

}  // namespace docket
