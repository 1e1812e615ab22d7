// Every IoU number of iou_cases.json and cleval_sample_receipts.json (cleval.md, sections 12.1 and 13).
#include <docket/evaluation/iou.hpp>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace docket {
namespace {

using nlohmann::json;

json read_reference(const std::string& name) {
  const char* folder = std::getenv("DOCKET_REFERENCE");
  REQUIRE_MESSAGE(folder != nullptr, "DOCKET_REFERENCE names the folder of golden data");
  std::ifstream file(std::string(folder) + "/" + name);
  REQUIRE_MESSAGE(file.good(), name);
  return json::parse(file);
}

/// [[x, y], ...] or a flat list x, y, ...
Polygon to_polygon(const json& points) {
  Polygon polygon;
  if (!points.empty() && points[0].is_array()) {
    for (const json& p : points) polygon.push_back({p[0], p[1]});
  } else {
    for (std::size_t i = 0; i + 1 < points.size(); i += 2) polygon.push_back({points[i], points[i + 1]});
  }
  return polygon;
}

void check_counts(const IouCounts& counts, const json& expected) {
  CHECK(counts.truths == expected["gt_care"].get<std::size_t>());
  CHECK(counts.detections == expected["det_care"].get<std::size_t>());
  CHECK(counts.matched == expected["det_matched"].get<std::size_t>());
}

void check_score(const IouScore& score, const json& expected) {
  CHECK(score.precision == expected["precision"].get<double>());
  CHECK(score.recall == expected["recall"].get<double>());
  CHECK(score.hmean == expected["hmean"].get<double>());
}

std::vector<std::size_t> indices(const json& list) { return list.get<std::vector<std::size_t>>(); }

}  // namespace

TEST_CASE("every IoU case gives the reference's counts, pairs, overlaps and scores") {
  const json file = read_reference("iou_cases.json");
  std::map<std::string, IouCounts> counts;
  for (const json& one : file["cases"]) {
    CAPTURE(one["id"].get<std::string>());
    std::vector<IouTruth> truths;
    for (const json& word : one["gt"]) truths.push_back({to_polygon(word["points"]), word["ignore"]});
    std::vector<Polygon> detections;
    for (const json& word : one["det"]) detections.push_back(to_polygon(word["points"]));
    const IouOptions options{one["options"]["iou_constraint"], one["options"]["area_precision_constraint"]};

    const IouImage image = match_words(truths, detections, options);
    counts[one["id"]] = image.counts;
    check_counts(image.counts, one["expected"]);
    check_score(image_score(image.counts), one["expected"]);
    const json& trace = one["trace"];
    CHECK(image.kept_truths == indices(trace["kept_gt"]));
    CHECK(image.kept_detections == indices(trace["kept_det"]));
    CHECK(image.ignored_detections == indices(trace["det_dontcare"]));
    CHECK(json(image.pairs) == trace["pairs"]);
    std::map<std::pair<std::size_t, std::size_t>, double> ious;
    for (const IouOverlap& overlap : image.overlaps) ious[{overlap.truth, overlap.detection}] = overlap.iou;
    REQUIRE(image.kept_truths.size() == trace["iou"].size());
    for (std::size_t g = 0; g < image.kept_truths.size(); ++g) {
      REQUIRE(image.kept_detections.size() == trace["iou"][g].size());
      for (std::size_t d = 0; d < image.kept_detections.size(); ++d) {
        CHECK(std::abs(ious[{g, d}] - trace["iou"][g][d].get<double>()) <= 1e-9);
      }
    }
  }
  REQUIRE(counts.size() > 100);
  for (const json& dataset : file["datasets"]) {
    CAPTURE(dataset["id"].get<std::string>());
    IouCounts sums;
    for (const json& id : dataset["cases"]) sums += counts.at(id);
    check_counts(sums, dataset["expected"]);
    check_score(dataset_score(sums), dataset["expected"]);
  }
}

TEST_CASE("the sample receipts give the reference's IoU scores") {
  const json file = read_reference("cleval_sample_receipts.json");
  IouCounts sums;
  for (const json& one : file["images"]) {
    CAPTURE(one["id"].get<std::string>());
    std::vector<IouTruth> truths;
    for (const json& word : one["gt"]) truths.push_back({to_polygon(word["points"]), word["transcription"] == "###"});
    std::vector<Polygon> detections;
    for (const json& word : one["det"]) detections.push_back(to_polygon(word["points"]));
    const IouImage image = match_words(truths, detections);
    const json& expected = one["expected"]["iou"];
    check_counts(image.counts, expected);
    check_score(image_score(image.counts), expected);
    CHECK(image.kept_truths.size() + expected["skipped_gt"].size() == truths.size());
    CHECK(image.kept_detections.size() + expected["skipped_det"].size() == detections.size());
    sums += image.counts;
  }
  check_counts(sums, file["expected_dataset"]["iou"]);
  check_score(dataset_score(sums), file["expected_dataset"]["iou"]);
}

}  // namespace docket
