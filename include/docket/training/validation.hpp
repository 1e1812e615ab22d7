/// Scores a whole detector on annotated pictures, as prediction would run it.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include <docket/data/picture_store.hpp>
#include <docket/evaluation/iou.hpp>
#include <docket/evaluation/iou_report.hpp>
#include <docket/pipeline/pipeline.hpp>

namespace docket {

[[nodiscard]] inline std::vector<IouTruth> iou_truths(const AnnotatedImage& image) {
  std::vector<IouTruth> truths;
  for (const AnnotatedWord& word : image.words) truths.push_back({word.polygon, word.ignore});
  return truths;
}

/// `go_on` is asked between two pictures; when it says no, the result holds what was done so far.
[[nodiscard]] inline SetResult validate(const Pipeline& pipeline, const PictureStore& pictures,
                                        const std::function<bool()>& go_on = [] { return true; }) {
  SetResult result;
  for (std::size_t i = 0; i < pictures.count() && go_on(); ++i) {
    std::vector<Polygon> found;
    for (Detection& detection : pipeline.detect(pictures.picture(i)).detections) found.push_back(std::move(detection.polygon));
    result.add(pictures.image(i).name, match_words(iou_truths(pictures.image(i)), found).counts);
  }
  return result;
}

}  // namespace docket
