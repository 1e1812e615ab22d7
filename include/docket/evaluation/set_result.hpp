/// The scores of a whole set of images, by IoU and by CLEval, and what became of every word.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/image_frame.hpp>
#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval_score.hpp>
#include <docket/evaluation/iou.hpp>

namespace docket {

/// What CLEval's matching says of one true word or detection.
enum class WordMatch {
  ignored,    // counts nowhere: "###", what lies on it, and what the profile leaves out
  matched,    // one word, one detection
  unmatched,  // a missed word, a false detection
  split,      // a word that several detections share; such a detection, unless it is merged
  merged,     // a detection that holds several words; such a word, unless it is split
};

struct TruthResult {
  Polygon polygon;  // in image pixels
  WordMatch match = WordMatch::ignored;
  bool in_iou = false;  // counts by IoU
  bool found_by_iou = false;
  std::size_t characters = 0;  // by CLEval; 0 when ignored
  std::size_t found = 0;       // of these
  double penalty = 0;          // characters it loses for being split
};

struct DetectionResult {
  static constexpr std::size_t nothing = static_cast<std::size_t>(-1);
  Polygon polygon;  // in image pixels
  WordMatch match = WordMatch::ignored;
  bool in_iou = false;              // counts by IoU
  std::size_t iou_truth = nothing;  // index of the true word it was matched with by IoU
};

struct ImageResult {
  std::string name;
  IouCounts counts;
  ClevalCounts cleval;
  std::filesystem::path file{};  // the picture; empty when nobody said where it lies
  Size size{};                   // its upright size in px; 0 x 0 when it is not known
  std::vector<TruthResult> truths{};
  std::vector<DetectionResult> detections{};
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

/// The images that cost CLEval's mean most: lowest H-mean of their own first, among equals the lower IoU H-mean, then the order
/// of the set. Perfect ones never, nor those with nothing to find and nothing found, which CLEval scores 0.
[[nodiscard]] inline std::vector<ImageResult> worst_images(const SetResult& result, std::size_t count) {
  struct Place {
    double cleval, iou;
    std::size_t index;
  };
  std::vector<Place> places;
  for (std::size_t i = 0; i < result.images.size(); ++i) {
    const ImageResult& image = result.images[i];
    const Place place{cleval_score(image.cleval).hmean, image_score(image.counts).hmean, i};
    const bool nothing = image.cleval.num_char_gt + image.cleval.num_char_det == 0;
    if (place.iou < 1 || (place.cleval < 1 && !nothing)) places.push_back(place);
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.cleval != b.cleval ? a.cleval < b.cleval : a.iou < b.iou; });
  std::vector<ImageResult> worst;
  for (std::size_t i = 0; i < std::min(count, places.size()); ++i) worst.push_back(result.images[places[i].index]);
  return worst;
}

}  // namespace docket
