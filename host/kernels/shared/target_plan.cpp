#include "target_plan.hpp"

#include <exception>
#include <limits>
#include <new>

#include <opencv2/imgproc.hpp>

#include "../cpu/cpu.hpp"
#include "../cpu/word_outline.hpp"

namespace docket {
namespace {

/// The pixels that cv::fillPoly fills on a map of this size.
void add_filled(const IntPath& path, const cv::Rect& map, std::vector<Run>& runs) {
  const cv::Rect box = path.empty() ? cv::Rect() : cv::boundingRect(path) & map;
  if (box.empty()) return;
  cv::Mat mask = cv::Mat::zeros(box.size(), CV_8U);
  cv::fillPoly(mask, std::vector<IntPath>{path}, cv::Scalar(1), cv::LINE_8, 0, -box.tl());
  add_runs(mask.data, box.width, box.height, box.x, box.y, runs);
}

void add_word(const WordOutline& word, bool band_only, const cv::Rect& map, TargetPlan& plan) {
  for (const IntPath& path : offset_outline(word, -word.distance)) add_filled(path, map, plan.text);
  if (word.distance <= 0) return;
  const RidgeWord ridge{static_cast<int32_t>(plan.xy.size() / 2), static_cast<int32_t>(word.points.size()), word.distance};
  for (const cv::Point& point : word.points) plan.xy.insert(plan.xy.end(), {point.x, point.y});
  for (const IntPath& path : offset_outline(word, word.distance)) {
    if (band_only) add_filled(path, map, plan.band);
    const cv::Rect box = cv::boundingRect(path) & map;
    if (!box.empty()) plan.ridges.push_back({ridge, box.x, box.y, box.x + box.width - 1, box.y + box.height - 1});
  }
}

void mask_word(const WordOutline& word, const cv::Rect& map, TargetPlan& plan) {
  add_filled(word.points, map, plan.no_prob);
  add_filled(word.points, map, plan.no_thresh);
  if (word.distance <= 0) return;
  for (const IntPath& path : offset_outline(word, word.distance)) add_filled(path, map, plan.no_thresh);
}

}  // namespace

int plan_targets(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                 const docket_target_options* options, TargetPlan& plan) {
  constexpr int64_t largest = std::numeric_limits<int16_t>::max();
  if (!well_formed(words) || options == nullptr) return cpu::bad_argument;
  if (height < 1 || width < 1 || height > largest || width > largest) return cpu::bad_argument;
  try {
    const cv::Rect map(0, 0, static_cast<int>(width), static_cast<int>(height));
    WordOutline word;
    for (int64_t i = 0; i < words->count; ++i) {
      if (!read_outline(*words, i, options->shrink_ratio, word)) return cpu::bad_argument;
      if (word.points.size() < 3) continue;
      if (ignore != nullptr && ignore[i] != 0) {
        mask_word(word, map, plan);
      } else {
        add_word(word, options->thresh_band_only != 0, map, plan);
      }
    }
  } catch (const std::bad_alloc&) {
    return cpu::out_of_memory;
  } catch (const std::exception&) {
    return cpu::bad_argument;
  }
  return cpu::ok;
}

}  // namespace docket
