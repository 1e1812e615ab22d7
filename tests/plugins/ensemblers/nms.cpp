#include <ensemblers/nms/ensembler.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::Members;
using docket::testing::word;

namespace {

EnsembleResult kept(const Members& members, const nms::Options& options = {}) { return nms::NmsEnsembler(options).merge(members); }

}  // namespace

TEST_CASE("of overlapping boxes the best is kept as it is, and the members of the others are its votes") {
  const Members members{{word(0, 0, 0.7)}, {word(2, 0, 0.9), word(4, 0, 0.3)}, {word(200, 0, 0.8)}};
  const auto majority = kept(members);
  REQUIRE(majority.detections.size() == 1);
  CHECK(majority.detections[0].polygon == word(2, 0).polygon);
  CHECK(majority.detections[0].score == 0.9);
  CHECK(majority.groups_by_votes == std::vector<std::int64_t>{0, 1, 1});
  const auto plain = kept(members, {.min_votes = 1});
  REQUIRE(plain.detections.size() == 2);
  CHECK(plain.detections[1].polygon == word(200, 0).polygon);
}

TEST_CASE("weights can make another member's box the best") {
  const auto found = kept({{word(0, 0, 0.7)}, {word(2, 0, 0.9)}}, {.weights = {3, 1}});
  REQUIRE(found.detections.size() == 1);
  CHECK(found.detections[0].polygon == word(0, 0).polygon);
  CHECK(found.detections[0].score == doctest::Approx(0.7 * 0.75));
  CHECK_THROWS_WITH_AS(kept({{}, {}}, {.weights = {1}}),
                       "ensembler 'nms': 'weights' has 1 numbers, there are 2 members; each has one, and one of them is above 0", Error);
}

TEST_CASE("neighbours on a slanted line do not suppress each other") {
  const Polygon one{{0, 0}, {70, 70}, {63, 77}, {-7, 7}}, other{{10, -10}, {80, 60}, {73, 67}, {3, -3}};
  CHECK(kept({{{one, 0.9}}, {{other, 0.8}}}, {.min_votes = 1}).detections.size() == 2);
}
