#include "support.hpp"

namespace docket::testing {
namespace {

/// "turned.jpg" is stored 200 x 100 and seen 100 x 200.
std::string annotations(const std::string& name, const std::string& size, const std::string& points) {
  return R"({"images": {")" + name + "\": {" + size + R"("words": {)" + word("1", points) + "}}}}";
}

}  // namespace

TEST_CASE("a turned picture is told, and whether size and words were taken before the turn") {
  const DataFolder folder;
  folder.write("turned.jpg", turned_jpeg(blobs(1, 200, 100), 6));
  const auto check = [&](const std::string& size, const std::string& points) {
    folder.write("a.json", annotations("turned.jpg", size, points));
    return folder.check({{"train", "a.json"}});
  };
  const std::string upright = "[[10, 150], [60, 150], [60, 165], [10, 165]]",
                    lying = "[[130, 10], [180, 10], [180, 25], [130, 25]]";

  const data_check::Findings good = check(R"("img_w": 100, "img_h": 200, )", upright);
  CHECK(found(good) == Names{"exif-turn"});
  CHECK(good.places("exif-turn") == Names{"train turned.jpg (6: stored 200x100, seen 100x200)"});

  const data_check::Findings stored = check(R"("img_w": 200, "img_h": 100, )", upright);
  CHECK(found(stored) == Names{"exif-turn", "size-before-exif"});

  const data_check::Findings drawn = check("", lying);
  CHECK(found(drawn) == Names{"exif-turn", "points-before-exif", "outside"});
  CHECK(drawn.places("points-before-exif") == Names{"train turned.jpg (stored 200x100, seen 100x200)"});
}

TEST_CASE("img_w and img_h of another picture are an error, one alone too; absent ones are fine") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  const std::string points = "[[10, 10], [60, 10], [60, 25], [10, 25]]";
  const auto check = [&](const std::string& size) {
    folder.write("a.json", annotations("a.png", size, points));
    return folder.check({{"train", "a.json"}});
  };
  CHECK(check(R"("img_w": 400, "img_h": 200, )").places("size-mismatch") == Names{"train a.png (says 400x200, is 200x100)"});
  CHECK(found(check(R"("img_h": 99, )")) == Names{"size-mismatch"});
  CHECK(found(check(R"("img_h": 100, )")) == Names{});
  CHECK(found(check(R"("img_w": null, "img_h": "100", )")) == Names{});
}

TEST_CASE("pictures without words, with ignored words only and with too many are told") {
  const DataFolder folder;
  CHECK(found(folder.check_words("")) == Names{"empty-image"});
  CHECK(found(folder.check_words(word("1", "[[10, 10], [60, 10], [60, 25], [10, 25]]", R"(, "transcription": "###")"))) ==
        Names{"all-ignored"});

  std::string many;
  for (int i = 0; i < 501; ++i) {  // 28 in a row, 6 x 4 px each
    const int x = 2 + 7 * (i % 28), y = 2 + 5 * (i / 28);
    const auto corner = [](int px, int py) { return "[" + std::to_string(px) + ", " + std::to_string(py) + "]"; };
    many += (i == 0 ? "" : ", ") + word(std::to_string(i), "[" + corner(x, y) + ", " + corner(x + 6, y) + ", " +
                                                               corner(x + 6, y + 4) + ", " + corner(x, y + 4) + "]");
  }
  const data_check::Findings findings = folder.check_words(many, {.max_candidates = 500});
  CHECK(found(findings) == Names{"over-500-words", "over-candidates"});
  CHECK(findings.places("over-candidates") == Names{"train a.png (501)"});
  CHECK(found(folder.check_words(many, {.max_candidates = 501})) == Names{"over-500-words"});
}

TEST_CASE("a corner that 16 bits cannot hold is told") {
  const DataFolder folder;
  CHECK(found(folder.check_words(word("1", "[[10, 10], [32767, 10], [32767, 25], [10, 25]]"))) ==
        Names{"cut-at-border", "border-corner"});
  CHECK(found(folder.check_words(word("1", "[[10, 10], [32768, 10], [32768, 25], [10, 25]]"))) ==
        Names{"int16-limit", "cut-at-border", "border-corner"});
}

}  // namespace docket::testing
