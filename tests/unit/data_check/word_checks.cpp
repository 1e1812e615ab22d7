#include "support.hpp"

namespace docket::testing {
namespace {

/// What the checks find about one word of a 200 x 100 picture.
Names about(const std::string& points, const data_check::Wants& wants = {}) {
  const DataFolder folder;
  return found(folder.check_words(word("1", points), wants));
}

}  // namespace

TEST_CASE("outlines: crossing, order, first corner, number of corners") {
  CHECK(about("[[10, 10], [60, 10], [60, 25], [10, 25]]") == Names{});
  CHECK(about("[[10, 10], [60, 10], [60, 25], [10, 25], [10, 10]]") ==
        Names{"mixed-corners"});  // closed: repeats its first corner
  CHECK(about("[[10, 10], [60, 10], [10, 25], [90, 25]]") == Names{"self-crossing"});
  CHECK(about("[[10, 10], [10, 25], [60, 25], [60, 10]]") == Names{"counter-clockwise"});
  CHECK(about("[[60, 10], [60, 25], [10, 25], [10, 10]]") == Names{"first-corner"});
  CHECK(about("[[60, 25], [10, 25], [10, 10], [60, 10]]") == Names{"first-corner"});
  CHECK(about("[[10, 10], [50, 49], [40, 60], [0, 21]]") == Names{});                // slanted by a little under 45 degrees
  CHECK(about("[[10, 10], [50, 51], [40, 61], [0, 20]]") == Names{"first-corner"});  // by a little over
  CHECK(about("[[10, 10], [60, 10], [60, 25]]") == Names{"few-corners", "mixed-corners"});
}

TEST_CASE("the border: outside, cut, and corners on the last pixel") {
  CHECK(about("[[210, 10], [260, 10], [260, 25], [210, 25]]") == Names{"outside"});
  CHECK(about("[[180, 10], [210, 10], [210, 25], [180, 25]]") == Names{"cut-at-border", "border-corner"});
  CHECK(about("[[180, 10], [199, 10], [199, 25], [180, 25]]") == Names{"border-corner"});
  CHECK(about("[[180, 10], [198, 10], [198, 25], [180, 25]]") == Names{});
  CHECK(about("[[10, 80], [60, 80], [60, 99], [10, 99]]") == Names{"border-corner"});
  CHECK(about("[[0, 0], [60, 0], [60, 25], [0, 25]]") == Names{});
}

TEST_CASE("tiny words are judged at the network's input, where that is known") {
  const std::string flat = "[[10, 10], [60, 10], [60, 12.5], [10, 12.5]]";  // 2.5 px
  CHECK(about(flat) == Names{"tiny-word"});
  CHECK(about(flat, {.longest_side = 960}) == Names{});  // 12 px there
  CHECK(about(flat, {.longest_side = 960, .upscale = false}) == Names{"tiny-word"});
  CHECK(about("[[10, 10], [60, 10], [60, 14], [10, 14]]", {.longest_side = 100}) == Names{"tiny-word"});  // 2 px
  CHECK(about("[[10, 10], [60, 60], [58, 62], [8, 12]]") == Names{"tiny-word"});                          // slanted: 2.83 px
}

TEST_CASE("huge words: by the picture's area, or beside the picture's other words") {
  CHECK(about("[[10, 10], [110, 10], [110, 59], [10, 59]]") == Names{});             // 24.5 %
  CHECK(about("[[10, 10], [111, 10], [111, 60], [10, 60]]") == Names{"huge-word"});  // 25.25 %
  std::string rows;
  for (int i = 0; i < 4; ++i) {
    const std::string top = std::to_string(10 + 10 * i), bottom = std::to_string(15 + 10 * i);
    rows +=
        word(std::to_string(i), "[[10, " + top + "], [60, " + top + "], [60, " + bottom + "], [10, " + bottom + "]]") + ", ";
  }
  const DataFolder folder;  // five words of 5 px and one of 51
  const data_check::Findings findings = folder.check_words(rows + word("8", "[[70, 10], [90, 10], [90, 61], [70, 61]]"));
  CHECK(found(findings) == Names{"huge-word"});
  CHECK(findings.places("huge-word") == Names{"train a.png word 8 (51 px high)"});
  CHECK(found(folder.check_words(rows + word("8", "[[70, 10], [90, 10], [90, 60], [70, 60]]"))) == Names{});
}

TEST_CASE("two words over one another are told; neighbours are not") {
  const DataFolder folder;
  const data_check::Findings twice =
      folder.check_words(plain_word + ", " + word("2", "[[10, 10], [62, 10], [62, 25], [10, 25]]"));
  CHECK(found(twice) == Names{"duplicate-word"});
  CHECK(twice.places("duplicate-word") == Names{"train a.png word 2 = 1"});
  CHECK(found(folder.check_words(plain_word + ", " + word("2", "[[10, 10], [66, 10], [66, 25], [10, 25]]"))) ==
        Names{});  // IoU 50/56
}

}  // namespace docket::testing
