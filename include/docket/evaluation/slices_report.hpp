/// The slices of a set as a table and as JSON.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/score_json.hpp>
#include <docket/evaluation/slices.hpp>

namespace docket {

namespace detail {

/// A quotient without denominator is "-" in the table, for 0 would be a score.
inline std::string quotient_text(double value, std::size_t of) {
  char text[16];
  std::snprintf(text, sizeof text, "%.4f", value);
  return of > 0 ? text : "-     ";
}

inline std::string slice_row(const SliceClass& one, bool of_images) {
  const IouScore iou = dataset_score(one.iou);
  const ClevalScore cleval = cleval_score(one.cleval);
  char text[256];
  std::snprintf(text, sizeof text, "  %-16s  %7zu  %7zu  P %s  R %s  H %s  ", one.name.c_str(),
                of_images ? one.images : one.iou.truths, of_images ? one.iou.truths : one.iou.detections - one.iou.matched,
                quotient_text(iou.precision, one.iou.detections).c_str(), quotient_text(iou.recall, one.iou.truths).c_str(),
                quotient_text(iou.hmean, one.iou.truths + one.iou.detections).c_str());
  std::string row = text;
  const std::string recall = "R " + quotient_text(cleval.recall, one.cleval.num_char_gt);
  row += of_images ? "P " + quotient_text(cleval.precision, one.cleval.num_char_det) + "  " + recall + "  H " +
                         quotient_text(cleval.hmean, one.cleval.num_char_gt + one.cleval.num_char_det)
                   : recall;
  return row.erase(row.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace detail

/// A table a slice, without its empty classes. Of words: how many there are, false detections of that kind, IoU's three
/// numbers, and CLEval's recall; of images: how many there are, their words, IoU's three numbers and CLEval's total.
[[nodiscard]] inline std::string slices_text(const SetResult& result, ClevalProfile profile) {
  std::string text;
  char line[256];
  for (const Slice& slice : slices_of(result)) {
    std::snprintf(line, sizeof line, "%-18s  %7s  %7s  %-28s  CLEval %s%s\n", slice.title.c_str(),
                  slice.of_images ? "images" : "words", slice.of_images ? "words" : "false", "IoU 0.5", name_of(profile),
                  slice.of_images ? ", total" : "");
    text += line;
    for (const SliceClass& one : slice.classes) {
      const bool empty = one.images + one.iou.truths + one.iou.detections + one.cleval.num_char_gt == 0;
      if (!empty) text += detail::slice_row(one, slice.of_images);
    }
  }
  return text;
}

/// {"height_px": [{"class", "words", "detections", "matched", "precision", "recall", "hmean", "cleval": {...}}, ...], ...}: all
/// classes, also the empty ones, in their order; "images" beside these where a class is one of images.
[[nodiscard]] inline nlohmann::json slices_json(const SetResult& result) {
  nlohmann::json json;
  for (const Slice& slice : slices_of(result)) {
    nlohmann::json& classes = json[slice.key] = nlohmann::json::array();
    for (const SliceClass& one : slice.classes) {
      nlohmann::json& entry = classes.emplace_back(detail::iou_json(one.iou, dataset_score(one.iou)));
      entry["class"] = one.name;
      if (slice.of_images) {
        entry["images"] = one.images;
        entry["cleval"] = detail::cleval_json(one.cleval);
        continue;
      }
      entry["cleval"] = {{"recall", cleval_score(one.cleval).recall}, {"num_char_gt", one.cleval.num_char_gt},
                         {"num_char_tp", one.cleval.num_char_tp},     {"num_missed", one.cleval.num_missed},
                         {"num_splitted", one.cleval.num_splitted},   {"gran_score_recall", one.cleval.gran_score_recall}};
    }
  }
  return json;
}

}  // namespace docket
