#include <ensemblers/vote_compat/ensembler.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::Members;
using docket::testing::upright;
using docket::testing::word;

TEST_CASE("vote_compat counts boxes, so one member can vote twice") {
  const auto found = vote_compat::VoteCompatEnsembler({.min_votes = 3}).merge(Members{{word(0, 0), word(2, 1)}, {word(1, 0)}, {}});
  REQUIRE(found.detections.size() == 1);
  CHECK(found.detections[0].polygon == upright(1, 0.3, 61, 20.3));
  CHECK(found.groups_by_votes == std::vector<std::int64_t>{0, 0, 0, 1});
}

TEST_CASE("decimals round as Python does, binary ties to the even digit") {
  CHECK(vote_compat::one_decimal(0.25) == 0.2);
  CHECK(vote_compat::one_decimal(0.75) == 0.8);
  CHECK(vote_compat::one_decimal(0.35) == 0.3);  // the double lies below
  CHECK(vote_compat::one_decimal(-7.05) == -7.0);
}

// reference-system.md, section 4: "boxes explode/shrink in ensemble", 14 to 54 points a word.
TEST_CASE("vote_compat refuses words without four corners rather than average them") {
  const Members members{{word(0, 0)}, {word(0, 0), {{{0, 0}, {9, 0}, {12, 5}, {9, 9}, {0, 9}}, 1}}};
  CHECK_THROWS_WITH_AS(vote_compat::VoteCompatEnsembler({}).merge(members),
                       "ensembler 'vote_compat': word 2 of member 2 has 5 points, must have 4; use = \"vote\" takes any outline", Error);
}
