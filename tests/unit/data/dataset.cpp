#include <docket/data/dataset.hpp>

#include "support/doctest_beside_torch.hpp"
#include "support.hpp"

namespace docket {
namespace {

using testing::PictureFolder;

const DatasetProblem* problem(const Dataset& dataset, const std::string& part) {
  for (const DatasetProblem& one : dataset.problems.list()) {
    if (one.what.find(part) != std::string::npos) return &one;
  }
  return nullptr;
}

std::string word(const std::string& points, const std::string& more = "") { return R"({"points": )" + points + more + "}"; }

}  // namespace

TEST_CASE("a clean data set is read without a remark, words in the order of the file") {
  const PictureFolder folder;
  folder.picture("b.png", 100, 80);
  folder.picture("a.png", 60, 40);
  const auto file = folder.write("train.json", R"({"images": {
    "b.png": {"img_w": 100, "img_h": 80, "words": {"0002": )" + word("[[1, 2], [30.5, 2], [30.5, 9], [1, 9]]", R"(, "transcription": "TOTAL")") +
      R"(, "0001": )" + word("[[1, 20], [30, 20], [30, 29]]", R"(, "transcription": "###")") + R"(}},
    "a.png": {"words": {"0001": )" + word("[[1, 2], [30, 2], [30, 9], [1, 9]]", R"(, "illegibility": true)") + "}}}}");
  const Dataset dataset = read_dataset(file, folder.path);
  CHECK(dataset.problems.list().empty());
  REQUIRE(dataset.images.size() == 2);
  CHECK(dataset.images[0].name == "b.png");
  REQUIRE(dataset.images[0].words.size() == 2);
  CHECK(dataset.images[0].words[0].id == "0002");
  CHECK(dataset.images[0].words[0].transcription == "TOTAL");
  CHECK(dataset.images[0].words[0].polygon[1] == Point{30.5, 2});
  CHECK_FALSE(dataset.images[0].words[0].ignore);
  CHECK(dataset.images[0].words[1].ignore);
  CHECK(dataset.images[1].words[0].ignore);
  CHECK(dataset.word_count() == 3);
  CHECK(dataset.ignored_count() == 2);
}

TEST_CASE("everything wrong is counted and named, and no word takes another's corners") {
  const PictureFolder folder;
  folder.picture("a.png", 100, 80);
  const auto file = folder.write("train.json", R"({"version": 3, "images": {
    "gone.png": {"words": {}},
    "a.png": {"fold": 1, "words": {
      "0001": )" + word("[[1, 2], [30, 2], [30, 9], [1, 9]]") + R"(,
      "0002": )" + word("[]") + R"(,
      "0003": )" + word("[[5, 5], [9, 5]]") + R"(,
      "0004": )" + word("[[5, 5], [9, 5], [20, 5], [30, 5]]") + R"(,
      "0005": )" + word("[[90, 70], [130, 70], [130, 78], [90, 78]]", R"(, "colour": 1)") + R"(,
      "0006": )" + word("[[190, 70], [230, 70], [230, 78], [190, 78]]") + "}}}}");
  Dataset dataset = read_dataset(file, folder.path);
  REQUIRE(dataset.images.size() == 1);
  fit_to_picture(dataset.images[0], {100, 80}, dataset.problems);

  const std::pair<const char*, const char*> expected[] = {
      {"beside 'images'", "'version'"},         {"not in", "gone.png"},
      {"keys of images", "a.png 'fold'"},       {"without points", "a.png word 0002"},
      {"without area", "a.png word 0003"},      {"keys of words", "a.png word 0005 'colour'"},
      {"cut at its border", "a.png word 0005"}, {"outside their picture", "a.png word 0006"}};
  for (const auto& [what, where] : expected) {
    CAPTURE(what);
    const DatasetProblem* found = problem(dataset, what);
    REQUIRE(found != nullptr);
    CHECK(found->places.front() == where);
  }
  CHECK(problem(dataset, "without area")->count() == 2);
  CHECK(dataset.problems.list().size() == 8);

  REQUIRE(dataset.images[0].words.size() == 2);
  CHECK(dataset.images[0].words[0].id == "0001");
  CHECK(dataset.images[0].words[1].id == "0005");
  CHECK(dataset.images[0].words[1].polygon == Polygon{{90, 70}, {100, 70}, {100, 78}, {90, 78}});
}

TEST_CASE("what comes twice is told, and the last one counts") {
  const PictureFolder folder;
  const auto file = folder.write("twice.json", R"({"images": {
    "a.png": {"words": {"0001": {"points": [[1, 1], [9, 1], [9, 9]]}, "0001": {"points": [[2, 2], [8, 2], [8, 8]]}}},
    "b.png": {"words": {"0001": {"points": [[1, 1], [9, 1], [9, 9]]}}},
    "b.png": {"words": {}}}})");
  const Dataset dataset = read_annotations(file);
  REQUIRE(dataset.images.size() == 2);
  REQUIRE(dataset.images[0].words.size() == 1);
  CHECK(dataset.images[0].words[0].polygon == Polygon{{2, 2}, {8, 2}, {8, 8}});
  CHECK(dataset.images[1].words.empty());
  REQUIRE(problem(dataset, "words that come twice") != nullptr);
  CHECK(problem(dataset, "words that come twice")->places.front() == "a.png word 0001");
  REQUIRE(problem(dataset, "images that come twice") != nullptr);
  CHECK(problem(dataset, "images that come twice")->places.front() == "b.png");
}

TEST_CASE("a long list of problems names the first and counts the rest") {
  DatasetProblems problems;
  for (int i = 0; i < 12; ++i) problems.add("words without points, left out", "word " + std::to_string(i));
  REQUIRE(problems.lines().size() == 1);
  CHECK(problems.lines()[0] == "12 words without points, left out: word 0, word 1, word 2, word 3, word 4 and 7 more");
}

TEST_CASE("a file of another layout is an error that names file and place") {
  const PictureFolder folder;
  folder.picture("a.png", 100, 80);
  const auto complaint = [&](const std::string& text) -> std::string {
    try {
      (void)read_dataset(folder.write("x.json", text), folder.path);
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::data);
      CHECK(std::string(error.what()).find("x.json") != std::string::npos);
      return error.what();
    }
    return "";
  };
  CHECK(complaint("{").find("is cut off, the JSON does not end") != std::string::npos);
  CHECK(complaint("[]").find("'images'") != std::string::npos);
  CHECK(complaint(R"({"images": []})").find("'images'") != std::string::npos);
  CHECK(complaint(R"({"images": {"a.png": {"words": []}}})").find("a.png: 'words' is []") != std::string::npos);
  CHECK(complaint(R"({"images": {"a.png": {"words": {"0001": {"points": [[1, "2"]]}}}}})").find("a.png word 0001: point 0 is [1,\"2\"]") !=
        std::string::npos);
  CHECK_THROWS_AS((void)read_dataset(folder.path / "none.json", folder.path), Error);
}

}  // namespace docket
