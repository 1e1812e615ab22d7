/// More words on the same paper.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/random.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/view.hpp>

namespace docket::augment {

namespace detail {

[[nodiscard]] inline cv::Rect pixels_around(const Polygon& polygon) {
  const Rectangle box = bounds_of(polygon);
  const cv::Point from(static_cast<int>(std::floor(box.left)), static_cast<int>(std::floor(box.top)));
  return {from, cv::Point(static_cast<int>(std::ceil(box.right)), static_cast<int>(std::ceil(box.bottom)))};
}

[[nodiscard]] inline bool lies_within(const cv::Rect& place, const Polygon& convex) {
  const double turn = signed_area(convex) < 0 ? -1 : 1;
  for (const cv::Point& corner : {place.tl(), place.br(), cv::Point(place.x, place.br().y), cv::Point(place.br().x, place.y)}) {
    for (std::size_t i = 0; i < convex.size(); ++i) {
      const Point &p = convex[i], &q = convex[(i + 1) % convex.size()];
      if (turn * right_of(p, q, {double(corner.x), double(corner.y)}) < 0) return false;
    }
  }
  return true;
}

}  // namespace detail

/// Copies the pixels inside a word's outline to where the picture has no word within two pixels. Ignored words are not copied.
inline void copy_paste(const CopyPasteOptions& options, View& view, Random& random) {
  std::vector<std::size_t> legible;
  std::vector<cv::Rect> taken;
  for (std::size_t i = 0; i < view.words.size(); ++i) {
    taken.push_back(detail::pixels_around(view.words[i].polygon));
    if (!view.words[i].ignore) legible.push_back(i);
  }
  if (legible.empty()) return;
  const cv::Rect frame(0, 0, view.rgb.cols, view.rgb.rows);
  for (int n = 0; n < options.words; ++n) {
    const std::size_t chosen = legible[random.below(legible.size())];
    const cv::Rect from = taken[chosen] & frame;
    if (from.width >= frame.width || from.height >= frame.height || from.empty()) continue;
    for (int i = 0; i < options.attempts; ++i) {
      const cv::Rect to(static_cast<int>(random.below(static_cast<std::size_t>(frame.width - from.width))),
                        static_cast<int>(random.below(static_cast<std::size_t>(frame.height - from.height))), from.width, from.height);
      const cv::Rect around(to.x - 2, to.y - 2, to.width + 4, to.height + 4);
      if (!detail::lies_within(to, view.outline)) continue;
      if (std::any_of(taken.begin(), taken.end(), [&](const cv::Rect& other) { return !(other & around).empty(); })) continue;
      cv::Mat mask(from.size(), CV_8U, cv::Scalar(0));
      std::vector<std::vector<cv::Point>> outline(1);
      ViewWord copy = view.words[chosen];
      for (Point& p : copy.polygon) {
        outline[0].emplace_back(cvRound(p.x - from.x), cvRound(p.y - from.y));
        p = {p.x + to.x - from.x, p.y + to.y - from.y};
      }
      cv::fillPoly(mask, outline, cv::Scalar(255));
      view.rgb(from).copyTo(view.rgb(to), mask);
      view.words.push_back(std::move(copy));
      taken.push_back(to);
      break;
    }
  }
}

}  // namespace docket::augment
