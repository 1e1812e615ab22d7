/// The words of one image, prepared for CLEval: boxes, lengths, character centres, and which words do not count.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval_box.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/text_length.hpp>

namespace docket {

/// A true word.
struct ClevalTruth {
  Polygon polygon;
  std::optional<std::string> transcription;  // UTF-8; quad and poly need it
  std::optional<bool> dont_care;             // not given: the text is exactly "###"
};

/// Indices of `truths` and `detections` count the kept boxes.
struct ClevalWords {
  std::vector<ClevalBox> truths, detections;
  std::vector<std::size_t> kept_truths, kept_detections;  // of the input
  std::vector<char> dont_care;                            // of truths
  std::vector<std::size_t> lengths;                       // of truths, in characters
  std::vector<std::vector<Point>> centres;                // of truths, one a character
};

namespace detail {

inline std::size_t cleval_length(const ClevalTruth& truth, const ClevalBox& box, bool dont_care, const ClevalOptions& options,
                                 const std::string& where) {
  if (dont_care) return box.pseudo_length();
  if (!truth.transcription) {
    if (options.profile == ClevalProfile::receipt) return box.pseudo_length();
    throw Error(ErrorKind::data, where, std::string("has no transcription; CLEval's profile ") + name_of(options.profile) +
                                            " counts its characters, receipt does without");
  }
  if (truth.transcription->empty() && options.profile != ClevalProfile::quad) {
    throw Error(ErrorKind::data, where, std::string("has an empty transcription, which CLEval's profile ") + name_of(options.profile) +
                                            " does not take");
  }
  return options.case_sensitive ? code_point_count(*truth.transcription) : upper_case_code_point_count(*truth.transcription);
}

}  // namespace detail

/// The receipt profile leaves out polygons of fewer than 4 corners.
[[nodiscard]] inline bool has_cleval_box(const Polygon& polygon, const ClevalOptions& options) {
  return options.profile != ClevalProfile::receipt || polygon.size() >= 4;
}

/// The receipt profile looks at the first max_polygons detections alone.
[[nodiscard]] inline bool counts_in_cleval(const ClevalOptions& options, std::size_t detection) {
  return options.profile != ClevalProfile::receipt || detection < options.max_polygons;
}

/// Throws Error(data) for a word that the profile cannot read; it is named by its kind and place in the input.
[[nodiscard]] inline ClevalWords prepare_cleval(std::span<const ClevalTruth> truths, std::span<const Polygon> detections,
                                                const ClevalOptions& options = {}) {
  ClevalWords words;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    if (!has_cleval_box(truths[i].polygon, options)) continue;
    const std::string where = "true word " + std::to_string(i);
    const ClevalBox& box = words.truths.emplace_back(truths[i].polygon, options.profile, where);
    const bool dont_care = truths[i].dont_care.value_or(truths[i].transcription == "###");
    const std::size_t length = detail::cleval_length(truths[i], box, dont_care, options, where);
    words.kept_truths.push_back(i);
    words.dont_care.push_back(dont_care ? 1 : 0);
    words.lengths.push_back(length);
    words.centres.push_back(box.character_centres(length, options.vertical_aspect_ratio_threshold));
  }
  for (std::size_t i = 0; i < detections.size(); ++i) {
    if (!counts_in_cleval(options, i)) break;
    if (!has_cleval_box(detections[i], options)) continue;
    words.detections.emplace_back(detections[i], options.profile, "detection " + std::to_string(i));
    words.kept_detections.push_back(i);
  }
  return words;
}

}  // namespace docket
