/// The text of a map in runs of pixels, and the hulls of its components. By hand, for boxes without holes: a box needs no more than the hull, which
/// runs give several times faster than the borders that cv::findContours follows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <vector>

#include <opencv2/core/types.hpp>

#include <docket/kernels.h>
#include <docket/stages/postprocessor.hpp>

namespace docket::db {

/// Pixels begin <= x < end of a row.
struct Run {
  int y = 0, begin = 0, end = 0;
};
using Runs = std::vector<Run>;  // by y, then by begin; of one row none touch

[[nodiscard]] inline Runs whole_rows(MapView map) {
  Runs runs;
  for (int y = 0; y < map.height && map.width > 0; ++y) runs.push_back({y, 0, map.width});
  return runs;
}

/// The pixels of `within` above `thresh`. What is text at a threshold lies within the text of any lower one.
[[nodiscard]] inline Runs runs_above(MapView map, float thresh, const Runs& within, const docket_kernels& kernels) {
  Runs runs;
  std::vector<std::uint8_t> text(static_cast<std::size_t>(map.width));
  for (const Run& run : within) {
    const int width = run.end - run.begin;
    kernels.threshold_map(map.data + run.y * map.row_stride + run.begin, 1, width, width, thresh, text.data(), nullptr);
    const auto next = [&](int from, std::uint8_t value) {
      const void* found = std::memchr(text.data() + from, value, static_cast<std::size_t>(width - from));
      return found == nullptr ? width : static_cast<int>(static_cast<const std::uint8_t*>(found) - text.data());
    };
    for (int begin = next(0, 1); begin < width;) {
      const int end = next(begin, 0);
      runs.push_back({run.y, run.begin + begin, run.begin + end});
      begin = next(end, 1);
    }
  }
  return runs;
}

namespace detail {

/// Disjoint sets whose representative is their least member.
class LeastSets {
 public:
  explicit LeastSets(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }

  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) {
    a = find(a), b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::size_t> parent_;
};

/// Adds `point`, which lies below all others of `chain`, and takes out what its left (side -1) or right (side 1) hull does not need.
inline void extend(std::vector<cv::Point>& chain, const cv::Point& point, int side) {
  const auto needed = [&](const cv::Point& a, const cv::Point& b) {
    return side * (static_cast<std::int64_t>(b.x - a.x) * (point.y - a.y) - static_cast<std::int64_t>(point.x - a.x) * (b.y - a.y)) > 0;
  };
  while (chain.size() > 1 && !needed(chain[chain.size() - 2], chain.back())) chain.pop_back();
  chain.push_back(point);
}

}  // namespace detail

/// The hulls of the 8-connected components: down their left sides, then up the right ones, as cv::findContours walks, for cv::minAreaRect chooses
/// among equal rectangles by the order (1 of 1000 small blobs still gets another). Sorted as by cv::findContours: the last in raster order first.
[[nodiscard]] inline std::vector<std::vector<cv::Point>> component_hulls(const Runs& runs) {
  detail::LeastSets sets(runs.size());
  for (std::size_t i = 0, above = 0; i < runs.size(); ++i) {
    const Run& run = runs[i];
    while (above < i && (runs[above].y < run.y - 1 || (runs[above].y == run.y - 1 && runs[above].end < run.begin))) ++above;
    for (std::size_t k = above; k < i && runs[k].y == run.y - 1 && runs[k].begin <= run.end; ++k) sets.join(i, k);
  }
  std::vector<std::size_t> component(runs.size()), next;  // next: where the next run of a component goes in `sorted`
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::size_t first = sets.find(i);
    if (first == i) next.push_back(0);
    component[i] = first == i ? next.size() - 1 : component[first];
    ++next[component[i]];
  }
  std::exclusive_scan(next.begin(), next.end(), next.begin(), std::size_t{0});
  Runs sorted(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) sorted[next[component[i]]++] = runs[i];

  std::vector<std::vector<cv::Point>> hulls(next.size());
  std::vector<cv::Point> left, right;
  for (std::size_t c = 0, i = 0; c < hulls.size(); ++c) {
    left.clear(), right.clear();
    while (i < next[c]) {
      const int y = sorted[i].y, begin = sorted[i].begin;
      int end = begin;
      for (; i < next[c] && sorted[i].y == y; ++i) end = sorted[i].end;
      detail::extend(left, {begin, y}, -1);
      detail::extend(right, {end - 1, y}, 1);
    }
    std::vector<cv::Point>& hull = hulls[hulls.size() - 1 - c];
    hull.reserve(left.size() + right.size());
    hull.assign(left.begin(), left.end());
    hull.insert(hull.end(), right.rbegin(), right.rend());
  }
  return hulls;
}

}  // namespace docket::db
