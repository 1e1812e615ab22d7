#include <docket/folds/image_pool.hpp>

#include <doctest/doctest.h>

#include <docket/folds/layout.hpp>

#include "../../support/temporary_folder.hpp"

namespace docket::folds {
namespace {

using docket::testing::TemporaryFolder;

const char* const strange =
    "{\"version\" : 1.50, \"images\":{\n"
    "  \"b\\u00e9.jpg\": {\"img_w\": 720, \"words\": {\"0001\": {\"points\": [[40.20, 61.0],[1e2,3]], \"transcription\": \"a \\\"}{ b\\\\\"}}} ,\n"
    "  \"a.jpg\":{\"words\":{ \"1\":{\"points\":[[1,2]]}, \"1\":{\"points\":[]} },\"id\":123456789012345678901234567890,\"tags\":[\"x\"]},\n"
    "  \"c.jpg\":{}\n}}";

TEST_CASE("entries keep their bytes: numbers, escapes, spaces and keys that come twice") {
  const TemporaryFolder folder;
  const ImagePool pool = read_image_pool({folder.write("s.json", strange)});
  REQUIRE(pool.images.size() == 3);
  CHECK(pool.images[0].name == "a.jpg");
  CHECK(pool.images[1].name == "b\xC3\xA9.jpg");
  CHECK(pool.images[1].words == 1);
  CHECK(pool.images[2].words == 0);
  CHECK(pool.problems.lines() == std::vector<std::string>{"1 images without 'words', taken as pictures without text: c.jpg"});
  CHECK(annotations_text(pool, {true, true, false}) ==
        "{\"version\": 1.50,\n\"images\": {\n"
        "\"b\\u00e9.jpg\": {\"img_w\": 720, \"words\": {\"0001\": {\"points\": [[40.20, 61.0],[1e2,3]], \"transcription\": \"a \\\"}{ b\\\\\"}}},\n"
        "\"a.jpg\": {\"words\":{ \"1\":{\"points\":[[1,2]]}, \"1\":{\"points\":[]} },\"id\":123456789012345678901234567890,\"tags\":[\"x\"]}\n}}\n");
  const ImagePool again = read_image_pool({folder.write("t.json", annotations_text(pool, {true, true, true}))});
  for (std::size_t i = 0; i < 3; ++i) CHECK(again.images[i].entry == pool.images[i].entry);
}

TEST_CASE("an image that comes twice is refused, in one file and in two") {
  const TemporaryFolder folder;
  const auto one = folder.write("one.json", R"({"images":{"a.jpg":{"words":{}},"b.jpg":{"words":{}}}})");
  const auto two = folder.write("two.json", R"({"images":{"c.jpg":{"words":{}},"b.jpg":{"words":{"1":{}}}}})");
  const auto twice = folder.write("twice.json", R"({"images":{"a.jpg":{"words":{}},"a.jpg":{"words":{}}}})");
  CHECK_THROWS_WITH((void)read_image_pool({one, two}), (two.string() + ": 1 image name comes twice: b.jpg (in " + one.string() + " too)").c_str());
  CHECK_THROWS_WITH((void)read_image_pool({twice}), doctest::Contains("a.jpg (twice in "));
  CHECK_THROWS_WITH((void)read_image_pool({one, one}), doctest::Contains("2 image names come twice"));
}

TEST_CASE("files that are no dataset JSON") {
  const TemporaryFolder folder;
  const auto said = [&](const std::string& text) {
    try {
      (void)read_image_pool({folder.write("x.json", text)});
    } catch (const Error& error) {
      CHECK(error.kind() == ErrorKind::data);
      return error.message();
    }
    return std::string("nothing");
  };
  CHECK(said("{\"images\":{}}") == "names no image");
  CHECK(said("[1]") == "has no object 'images' at its top");
  CHECK(said("\"a{\"") == "has no object 'images' at its top");
  CHECK(said("{\"a\":{}}") == "has no object 'images' at its top");
  CHECK(said("{\"images\":[]}") == "'images' is no object");
  CHECK(said("{\"images\":{\"a\":{}}").find("line 1, column 19") != std::string::npos);
  CHECK(said("").find("unexpected end of input") != std::string::npos);
  CHECK(said("{\"images\":{\"a\":3}}") == "is 3, must be an object with 'words'");
  CHECK(said("{\"images\":{\"a\":{\"words\":[]}}}") == "'words' is [], must be an object");
  CHECK(said("\xEF\xBB\xBF{\"images\":{\"a\":{}}}") == "nothing");
  CHECK_THROWS_WITH((void)read_image_pool({folder.path / "none.json"}), doctest::Contains("cannot be opened"));
  CHECK_THROWS_WITH((void)read_image_pool({folder.path}), doctest::Contains("is a folder, not a file"));
}

TEST_CASE("the reference's four layouts") {
  CHECK(annotation_file("kfold_results_v2", 3, "train") == "fold_3/train.json");
  CHECK(annotation_file("kfold_results", 3, "val") == "fold_3/val.json");
  CHECK(annotation_file("jsons_kfold", 10, "val") == "fold10_val.json");
  CHECK(annotation_file("kfold_splits", 0, "train") == "train_fold_0.json");
  CHECK_THROWS_WITH(expect_layout("kfold_split"), "--layout: unknown layout 'kfold_split'; did you mean 'kfold_splits'?");
}

}  // namespace
}  // namespace docket::folds
