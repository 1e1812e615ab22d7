/// A random part of the picture whose borders run between the words (as EAST and DBNet crop for training).
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

using Intervals = std::vector<std::pair<double, double>>;

/// Whole coordinates in [low, high] that lie inside no interval.
[[nodiscard]] inline std::vector<double> free_lines(const Intervals& taken, double low, double high) {
  const int first = static_cast<int>(std::ceil(low)), last = static_cast<int>(std::floor(high));
  std::vector<bool> inside(static_cast<std::size_t>(std::max(last - first + 1, 0)), false);
  for (const auto& [begin, end] : taken) {
    const int from = std::max(first, static_cast<int>(std::floor(begin)) + 1), to = std::min(last, static_cast<int>(std::ceil(end)) - 1);
    for (int i = from; i <= to; ++i) inside[static_cast<std::size_t>(i - first)] = true;
  }
  std::vector<double> lines;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (!inside[i]) lines.push_back(first + static_cast<double>(i));
  }
  return lines;
}

/// Fits the part into plan.fitted and hides the rest. Without a part that holds a whole word, the picture stays as it is.
inline void crop(const CropOptions& options, ViewPlan& plan, std::span<const AnnotatedWord> words, Random& random) {
  std::vector<Rectangle> boxes;
  Intervals columns, rows;
  for (const AnnotatedWord& word : words) {
    const Rectangle box = bounds_of(mapped(plan.map, word.polygon));
    boxes.push_back(box);
    columns.emplace_back(box.left, box.right);
    rows.emplace_back(box.top, box.bottom);
  }
  const Rectangle whole = bounds_of(plan.outline);
  const std::vector<double> x = free_lines(columns, whole.left, whole.right), y = free_lines(rows, whole.top, whole.bottom);
  if (x.empty() || y.empty()) return;
  const double shortest = options.min_side * std::min(plan.frame.width, plan.frame.height);
  for (int i = 0; i < options.attempts; ++i) {
    const auto [left, right] = std::minmax({x[random.below(x.size())], x[random.below(x.size())]});
    const auto [top, bottom] = std::minmax({y[random.below(y.size())], y[random.below(y.size())]});
    const Rectangle part{left, top, right, bottom};
    if (right - left < shortest || bottom - top < shortest) continue;
    if (std::none_of(boxes.begin(), boxes.end(), [&](const Rectangle& box) { return contains(part, box); })) continue;
    plan.outline = clip_polygon(plan.outline, part);
    const double scale = std::min(plan.fitted.width / (right - left), plan.fitted.height / (bottom - top));
    plan.frame = plan.fitted;
    plan.cropped = true;
    plan.then({scale, 0, (plan.frame.width - scale * (left + right)) / 2, 0, scale, (plan.frame.height - scale * (top + bottom)) / 2, 0, 0, 1});
    return;
  }
}

}  // namespace docket::augment
