/// Target maps of one sample: reference-system.md 3.2, DB paper sections 3.3 and 3.4.
#include <algorithm>
#include <exception>
#include <limits>
#include <new>

#include <opencv2/imgproc.hpp>

#include "cpu.hpp"
#include "ridge.hpp"
#include "word_outline.hpp"

namespace docket::cpu {
namespace {

/// The maps of one call; masks may be null.
struct Canvas {
  int64_t height, width;
  float *prob, *thresh, *prob_mask, *thresh_mask;

  [[nodiscard]] cv::Mat picture(float* map) const {
    return {static_cast<int>(height), static_cast<int>(width), CV_32F, map};
  }
  void clear(float* map, float value) const {
    if (map != nullptr) std::fill_n(map, height * width, value);
  }
  void fill(float* map, const std::vector<IntPath>& paths, float value) const {
    if (map == nullptr) return;
    cv::Mat target = picture(map);
    for (const IntPath& path : paths) cv::fillPoly(target, std::vector<IntPath>{path}, cv::Scalar(value));
  }
};

void draw_word(const WordOutline& word, const docket_target_options& options, const RidgeScale& scale, const Canvas& canvas) {
  canvas.fill(canvas.prob, offset_outline(word, -word.distance), 1.0F);
  if (word.distance <= 0) return;
  const std::vector<IntPath> dilated = offset_outline(word, word.distance);
  const cv::Rect whole(0, 0, static_cast<int>(canvas.width), static_cast<int>(canvas.height));
  for (const IntPath& path : dilated) {
    const cv::Rect box = cv::boundingRect(path) & whole;
    if (!box.empty()) draw_ridge(word, box, scale, canvas.thresh, canvas.width);
  }
  if (options.thresh_band_only != 0) canvas.fill(canvas.thresh_mask, dilated, 1.0F);
}

/// After all the words: where they overlap an ignored one, nobody knows what the truth is.
void mask_word(const WordOutline& word, const Canvas& canvas) {
  canvas.fill(canvas.prob_mask, {word.points}, 0.0F);
  canvas.fill(canvas.thresh_mask, {word.points}, 0.0F);
  if (word.distance > 0) canvas.fill(canvas.thresh_mask, offset_outline(word, word.distance), 0.0F);
}

int draw(const docket_polygons& words, const uint8_t* ignore, const docket_target_options& options, const Canvas& canvas) {
  const RidgeScale scale{static_cast<float>(options.thresh_min), static_cast<float>(options.thresh_max - options.thresh_min)};
  canvas.clear(canvas.prob, 0);
  canvas.clear(canvas.thresh, scale.low);
  canvas.clear(canvas.prob_mask, 1);
  canvas.clear(canvas.thresh_mask, options.thresh_band_only != 0 ? 0.0F : 1.0F);
  const auto is_ignored = [&](int64_t i) { return ignore != nullptr && ignore[i] != 0; };
  WordOutline word;
  for (const bool ignored : {false, true}) {
    for (int64_t i = 0; i < words.count; ++i) {
      if (is_ignored(i) != ignored) continue;
      if (!read_outline(words, i, options.shrink_ratio, word)) return bad_argument;
      if (word.points.size() < 3) continue;
      if (ignored) {
        mask_word(word, canvas);
      } else {
        draw_word(word, options, scale, canvas);
      }
    }
  }
  return ok;
}

}  // namespace

int text_targets(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                 const docket_target_options* options, float* prob, float* thresh, float* prob_mask, float* thresh_mask,
                 void* /*stream*/) {
  constexpr int64_t largest = std::numeric_limits<int16_t>::max();  // cv::fillPoly's fixed point
  if (!well_formed(words) || options == nullptr || prob == nullptr || thresh == nullptr) return bad_argument;
  if (height < 1 || width < 1 || height > largest || width > largest) return bad_argument;
  try {
    return draw(*words, ignore, *options, {height, width, prob, thresh, prob_mask, thresh_mask});
  } catch (const std::bad_alloc&) {
    return out_of_memory;
  } catch (const std::exception&) {
    return bad_argument;
  }
}

}  // namespace docket::cpu
