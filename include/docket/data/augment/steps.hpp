/// The [[augment]] tables as functions, and the view they make of a picture.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/random.hpp>
#include <docket/data/augment/view.hpp>
#include <docket/data/dataset.hpp>

namespace docket {

/// One of `place` and `change` is set. All `place` steps act before all `change` steps, each kind in its order.
struct AugmentStep {
  std::string use;
  double p = 0.5;
  std::function<void(ViewPlan&, std::span<const AnnotatedWord>, Random&)> place;
  std::function<void(View&, Random&)> change;
};

/// How pictures become network inputs in training.
struct ViewGeometry {
  int longest_side = 960;    // of the picture in the frame, as in prediction
  int crop_side = 512;       // 0: the whole frame, a square of longest_side
  double crop_shift = 0.3;   // how far from the middle of a crop its word may lie, in parts of the crop
  double min_visible = 0.4;  // a cut word counts as text while this part of its area is left
};

namespace detail {

/// Where a window of `window` may start over [low, high] so that it shows as much as it can.
[[nodiscard]] inline double place_window(double wanted, double low, double high, double window) {
  const double last = high - window;
  return std::clamp(wanted, std::min(low, last), std::max(low, last));
}

/// Lays the crop around a random word that is not ignored (around a random point where there is none).
inline void cut_window(ViewPlan& plan, Size image, std::span<const AnnotatedWord> words, const ViewGeometry& geometry, Random& random) {
  std::vector<std::size_t> legible;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].ignore) legible.push_back(i);
  }
  Point focus{random.uniform() * image.width, random.uniform() * image.height};
  if (!legible.empty()) {
    const Rectangle word = bounds_of(words[legible[random.below(legible.size())]].polygon);
    focus = {random.uniform(word.left, word.right), (word.top + word.bottom) / 2};
  }
  const Point middle = mapped(plan.map, focus);
  const double side = geometry.crop_side;
  const Rectangle whole = bounds_of(plan.outline);
  const double left = place_window(middle.x - side * (0.5 + random.uniform(-1, 1) * geometry.crop_shift), whole.left, whole.right, side);
  const double top = place_window(middle.y - side * (0.5 + random.uniform(-1, 1) * geometry.crop_shift), whole.top, whole.bottom, side);
  plan.frame = plan.fitted;
  plan.then({1, 0, -left, 0, 1, -top, 0, 0, 1});
}

}  // namespace detail

/// The picture in the middle of a square frame (reference-system 3.1, steps 3 and 4), moved by the steps, cut to the crop.
/// `key` names the sample; every step draws from a generator of its own, so that one step more changes no other.
[[nodiscard]] inline ViewPlan plan_view(Size image, std::span<const AnnotatedWord> words, const ViewGeometry& geometry,
                                        std::span<const AugmentStep> steps, std::pair<std::uint64_t, std::uint64_t> key, std::uint64_t seed) {
  const double side = geometry.longest_side, scale = side / std::max(image.width, image.height);
  const int fitted = geometry.crop_side > 0 ? geometry.crop_side : geometry.longest_side;
  ViewPlan plan{Homography::eye(), {geometry.longest_side, geometry.longest_side}, {fitted, fitted}, corners_of(image), false};
  plan.then({scale, 0, (side - scale * image.width) / 2, 0, scale, (side - scale * image.height) / 2, 0, 0, 1});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Random random{seed, key.first, key.second, i + 1};
    if (steps[i].place && random.chance(steps[i].p)) steps[i].place(plan, words, random);
  }
  Random random{seed, key.first, key.second};
  if (geometry.crop_side > 0 && !plan.cropped) detail::cut_window(plan, image, words, geometry, random);
  return plan;
}

/// Places picture (8-bit RGB, not written to) and words, then changes the pixels. The steps that do see the part of the frame that shows the
/// picture; around it the frame stays black, as the padding in prediction is.
[[nodiscard]] inline View make_view(const cv::Mat& rgb, std::span<const AnnotatedWord> words, const ViewGeometry& geometry,
                                    std::span<const AugmentStep> steps, std::pair<std::uint64_t, std::uint64_t> key, std::uint64_t seed) {
  const ViewPlan plan = plan_view({rgb.cols, rgb.rows}, words, geometry, steps, key, seed);
  View view{place_picture(plan, rgb), place_words(plan, words, geometry.min_visible), plan.outline};
  const cv::Rect part = part_with_picture(plan);
  if (part.empty()) return view;
  View seen{view.rgb(part), std::move(view.words), plan.outline};
  const auto move = [&](const cv::Point& by) {
    for (Point& p : seen.outline) p = {p.x + by.x, p.y + by.y};
    for (ViewWord& word : seen.words) {
      for (Point& p : word.polygon) p = {p.x + by.x, p.y + by.y};
    }
  };
  move(-part.tl());
  bool changed = false;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Random random{seed, key.first, key.second, i + 1};
    if (!steps[i].change || !random.chance(steps[i].p)) continue;
    steps[i].change(seen, random);
    changed = true;
  }
  move(part.tl());
  if (changed) blacken_beyond(plan, part, seen.rgb);
  if (cv::Mat drawn = view.rgb(part); seen.rgb.data != drawn.data) seen.rgb.copyTo(drawn);
  view.words = std::move(seen.words);
  return view;
}

}  // namespace docket
