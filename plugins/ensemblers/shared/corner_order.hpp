/// Which corner of one quadrilateral means which of another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include <docket/core/polygon.hpp>

namespace docket::ensemblers {

/// Sum of the squared distances between corner k of `a` and corner k + shift of `b`, in pixels^2; both have four.
inline double corner_distance(const Polygon& a, const Polygon& b, std::size_t shift) {
  double sum = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    const double x = a[k].x - b[(k + shift) % 4].x, y = a[k].y - b[(k + shift) % 4].y;
    sum += x * x + y * y;
  }
  return sum;
}

/// Do the corners of both quadrilaterals run the same way round and begin at the same one? So it is when no other beginning brings
/// them nearer to each other. False for other outlines.
inline bool same_order(const Polygon& a, const Polygon& b) {
  if (a.size() != 4 || b.size() != 4 || signed_area(a) * signed_area(b) <= 0) return false;
  const double as_is = corner_distance(a, b, 0);
  return as_is <= corner_distance(a, b, 1) && as_is <= corner_distance(a, b, 2) && as_is <= corner_distance(a, b, 3);
}

/// `b` with its corners in the order of those of `a`; both have four.
inline Polygon in_order_of(const Polygon& a, Polygon b) {
  if (signed_area(a) * signed_area(b) < 0) std::reverse(b.begin(), b.end());
  std::size_t best = 0;
  for (std::size_t shift = 1; shift < 4; ++shift) {
    if (corner_distance(a, b, shift) < corner_distance(a, b, best)) best = shift;
  }
  std::rotate(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(best), b.end());
  return b;
}

}  // namespace docket::ensemblers
