#include <ensemblers/vote/ensembler.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::Members;
using docket::testing::upright;
using docket::testing::word;

namespace {

EnsembleResult merged(const Members& members, const vote::Options& options = {}) { return vote::VoteEnsembler(options).merge(members); }

using Votes = std::vector<std::int64_t>;

}  // namespace

// reference-system.md, 6.2: "votes count boxes, not models".
TEST_CASE("section_6_2: votes count members, however many boxes each has") {
  const Members twice{{word(0, 0), word(2, 1), word(1, 0)}, {}, {}};
  CHECK(merged(twice, {.min_votes = 2}).detections.empty());
  CHECK(merged(twice, {.min_votes = 2}).groups_by_votes == Votes{0, 3});
  // Of three boxes of the second member the one that overlaps best joins; the two others stay alone.
  const Members crowd{{word(10, 0)}, {word(0, 0), word(11, 0), word(20, 0)}};
  const auto found = merged(crowd, {.min_votes = 2});
  REQUIRE(found.detections.size() == 1);
  CHECK(found.detections[0].polygon == upright(10.5, 0, 70.5, 20));
  CHECK(found.groups_by_votes == Votes{0, 2, 1});
}

// reference-system.md, 6.2: "every box of an image joins one group".
TEST_CASE("section_6_2: disjoint boxes stay as many groups") {
  Members members(2);
  for (int i = 0; i < 6; ++i) {
    members[0].push_back(word(80.0 * i, 0));
    members[1].push_back(word(80.0 * i + 1, 0));
  }
  CHECK(merged(members).detections.size() == 6);
  CHECK(merged(members).groups_by_votes == Votes{0, 0, 6});
}

// reference-system.md, 6.16: "Union of folds (votes >= 1) always hurts".
TEST_CASE("section_6_16: unless told, more than half of the members must agree") {
  const Members two_of_four{{word(0, 0)}, {word(1, 0)}, {}, {}}, two_of_three{{word(0, 0)}, {word(1, 0)}, {}};
  CHECK(merged(two_of_four).detections.empty());
  CHECK(merged(two_of_three).detections.size() == 1);
  CHECK(merged(two_of_four, {.min_votes = 1}).detections.size() == 1);
}

// reference-system.md, 6.16: "averaging polygons of strong models is disastrous".
TEST_CASE("section_6_16: corners are averaged for quadrilaterals of the same order alone, else the best score wins") {
  const Polygon a = upright(0, 0, 60, 20), b = upright(2, 0, 62, 20);
  const Polygon b_from_below{b[3], b[0], b[1], b[2]}, b_mirrored{b[1], b[0], b[3], b[2]};
  CHECK(merged({{{a, 0.5}}, {{b, 0.9}}}).detections.at(0).polygon == upright(1, 0, 61, 20));
  CHECK(merged({{{a, 0.5}}, {{b_from_below, 0.9}}}).detections.at(0).polygon == b_from_below);
  CHECK(merged({{{a, 0.5}}, {{b_mirrored, 0.9}}}).detections.at(0).polygon == b_mirrored);
  CHECK(merged({{{a, 0.5}}, {{b_mirrored, 0.4}}}).detections.at(0).polygon == a);
  CHECK(merged({{{a, 0.5}}, {{b, 0.9}}}, {.average = "never"}).detections.at(0).polygon == b);
  Polygon outline = b;
  outline.insert(outline.begin() + 1, {30, 0});
  CHECK(merged({{{outline, 0.5}}, {{outline, 0.5}}}).detections.at(0).polygon == outline);
  CHECK(merged({{{a, 0.5}}, {{outline, 0.9}}}).detections.at(0).polygon == outline);
}

TEST_CASE("neighbours on a slanted line are two words though their upright boxes overlap") {
  // Two 100 x 10 words at 45 degrees, 14 px beside each other: upright IoU 0.6, polygon IoU 0.
  const Polygon one{{0, 0}, {70, 70}, {63, 77}, {-7, 7}}, other{{10, -10}, {80, 60}, {73, 67}, {3, -3}};
  CHECK(merged({{{one, 1}}, {{other, 1}}}, {.min_votes = 1}).groups_by_votes == Votes{0, 2});
}

TEST_CASE("the rules: any member, all members, best overlap") {
  // Each of 60 x 20, 15 px further: neighbours have IoU 0.6, all others less than 0.34.
  const Members chain{{word(0, 0)}, {word(15, 0)}, {word(30, 0)}};
  CHECK(merged(chain, {.rule = "any_member"}).groups_by_votes == Votes{0, 0, 0, 1});
  CHECK(merged(chain, {.rule = "all_members"}).groups_by_votes == Votes{0, 1, 1});
  // The first member's box lies 12 px from the second's, which lies 3 px from the third's. In order, 0 and 1 pair up; by overlap
  // 1 and 2 pair first, and 0 joins them.
  const Members shifted{{word(0, 0)}, {word(12, 0)}, {word(15, 0)}};
  CHECK(merged(shifted, {.rule = "best_overlap"}).groups_by_votes == Votes{0, 0, 0, 1});
}

TEST_CASE("best_overlap gives each box to the group it overlaps most, whatever the order of the members") {
  // The middle box (of B) has IoU 0.6 with A's and 0.9 with C's. A and C lie too far apart to meet; both are of one member here.
  const std::vector<Detection> sides{word(0, 0), word(18, 0)}, middle{word(15, 0)};
  for (const Members& members : {Members{sides, middle}, Members{middle, sides}}) {
    const auto found = merged(members, {.min_votes = 2, .rule = "best_overlap"});
    REQUIRE(found.detections.size() == 1);
    CHECK(found.detections[0].polygon == upright(16.5, 0, 76.5, 20));
  }
  // In order the first box opens a group and takes the middle one.
  CHECK(merged({sides, middle}, {.min_votes = 2}).detections.at(0).polygon == upright(7.5, 0, 67.5, 20));
}

TEST_CASE("an IoU of exactly the threshold is not above it") {
  const Members half{{{upright(0, 0, 30, 20), 1}}, {{upright(10, 0, 40, 20), 1}}};
  CHECK(merged(half).detections.empty());
  CHECK(merged(half, {.iou = 0.499}).detections.size() == 1);
}

TEST_CASE("the score is the sum of the votes' scores over the number of members") {
  const auto found = merged({{word(0, 0, 0.9)}, {word(0, 0, 0.6)}, {}});
  CHECK(found.detections.at(0).score == doctest::Approx(0.5));
}

TEST_CASE("no members, empty members and words without area give nothing") {
  CHECK(merged({{}, {}, {}}).detections.empty());
  CHECK(merged({{{upright(5, 5, 50, 5), 1}}, {{upright(5, 5, 50, 5), 1}}}).detections.empty());
}

TEST_CASE("more votes than members is an error") {
  CHECK_THROWS_WITH_AS(merged({{}, {}}, {.min_votes = 6}), "ensembler 'vote': 'min_votes' is 6, there are 2 members", Error);
}
