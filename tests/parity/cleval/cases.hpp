/// How the CLEval golden files are read (cleval.md, section 13).
#pragma once

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <docket/evaluation/cleval.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace docket::testing {

using nlohmann::json;

inline json read_reference(const std::string& name) {
  const char* folder = std::getenv("DOCKET_REFERENCE");
  REQUIRE_MESSAGE(folder != nullptr, "DOCKET_REFERENCE names the folder of golden data");
  std::ifstream file(std::string(folder) + "/" + name);
  REQUIRE_MESSAGE(file.good(), name);
  return json::parse(file);
}

/// From a flat list; left, top, right, bottom become corners, and an odd count, which a Polygon cannot say, no points.
inline Polygon to_polygon(const json& list, bool upright) {
  const auto v = list.get<std::vector<double>>();
  if (upright) return {{v[0], v[1]}, {v[2], v[1]}, {v[2], v[3]}, {v[0], v[3]}};
  Polygon polygon;
  for (std::size_t i = 0; v.size() % 2 == 0 && i < v.size(); i += 2) polygon.push_back({v[i], v[i + 1]});
  return polygon;
}

struct Case {
  ClevalOptions options;
  std::vector<ClevalTruth> truths;
  std::vector<Polygon> detections;
};

inline Case to_case(const json& one, const json& options) {
  Case read;
  read.options.profile = cleval_profile(one.value("profile", "quad"), "profile");
  read.options.case_sensitive = options["case_sensitive"];
  read.options.recall_granularity_penalty_weight = options["recall_granularity_penalty_weight"];
  read.options.precision_granularity_penalty_weight = options["precision_granularity_penalty_weight"];
  read.options.vertical_aspect_ratio_threshold = options["vertical_aspect_ratio_threshold"];
  read.options.area_precision_constraint = options["area_precision_constraint"];
  if (options.contains("max_polygons")) read.options.max_polygons = options["max_polygons"];
  const bool upright = options["box_type"] == "LTRB";
  for (const json& word : one["gt"]) {
    ClevalTruth& truth = read.truths.emplace_back();
    truth.polygon = to_polygon(word["points"], upright);
    if (!word["transcription"].is_null()) truth.transcription = word["transcription"].get<std::string>();
    if (!word["dontcare"].is_null()) truth.dont_care = word["dontcare"].get<bool>();
  }
  for (const json& word : one["det"]) read.detections.push_back(to_polygon(word["points"], upright));
  return read;
}

template <class Real>
void check_score(const ClevalScoreOf<Real>& score, const json& expected) {
  CHECK(static_cast<double>(score.recall) == expected["recall"].get<double>());
  CHECK(static_cast<double>(score.precision) == expected["precision"].get<double>());
  CHECK(static_cast<double>(score.hmean) == expected["hmean"].get<double>());
}

inline void check_counts(const ClevalCounts& counts, const json& expected) {
  CHECK(counts.num_char_gt == expected["num_char_gt"].get<std::size_t>());
  CHECK(counts.num_char_det == expected["num_char_det"].get<std::size_t>());
  CHECK(counts.num_char_tp == expected["num_char_tp_recall"].get<std::size_t>());
  CHECK(counts.num_char_tp == expected["num_char_tp_precision"].get<std::size_t>());
  CHECK(counts.num_char_fp == expected["num_char_fp"].get<std::size_t>());
  CHECK(counts.num_char_overlapped == expected["num_char_overlapped"].get<std::size_t>());
  CHECK(counts.num_splitted == expected["num_splitted"].get<std::size_t>());
  CHECK(counts.num_merged == expected["num_merged"].get<std::size_t>());
  CHECK(counts.gran_score_recall == expected["gran_score_recall"].get<double>());
  CHECK(counts.gran_score_precision == expected["gran_score_precision"].get<double>());
}

/// A data set: total in double, total in float32, and the mean over images.
inline void check_set(const std::vector<ClevalCounts>& images, const json& expected) {
  ClevalCounts sums;
  for (const ClevalCounts& image : images) sums += image;
  check_counts(sums, expected);
  check_score(cleval_score(sums), expected);
  if (expected.contains("f32")) {
    const ClevalCounts f32 = sum_f32(images);
    check_score(cleval_score_f32(f32), expected["f32"]);
    CHECK(f32.gran_score_recall == expected["f32"]["gran_score_recall"].get<double>());
    CHECK(f32.gran_score_precision == expected["f32"]["gran_score_precision"].get<double>());
  }
  if (expected.contains("mean_f32")) check_score(cleval_mean_f32(images), expected["mean_f32"]);
}

}  // namespace docket::testing
