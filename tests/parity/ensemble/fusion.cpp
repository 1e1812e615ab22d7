// Every case of golden/ensemble/wbf.json: weighted boxes fusion and NMS of the package ensemble-boxes.
#include <ensemblers/nms/ensembler.hpp>
#include <ensemblers/wbf/ensembler.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "parity/golden.hpp"

namespace docket {
namespace {

using nlohmann::json;

constexpr double float32 = 1e-6;  // fused boxes pass through it, golden/README.md

/// The boxes of one label, whose coordinates run from 0 to 1.
std::vector<std::vector<Detection>> boxes_of(const json& one, int label) {
  std::vector<std::vector<Detection>> members(one["boxes"].size());
  for (std::size_t m = 0; m < members.size(); ++m) {
    for (std::size_t i = 0; i < one["boxes"][m].size(); ++i) {
      if (one["labels"][m][i] != label) continue;
      const auto b = one["boxes"][m][i].get<std::vector<double>>();
      members[m].push_back({{{b[0], b[1]}, {b[2], b[1]}, {b[2], b[3]}, {b[0], b[3]}}, one["scores"][m][i]});
    }
  }
  return members;
}

std::set<int> labels_of(const json& one) {
  std::set<int> labels;
  for (const json& member : one["labels"]) {
    for (const json& label : member) labels.insert(label.get<int>());
  }
  return labels;
}

std::vector<double> weights_of(const json& arguments) {
  return arguments.contains("weights") && !arguments["weights"].is_null() ? arguments["weights"].get<std::vector<double>>() : std::vector<double>{};
}

/// The expected boxes of the label, in their order.
void check_label(const std::vector<Detection>& found, const json& expected, int label) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < expected["labels"].size(); ++i) {
    if (expected["labels"][i].get<double>() == label) places.push_back(i);
  }
  REQUIRE(found.size() == places.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto b = expected["boxes"][places[i]].get<std::vector<double>>();
    CHECK(std::abs(found[i].score - std::min(1.0, expected["scores"][places[i]].get<double>())) <= float32);
    for (const auto& [value, wanted] : {std::pair{found[i].polygon[0].x, b[0]}, {found[i].polygon[0].y, b[1]}, {found[i].polygon[2].x, b[2]}, {found[i].polygon[2].y, b[3]}})
      CHECK(std::abs(value - wanted) <= float32);
  }
}

}  // namespace

TEST_CASE("wbf fuses as ensemble-boxes does") {
  const json file = golden::read("ensemble/wbf.json");
  std::size_t compared = 0;
  for (const json& one : file["cases"]) {
    CAPTURE(compared);
    const json& arguments = one["arguments"];
    for (const int label : labels_of(one)) {
      CAPTURE(label);
      const wbf::Options options{.min_votes = 1, .iou = arguments["iou_thr"], .weights = weights_of(arguments),
                                 .skip_below = arguments["skip_box_thr"], .score = arguments["conf_type"]};
      check_label(wbf::WbfEnsembler(options).merge(boxes_of(one, label)).detections, one["expected"], label);
    }
    ++compared;
  }
  CHECK(compared >= 10);
}

TEST_CASE("nms with min_votes = 1 keeps what ensemble-boxes keeps") {
  const json file = golden::read("ensemble/wbf.json");
  std::size_t compared = 0;
  for (const json& one : file["cases"]) {
    if (!one.contains("nms")) continue;
    CAPTURE(compared);
    const json& expected = one["nms"];
    for (const int label : labels_of(one)) {
      CAPTURE(label);
      const nms::Options options{.min_votes = 1, .iou = expected["arguments"]["iou_thr"], .weights = weights_of(one["arguments"])};
      check_label(nms::NmsEnsembler(options).merge(boxes_of(one, label)).detections, expected, label);
    }
    ++compared;
  }
  CHECK(compared >= 3);
}

}  // namespace docket
