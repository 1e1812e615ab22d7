#include <ensemblers/wbf/ensembler.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::Members;
using docket::testing::upright;
using docket::testing::word;

namespace {

EnsembleResult fused(const Members& members, const wbf::Options& options = {}) { return wbf::WbfEnsembler(options).merge(members); }

void check_polygon(const Polygon& found, const Polygon& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) {
    CHECK(found[k].x == doctest::Approx(expected[k].x));
    CHECK(found[k].y == doctest::Approx(expected[k].y));
  }
}

}  // namespace

TEST_CASE("corners are averaged by score times weight") {
  // By hand: (0.8 * 0 + 0.4 * 3) / 1.2 = 1, mean score 0.6; with weights 1 and 2 both weigh 0.8: 1.5, (0.8 + 0.8) / 2 * 2 / 3.
  const Members members{{word(0, 0, 0.8)}, {word(3, 0, 0.4)}};
  const auto even = fused(members);
  check_polygon(even.detections.at(0).polygon, upright(1, 0, 61, 20));
  CHECK(even.detections[0].score == doctest::Approx(0.6));
  CHECK(even.groups_by_votes == std::vector<std::int64_t>{0, 0, 1});
  const auto weighted = fused(members, {.weights = {1, 2}});
  check_polygon(weighted.detections.at(0).polygon, upright(1.5, 0, 61.5, 20));
  CHECK(weighted.detections[0].score == doctest::Approx(1.6 / 3));
}

TEST_CASE("a turned word is fused corner by corner, whichever corner each member begins with") {
  const Polygon one{{0, 0}, {48, 36}, {36, 52}, {-12, 16}}, moved{{2, 0}, {50, 36}, {38, 52}, {-10, 16}};
  const Polygon mean{{1, 0}, {49, 36}, {37, 52}, {-11, 16}};
  for (int shift = 0; shift < 4; ++shift) {
    Polygon turned = moved;
    std::rotate(turned.begin(), turned.begin() + shift, turned.end());
    check_polygon(fused({{{one, 1}}, {{turned, 1}}}).detections.at(0).polygon, mean);
    std::reverse(turned.begin(), turned.end());
    check_polygon(fused({{{one, 1}}, {{turned, 1}}}).detections.at(0).polygon, mean);
  }
}

// reference-system.md, 6.16: "averaging polygons of strong models is disastrous".
TEST_CASE("section_6_16: outlines are not averaged: the one with the greatest score stands") {
  Polygon outline = upright(1, 0, 61, 20);
  outline.insert(outline.begin() + 1, {30, -1});
  CHECK(fused({{word(0, 0, 0.5)}, {{outline, 0.9}}}).detections.at(0).polygon == outline);
  CHECK(fused({{word(0, 0, 0.9)}, {{outline, 0.5}}}).detections.at(0).polygon == word(0, 0).polygon);
}

// reference-system.md, 6.16: "Union of folds (votes >= 1) always hurts".
TEST_CASE("section_6_16: unless told, wbf keeps what more than half of the members found") {
  const Members members{{word(0, 0), word(200, 0)}, {word(1, 0)}, {}};
  CHECK(fused(members).detections.size() == 1);
  const auto all = fused(members, {.min_votes = 1});
  REQUIRE(all.detections.size() == 2);
  CHECK(all.detections[0].score == doctest::Approx(2.0 / 3));
  CHECK(all.detections[1].score == doctest::Approx(1.0 / 3));
  CHECK(fused(members, {.min_votes = 1, .min_score = 0.5}).detections.size() == 1);
}

TEST_CASE("wrong weights and votes are errors, weights of 0 are not") {
  const Members members{{word(0, 0)}, {word(1, 0)}};
  CHECK_THROWS_WITH_AS(fused(members, {.weights = {1, 2, 3}}),
                       "ensembler 'wbf': 'weights' has 3 numbers, there are 2 members; each has one, and one of them is above 0", Error);
  CHECK_THROWS_AS(fused(members, {.weights = {0, 0}}), Error);
  CHECK_THROWS_WITH_AS(fused(members, {.min_votes = 3}), "ensembler 'wbf': 'min_votes' is 3, there are 2 members", Error);
  check_polygon(fused(members, {.weights = {0, 1}}).detections.at(0).polygon, upright(1, 0, 61, 20));
  CHECK(fused({{word(0, 0, 0)}, {word(0, 0, 0)}}).detections.at(0).score == 0);
}
