/// Scores the detections of one annotated image, or of a whole file of them, by IoU and by CLEval.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/data/dataset.hpp>
#include <docket/evaluation/cleval.hpp>
#include <docket/evaluation/iou.hpp>
#include <docket/evaluation/set_result.hpp>

namespace docket {

[[nodiscard]] inline std::vector<IouTruth> iou_truths(const AnnotatedImage& image) {
  std::vector<IouTruth> truths;
  for (const AnnotatedWord& word : image.words) truths.push_back({word.polygon, word.ignore});
  return truths;
}

/// Ignored words do not count. The receipt profile gets no texts, as in the receipt baseline. Throws Error(data) for a word without
/// text where the profile counts its characters.
[[nodiscard]] inline std::vector<ClevalTruth> cleval_truths(const AnnotatedImage& image, ClevalProfile profile) {
  std::vector<ClevalTruth> truths;
  for (const AnnotatedWord& word : image.words) {
    truths.push_back({word.polygon, std::nullopt, word.ignore});
    if (profile == ClevalProfile::receipt) continue;
    if (word.transcription.empty() && !word.ignore) {
      throw Error(ErrorKind::data, image.name + " word " + word.id, std::string("has no transcription, of which CLEval's profile ") + name_of(profile) +
                                                                        " counts the characters; profile receipt does without");
    }
    truths.back().transcription = word.transcription;
  }
  return truths;
}

/// Throws Error(data) for a word or detection that the profile cannot read.
[[nodiscard]] inline ImageResult score_image(const AnnotatedImage& truth, std::span<const Polygon> detections, const ClevalOptions& options = {}) {
  const std::vector<ClevalTruth> words = cleval_truths(truth, options.profile);
  try {
    return {truth.name, match_words(iou_truths(truth), detections).counts, cleval_counts(words, detections, options)};
  } catch (const Error& error) {
    throw Error(error.kind(), truth.name, error.what());
  }
}

/// The polygons of a prediction file by the names of their images.
using FoundWords = std::map<std::string, std::vector<Polygon>>;

[[nodiscard]] inline FoundWords found_words(const Dataset& predictions) {
  FoundWords found;
  for (const AnnotatedImage& image : predictions.images) {
    std::vector<Polygon>& polygons = found[image.name];
    for (const AnnotatedWord& word : image.words) polygons.push_back(word.polygon);
  }
  return found;
}

/// Scores every image of the truth. An image without a prediction counts as an empty one; it and predictions for strangers are
/// named in `problems`, and so is an image with more detections than the receipt profile counts.
[[nodiscard]] inline SetResult score_predictions(const Dataset& truth, const Dataset& predictions, const ClevalOptions& options,
                                                 DatasetProblems& problems) {
  FoundWords found = found_words(predictions);
  SetResult result;
  for (const AnnotatedImage& image : truth.images) {
    const auto match = found.find(image.name);
    if (match == found.end()) {
      problems.add("true images without a prediction, taken as empty", image.name);
      result.add(score_image(image, {}, options));
      continue;
    }
    if (options.profile == ClevalProfile::receipt && match->second.size() > options.max_polygons) {
      problems.add("images with more detections than the " + std::to_string(options.max_polygons) + " that CLEval's profile receipt counts", image.name);
    }
    result.add(score_image(image, match->second, options));
    found.erase(match);
  }
  for (const auto& [name, polygons] : found) problems.add("predicted images that the truth does not have, left out", name);
  return result;
}

}  // namespace docket
