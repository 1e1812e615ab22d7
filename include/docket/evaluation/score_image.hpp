/// Scores the detections of one annotated image, or of a whole file of them, by IoU and by CLEval.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
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

namespace detail {

inline WordMatch match_of(std::size_t matches, WordMatch of_several) {
  return matches == 0 ? WordMatch::unmatched : matches == 1 ? WordMatch::matched : of_several;
}

inline void add_cleval(ImageResult& result, const ClevalWords& words, const ClevalImage& cleval) {
  for (std::size_t g = 0; g < words.truths.size(); ++g) {
    if (words.dont_care[g]) continue;
    TruthResult& truth = result.truths[words.kept_truths[g]];
    truth.match = match_of(cleval.truths[g].matches, WordMatch::split);
    truth.characters = words.lengths[g];
    truth.found = cleval.truths[g].found;
    truth.penalty = static_cast<double>(cleval.truths[g].penalty);
  }
  for (std::size_t d = 0; d < words.detections.size(); ++d) {
    if (cleval.detection_ignored[d]) continue;
    result.detections[words.kept_detections[d]].match = match_of(cleval.detection_matches[d], WordMatch::merged);
  }
  for (const ClevalMatch& match : cleval.matches) {
    for (const std::size_t g : match.truths) {
      for (const std::size_t d : match.detections) {
        TruthResult& truth = result.truths[words.kept_truths[g]];
        DetectionResult& detection = result.detections[words.kept_detections[d]];
        if (cleval.truths[g].matches > 1 && detection.match == WordMatch::matched) detection.match = WordMatch::split;
        if (cleval.detection_matches[d] > 1 && truth.match == WordMatch::matched) truth.match = WordMatch::merged;
      }
    }
  }
}

inline void add_iou(ImageResult& result, const AnnotatedImage& image, const IouImage& iou) {
  for (const std::size_t i : iou.kept_truths) result.truths[i].in_iou = !image.words[i].ignore;
  for (const std::size_t i : iou.kept_detections) result.detections[i].in_iou = true;
  for (const std::size_t d : iou.ignored_detections) result.detections[iou.kept_detections[d]].in_iou = false;
  for (const auto& [g, d] : iou.pairs) {
    result.truths[iou.kept_truths[g]].found_by_iou = true;
    result.detections[iou.kept_detections[d]].iou_truth = iou.kept_truths[g];
  }
}

}  // namespace detail

/// Words and detections of the result are in the order of the input. Its size is the one the annotations state, if any. Throws
/// Error(data) for a word or detection that the profile cannot read.
[[nodiscard]] inline ImageResult score_image(const AnnotatedImage& truth, std::span<const Polygon> detections, const ClevalOptions& options = {}) {
  const std::vector<ClevalTruth> words = cleval_truths(truth, options.profile);
  try {
    const IouImage iou = match_words(iou_truths(truth), detections);
    const ClevalWords prepared = prepare_cleval(words, detections, options);
    const ClevalImage cleval = match_characters(prepared, options);
    ImageResult result{truth.name, iou.counts, cleval.counts, truth.file, truth.stated};
    for (const AnnotatedWord& word : truth.words) result.truths.push_back({word.polygon});
    for (const Polygon& polygon : detections) result.detections.push_back({polygon});
    detail::add_cleval(result, prepared, cleval);
    detail::add_iou(result, truth, iou);
    return result;
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

/// Throws Error(data) where both have images, and not one in common.
inline void expect_common_image(const Dataset& truth, const Dataset& predictions) {
  std::set<std::string_view> known;
  for (const AnnotatedImage& image : truth.images) known.insert(image.name);
  if (truth.images.empty() || predictions.images.empty() || std::any_of(predictions.images.begin(), predictions.images.end(), [&](const AnnotatedImage& image) { return known.contains(image.name); })) return;
  throw Error(ErrorKind::data, "predictions", "have none of the truth's images: the truth has '" + truth.images.front().name + "', the predictions '" +
                                                 predictions.images.front().name + "'; are they of one split?");
}

/// Scores every image of the truth. An image without a prediction counts as an empty one; it and predictions for strangers are
/// named in `problems`, and so is an image with more detections than the receipt profile counts.
[[nodiscard]] inline SetResult score_predictions(const Dataset& truth, const Dataset& predictions, const ClevalOptions& options,
                                                 DatasetProblems& problems) {
  expect_common_image(truth, predictions);
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
