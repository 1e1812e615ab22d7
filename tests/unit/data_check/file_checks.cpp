#include "support.hpp"

#include <docket/core/error.hpp>

#include "data/repeated_keys.hpp"

namespace docket::testing {

TEST_CASE("a clean set is found clean") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("b.png", 2);
  folder.write("a.json", plain_annotations({"a.png", "b.png"}));
  CHECK(found(folder.check({{"train", "a.json"}})) == Names{});
}

TEST_CASE("pictures that are missing, damaged, named by nobody or passed by a suffix list are named") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("c.bmp", 2);
  folder.picture("d.png", 3);
  folder.write("b.png", "no picture");
  folder.write("notes.txt", "not a picture at all");
  folder.write("a.json", plain_annotations({"a.png", "gone.png", "b.png", "c.bmp"}));
  const data_check::Findings findings = folder.check({{"train", "a.json"}});
  CHECK(found(findings) == Names{"missing-image", "unreadable-image", "unannotated-image", "unread-suffix"});
  CHECK(findings.places("missing-image") == Names{"train gone.png"});
  CHECK(findings.places("unreadable-image") == Names{"train b.png: is not a JPEG, PNG, WebP, TIFF or BMP file"});
  CHECK(findings.places("unannotated-image") == Names{"d.png"});
  CHECK(findings.places("unread-suffix") == Names{"train c.bmp"});
}

TEST_CASE("a picture is not unannotated when another set of the same folder names it") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("b.png", 2);
  folder.write("a.json", plain_annotations({"a.png"}));
  folder.write("b.json", plain_annotations({"b.png"}));
  CHECK(found(folder.check({{"train", "a.json"}, {"val", "b.json"}})) == Names{});
}

TEST_CASE("a name that stands twice is found, whose words a parser would lose") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.write("a.json", R"({"images": {"a.png": {"words": {)" + plain_word + R"(}},
    "a.png": {"words": {)" + plain_word +
                             ", " + plain_word + "}}}}");
  const data_check::Findings findings = folder.check({{"train", "a.json"}});
  CHECK(found(findings) == Names{"repeated-key"});
  CHECK(findings.places("repeated-key") == Names{"train a.png", "train a.png word 1"});
  CHECK(data_check::repeated_keys(folder.write("b.json", R"({"images": {}, "images": {"a": {"img_w": 1, "img_w": 2,
    "words": {"1": {"points": [], "points": []}}}}})")) == Names{"'images'", "a 'img_w'", "a word 1 'points'"});
  CHECK_THROWS_AS((void)data_check::repeated_keys(folder.write("c.json", "{")), Error);
}

TEST_CASE("what the reader of annotations counts comes under the names of checks") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("b.png", 2);
  folder.write(
      "a.json",
      R"({"fold": 1, "images": {"a.png": {"colour": 1, "words": {"1": {"points": []}, "2": {"points": [[1, 1], [5, 1]]}, )" +
          word("3", "[[10, 10], [60, 10], [60, 25], [10, 25]]", R"(, "shape": 1)") + R"(}}, "b.png": {}}})");
  const data_check::Findings findings = folder.check({{"train", "a.json"}});
  CHECK(found(findings) == Names{"unknown-key", "no-words-key", "empty-image", "no-points", "no-area"});
  CHECK(findings.places("unknown-key") == Names{"train 'fold'", "train a.png 'colour'", "train a.png word 3 'shape'"});
  CHECK(findings.places("no-words-key") == Names{"train b.png"});
  CHECK(findings.places("no-points") == Names{"train a.png word 1"});
  CHECK(findings.places("no-area") == Names{"train a.png word 2"});

  DatasetProblems problems;
  problems.add("something new", "a.png");
  data_check::Findings others;
  others.add(problems, "train");
  CHECK(others.places("reader-remark") == Names{"train a.png (something new)"});
}

TEST_CASE("no folder, no file and no JSON are errors that name it") {
  const DataFolder folder;
  folder.write("bad.json", "{");
  folder.write("good.json", R"({"images": {}})");
  CHECK_THROWS_WITH((void)folder.check({{"train", "none.json"}}), doctest::Contains("none.json"));
  CHECK_THROWS_WITH((void)folder.check({{"train", "bad.json"}}), doctest::Contains("bad.json"));
  CHECK_THROWS_WITH((void)data_check::read_sets({{"train", folder.path / "good.json", folder.path / "none"}}, 1),
                    doctest::Contains("is not a folder"));
}

}  // namespace docket::testing
