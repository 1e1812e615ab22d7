// Every number of cleval_cases.json: counts, scores, traces, data sets, scale bins and hulls.
#include "cases.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <docket/evaluation/cleval_scales.hpp>

namespace docket::testing {
namespace {

/// The file's tolerance: 1e-12 relative.
bool near(double value, double expected) { return std::abs(value - expected) <= 1e-12 * std::abs(expected); }

std::vector<std::size_t> marked(const std::vector<char>& flags) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (flags[i]) indices.push_back(i);
  }
  return indices;
}

void check_ratios(const std::vector<ClevalBox>& boxes, const json& expected, ClevalProfile profile) {
  REQUIRE(boxes.size() == expected.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    CAPTURE(i);
    // poly: any number above 100000 gives the published counts
    if (profile == ClevalProfile::poly) CHECK((boxes[i].aspect_ratio() > 100000 && expected[i].get<double>() > 100000));
    else CHECK(near(boxes[i].aspect_ratio(), expected[i]));
  }
}

json sorted(json list) {
  std::sort(list.begin(), list.end());
  return list;
}

void check_trace(const ClevalWords& words, const ClevalImage& image, const json& trace, ClevalProfile profile) {
  if (trace.contains("kept_gt")) CHECK(json(words.kept_truths) == trace["kept_gt"]);
  if (trace.contains("kept_det")) CHECK(json(words.kept_detections) == trace["kept_det"]);
  CHECK(json(words.lengths) == trace["gt_lengths"]);
  check_ratios(words.truths, trace["gt_aspect_ratio"], profile);
  check_ratios(words.detections, trace["det_aspect_ratio"], profile);
  json centres = json::array();
  for (const std::vector<Point>& list : words.centres) {
    json& points = centres.emplace_back(json::array());
    for (const Point& p : list) points.push_back({p.x, p.y});
  }
  CHECK(centres == trace["gt_pccs"]);
  CHECK(json(marked(words.dont_care)) == trace["gt_dontcare"]);
  CHECK(json(marked(image.detection_ignored)) == trace["det_dontcare"]);
  std::vector<std::vector<std::size_t>> centre_count(words.truths.size(), std::vector<std::size_t>(words.detections.size(), 0));
  std::vector<std::vector<float>> area_precision(words.truths.size(), std::vector<float>(words.detections.size(), 0));
  for (const ClevalPair& pair : image.pairs) {
    centre_count[pair.truth][pair.detection] = pair.centre_count;
    area_precision[pair.truth][pair.detection] = pair.area_precision;
  }
  CHECK(json(centre_count) == trace["pcc_count"]);
  CHECK(json(image.fp_chars) == trace["fp_chars"]);
  REQUIRE(area_precision.size() == trace["area_precision"].size());
  for (std::size_t g = 0; g < area_precision.size(); ++g) {
    const json& row = trace["area_precision"][g];
    REQUIRE(area_precision[g].size() == row.size());
    for (std::size_t d = 0; d < row.size(); ++d) CHECK(std::abs(area_precision[g][d] - row[d].get<double>()) <= 1e-6);
  }
  json matches = json::array();
  for (const ClevalMatch& match : image.matches) {
    const char* names[] = {"one-to-one", "one-to-many", "many-to-one"};
    matches.push_back({{"relation", names[static_cast<int>(match.relation)]}, {"gt", match.truths}, {"det", match.detections}});
  }
  CHECK(sorted(matches) == sorted(trace["matches"]));
}

}  // namespace

TEST_CASE("every CLEval case and data set gives the reference's numbers") {
  const json file = read_reference("cleval_cases.json");
  std::map<std::string, ClevalCounts> counts;
  for (const json& one : file["cases"]) {
    CAPTURE(one["id"].get<std::string>());
    const Case read = to_case(one, one["options"]);
    const ClevalWords words = prepare_cleval(read.truths, read.detections, read.options);
    const ClevalImage image = match_characters(words, read.options);
    counts[one["id"]] = image.counts;
    check_counts(image.counts, one["expected"]);
    check_score(cleval_score(image.counts), one["expected"]);
    if (one["expected"].contains("f32")) check_score(cleval_score_f32(image.counts), one["expected"]["f32"]);
    check_trace(words, image, one["trace"], read.options.profile);
  }
  REQUIRE(counts.size() == file["cases"].size());
  REQUIRE(counts.size() > 200);
  for (const json& dataset : file["datasets"]) {
    CAPTURE(dataset["id"].get<std::string>());
    std::vector<ClevalCounts> images;
    for (const json& id : dataset["cases"]) images.push_back(counts.at(id));
    check_set(images, dataset["expected"]);
  }
}

// The file's scores by size come from the reference's wrapper: float32.
TEST_CASE("every size of words gives the reference's numbers in every bin") {
  const json file = read_reference("cleval_cases.json");
  REQUIRE(file["scale_wise_cases"].size() >= 10);
  for (const json& one : file["scale_wise_cases"]) {
    CAPTURE(one["id"].get<std::string>());
    const Case read = to_case(one, one["options"]);
    const ClevalWords words = prepare_cleval(read.truths, read.detections, read.options);
    const ClevalCounts overall = match_characters(words, read.options).counts;
    check_counts(overall, one["expected_overall"]);
    check_score(cleval_score_f32(overall), one["expected_overall"]);
    std::vector<double> scales;
    for (const ClevalTruth& truth : read.truths) scales.push_back(cleval_scale(truth.polygon, one["img_longer_length"]));
    REQUIRE(scales.size() == one["gt_scale"].size());
    for (std::size_t g = 0; g < scales.size(); ++g) CHECK(std::abs(scales[g] - one["gt_scale"][g].get<double>()) <= 1e-6);
    REQUIRE(one["bins"].size() == default_scale_bins.size());
    const std::vector<ClevalCounts> bins = cleval_by_scale(words, scales, default_scale_bins, read.options);
    for (std::size_t i = 0; i < bins.size(); ++i) {
      CAPTURE(i);
      CHECK(one["bins"][i]["range"] == json{default_scale_bins[i].low, default_scale_bins[i].high});
      check_counts(bins[i], one["bins"][i]["expected"]);
      check_score(cleval_score_f32(bins[i]), one["bins"][i]["expected"]);
    }
  }
}

TEST_CASE("every hull is walked in the reference's order") {
  const json file = read_reference("cleval_cases.json");
  REQUIRE(file["hull_cases"].size() > 90);
  for (const json& one : file["hull_cases"]) {
    const Polygon points = to_polygon(one["points"], false);
    CAPTURE(one["points"].dump());
    std::vector<std::size_t> expected;
    if (!one["hull"].is_null()) expected = one["hull"].get<std::vector<std::size_t>>();
    const std::vector<std::size_t> hull = hull_walk(points);
    REQUIRE(hull.size() == expected.size());
    for (std::size_t i = 0; i < hull.size(); ++i) CHECK(points[hull[i]] == points[expected[i]]);  // given twice: either index is right
    const SmallestRectangle rectangle = smallest_rectangle(points);
    CHECK(near(rectangle.width, one["width"]));
    CHECK(near(rectangle.height, one["height"]));
    if (points.size() < 3) continue;
    const ClevalBox box(points, ClevalProfile::receipt, "");
    CHECK(near(box.aspect_ratio(), one["aspect_ratio"]));
    CHECK(box.pseudo_length() == one["pseudo_length"].get<std::size_t>());
    CHECK(box.false_positive_characters() == one["fp_chars"].get<std::size_t>());
  }
}

}  // namespace docket::testing
