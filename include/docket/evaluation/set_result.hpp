/// The scores of a whole set of images, by IoU and by CLEval.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <docket/evaluation/cleval_score.hpp>
#include <docket/evaluation/iou.hpp>

namespace docket {

struct ImageResult {
  std::string name;
  IouCounts counts;
  ClevalCounts cleval;
};

/// Results of a whole set, in the order of the set.
struct SetResult {
  std::vector<ImageResult> images;
  IouCounts counts;
  IouScore score;
  ClevalCounts cleval;  // total

  void add(ImageResult image) {
    counts += image.counts;
    score = dataset_score(counts);
    cleval += image.cleval;
    images.push_back(std::move(image));
  }
};

/// The mean over images that the receipt baseline logs as val/hmean. Zeros without images.
[[nodiscard]] inline ClevalScoreF32 cleval_mean(const SetResult& result) {
  std::vector<ClevalCounts> images;
  for (const ImageResult& image : result.images) images.push_back(image.cleval);
  return cleval_mean_f32(images);
}

/// The images with the most missed and invented words (by IoU), worst first; perfect ones never.
[[nodiscard]] inline std::vector<ImageResult> worst_images(const SetResult& result, std::size_t count) {
  const auto wrong = [](const ImageResult& image) { return image.counts.truths + image.counts.detections - 2 * image.counts.matched; };
  std::vector<ImageResult> sorted = result.images;
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto& a, auto& b) { return wrong(a) > wrong(b); });
  if (sorted.size() > count) sorted.resize(count);
  std::erase_if(sorted, [&](auto& image) { return wrong(image) == 0; });
  return sorted;
}

}  // namespace docket
