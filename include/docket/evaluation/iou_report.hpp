/// What `docket evaluate` says: the score of a set, and the images that cost it most.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/evaluation/iou.hpp>

namespace docket {

struct ImageResult {
  std::string name;
  IouCounts counts;
};

/// Results of a whole set, in the order of the set.
struct SetResult {
  std::vector<ImageResult> images;
  IouCounts counts;
  IouScore score;

  void add(std::string name, const IouCounts& one) {
    images.push_back({std::move(name), one});
    counts += one;
    score = dataset_score(counts);
  }
};

/// The images with the most missed and invented words, worst first.
[[nodiscard]] inline std::vector<ImageResult> worst_images(const SetResult& result, std::size_t count) {
  const auto wrong = [](const ImageResult& image) { return image.counts.truths + image.counts.detections - 2 * image.counts.matched; };
  std::vector<ImageResult> sorted = result.images;
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto& a, auto& b) { return wrong(a) > wrong(b); });
  if (sorted.size() > count) sorted.resize(count);
  std::erase_if(sorted, [&](auto& image) { return wrong(image) == 0; });
  return sorted;
}

[[nodiscard]] inline std::string iou_text(const SetResult& result, std::size_t worst) {
  char line[512];
  const IouCounts& c = result.counts;
  std::snprintf(line, sizeof line, "IoU 0.5  P %.4f  R %.4f  H %.4f  (%zu images, %zu words, %zu detections, %zu matched)\n",
                result.score.precision, result.score.recall, result.score.hmean, result.images.size(), c.truths, c.detections, c.matched);
  std::string text = line;
  const std::vector<ImageResult> images = worst_images(result, worst);
  if (!images.empty()) text += "worst images:\n";
  for (const ImageResult& image : images) {
    std::snprintf(line, sizeof line, "  %-40s H %.3f  missed %zu of %zu, wrong %zu of %zu\n", image.name.c_str(), image_score(image.counts).hmean,
                  image.counts.truths - image.counts.matched, image.counts.truths, image.counts.detections - image.counts.matched,
                  image.counts.detections);
    text += line;
  }
  return text;
}

/// The same for programs.
[[nodiscard]] inline nlohmann::json iou_json(const SetResult& result) {
  const auto entry = [](const IouCounts& counts, const IouScore& score) {
    return nlohmann::json{{"precision", score.precision}, {"recall", score.recall},           {"hmean", score.hmean},
                          {"words", counts.truths},       {"detections", counts.detections}, {"matched", counts.matched}};
  };
  nlohmann::json images;
  for (const ImageResult& image : result.images) images[image.name] = entry(image.counts, image_score(image.counts));
  return {{"iou", entry(result.counts, result.score)}, {"images", images}};
}

}  // namespace docket
