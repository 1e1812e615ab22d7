// Every case of golden/ensemble/voting.json: the reference system's vote as it was, and the corrected one.
#include <ensemblers/vote/ensembler.hpp>
#include <ensemblers/vote_compat/ensembler.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "parity/golden.hpp"

namespace docket {
namespace {

using nlohmann::json;

Polygon voted_polygon(const json& points) {
  Polygon polygon;
  for (const json& p : points) polygon.push_back({p[0], p[1]});
  return polygon;
}

/// The files had no scores; a vote counts 1.
std::vector<std::vector<Detection>> members_of(const json& one) {
  std::vector<std::vector<Detection>> members;
  for (const json& member : one["members"]) {
    members.emplace_back();
    for (const json& points : member) members.back().push_back({voted_polygon(points), 1});
  }
  return members;
}

void check_detections(const std::vector<Detection>& found, const json& expected, std::size_t members, double tolerance) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Polygon points = voted_polygon(expected[i]["points"]);
    REQUIRE(found[i].polygon.size() == points.size());
    for (std::size_t k = 0; k < points.size(); ++k) {
      CHECK(std::abs(found[i].polygon[k].x - points[k].x) <= tolerance);
      CHECK(std::abs(found[i].polygon[k].y - points[k].y) <= tolerance);
    }
    CHECK(found[i].score == doctest::Approx(std::min(1.0, expected[i]["votes"].get<double>() / static_cast<double>(members))));
  }
}

}  // namespace

TEST_CASE("vote_compat gives the reference's boxes and vote histogram") {
  std::size_t compared = 0;
  const json file = golden::read("ensemble/voting.json");
  for (const json& one : file["cases"]) {
    if (!one.contains("original")) continue;  // its outlines have not four corners
    CAPTURE(one["name"].get<std::string>());
    const auto members = members_of(one);
    const auto found = vote_compat::VoteCompatEnsembler({.min_votes = one["votes"], .iou = one["iou"]}).merge(members);
    check_detections(found.detections, one["original"], members.size(), 0);
    json histogram = json::object();
    for (std::size_t v = 0; v < found.groups_by_votes.size(); ++v) {
      if (found.groups_by_votes[v] > 0) histogram[std::to_string(v)] = found.groups_by_votes[v];
    }
    CHECK(histogram == one["original_vote_histogram"]);
    ++compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("vote gives the corrected vote's boxes") {
  std::size_t compared = 0;
  const json file = golden::read("ensemble/voting.json");
  for (const json& one : file["cases"]) {
    CAPTURE(one["name"].get<std::string>());
    const auto members = members_of(one);
    if (one["votes"] > members.size()) continue;  // the reference keeps nothing, vote says so
    const vote::Options options{.min_votes = one["votes"], .iou = one["iou"], .average = "same_count"};
    check_detections(vote::VoteEnsembler(options).merge(members).detections, one["fixed"], members.size(), 1e-9);
    ++compared;
  }
  CHECK(compared > 20);
}

}  // namespace docket
