#include "convert/coco.hpp"

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using namespace docket::convert;
using docket::testing::bytes_of;
using docket::testing::converted;
using docket::testing::error_of;
using docket::testing::heads;
using docket::testing::TemporaryFolder;

namespace {

/// A file with one image "a.jpg" (id 7) and the annotations given.
std::string coco_text(const std::string& annotations, const std::string& categories = R"({"id": 1, "name": "text"})") {
  return R"({"images": [{"id": 7, "file_name": "a.jpg", "width": 100, "height": 50}], "annotations": [)" + annotations +
         R"(], "categories": [)" + categories + "]}";
}

Labels read(const TemporaryFolder& folder, const std::string& text, DatasetProblems& problems,
            std::vector<std::string> categories = {}) {
  return read_coco({folder.write("coco.json", text), {}, std::move(categories)}, problems);
}

const Polygon box = {{10, 20}, {40, 20}, {40, 25}, {10, 25}};  // of the bbox [10, 20, 30, 5]

}  // namespace

TEST_CASE("outlines come from the polygon, else from the bbox") {
  const TemporaryFolder folder;
  DatasetProblems problems;
  const Labels labels = read(folder, coco_text(R"(
      {"id": 1, "image_id": 7, "category_id": 1, "segmentation": [[1,2, 9,2, 9,6]], "bbox": [0,0,1,1], "iscrowd": 0},
      {"id": 2, "image_id": 7, "category_id": 1, "bbox": [10, 20, 30, 5]},
      {"id": 3, "image_id": 7, "category_id": 1, "segmentation": [], "bbox": [10, 20, 30, 5], "iscrowd": 1},
      {"id": 4, "image_id": 7, "category_id": 1, "segmentation": {"counts": [1, 2], "size": [50, 100]}, "bbox": [10, 20, 30, 5]},
      {"id": 5, "image_id": 7, "category_id": 1, "segmentation": [[0,0,1,0,1,1], [0,0,9,0,9,9,0,9]]},
      {"id": 6, "image_id": 8, "category_id": 1, "bbox": [10, 20, 30, 5]},
      {"id": 7, "image_id": 7, "category_id": 1, "bbox": [10, 20, 30, 5], "utf8_string": "Total", "language": "english"})"),
                             problems);
  REQUIRE(labels.pictures.size() == 1);
  const auto& words = labels.pictures[0].words;
  REQUIRE(words.size() == 6);
  CHECK(words[0].polygon == Polygon{{1, 2}, {9, 2}, {9, 6}});
  CHECK(words[1].polygon == box);
  CHECK_FALSE(ignored(words[1]));
  CHECK(words[2].polygon == box);
  CHECK(ignored(words[2]));
  CHECK(words[3].polygon == box);
  CHECK(words[4].polygon == Polygon{{0, 0}, {9, 0}, {9, 9}, {0, 9}});
  CHECK(transcription(words[5]) == "Total");
  CHECK(words[5].fields["language"] == "english");
  CHECK(heads(problems) == std::vector<std::string>{"1 annotations with a run-length mask, taken as their bbox",
                                                    "1 annotations of several polygons, the largest taken",
                                                    "1 annotations of images that are not listed, left out"});
  CHECK(stated_size(labels.pictures[0]) == Size{100, 50});
}

TEST_CASE("of several categories the person says which are words") {
  const TemporaryFolder folder;
  DatasetProblems problems;
  const std::string text = coco_text(R"({"id": 1, "image_id": 7, "category_id": 1, "bbox": [10, 20, 30, 5]},
                                        {"id": 2, "image_id": 7, "category_id": 2, "bbox": [10, 20, 30, 5]})",
                                     R"({"id": 1, "name": "text"}, {"id": 2, "name": "logo"}, {"id": 3, "name": "unused"})");
  CHECK(error_of([&] {
          read(folder, text, problems);
        }).ends_with("has annotations of 2 categories (text, logo); name those that are words with --category"));
  CHECK(error_of([&] { read(folder, text, problems, {"txt"}); }).ends_with("does not have; did you mean 'text'?"));
  CHECK(read(folder, text, problems, {"text"}).pictures[0].words.size() == 1);
  CHECK(heads(problems) == std::vector<std::string>{"1 annotations of other categories, left out"});
  CHECK(read(folder, text, problems, {"text", "logo"}).pictures[0].words.size() == 2);
}

TEST_CASE("a damaged file says which image or annotation") {
  const TemporaryFolder folder;
  DatasetProblems problems;
  const auto message = [&](const std::string& text) {
    const std::string error = error_of([&] { read(folder, text, problems); });
    return error.substr(error.find("coco.json") + 9);
  };
  CHECK(message("[]").starts_with(": is no object with 'images' and 'annotations'"));
  CHECK(message("{\"images\": []}") == ": has no list 'annotations' at its top");
  CHECK(message("{\"images\": [\n{]}") ==
        ":2:2: is not JSON: syntax error while parsing object key - unexpected ']'; expected string literal");
  CHECK(message(R"({"images": [{"id": 1}], "annotations": []})") == ": image 1: has no 'file_name'");
  CHECK(message(R"({"images": [{"id": 1, "id": 2}], "annotations": []})") == ": key 'id' comes twice in images");
  CHECK(message(coco_text(R"({"id": 3, "category_id": 1})")) == ": annotation 3: has no 'image_id'");
  CHECK(message(coco_text(R"({"id": 3, "image_id": 7})")) ==
        ": annotation 3: has neither a polygon in 'segmentation' nor a 'bbox'");
  CHECK(message(coco_text(R"({"id": 3, "image_id": 7, "bbox": [1, 2, 3]})")) ==
        ": annotation 3: 'bbox' has 3 numbers, must be [x, y, width, height]");
  CHECK(message(coco_text(R"({"id": 3, "image_id": 7, "segmentation": [[1, 2, 3, 4, 5]]})"))
            .starts_with(": annotation 3: 'segmentation' holds '[1,2,3,4,5]', must be [x1, y1,"));
}

// By hand: the outline of word 0001 spans x 40..199 and y 60.25..89.
TEST_CASE("what COCO has no key for goes into attributes") {
  const TemporaryFolder folder;
  converted(folder.write("a.json", docket::testing::rich_json), "coco", folder.path / "coco.json");
  const Json root = Json::parse(bytes_of(folder.path / "coco.json"));
  CHECK(root["images"][0].dump() == R"({"id":1,"file_name":"a.jpg","width":720,"height":1280,"attributes":{"tags":["dark"]}})");
  CHECK(root["images"][1].dump() == R"({"id":2,"file_name":"b.jpg","width":100,"height":50})");
  REQUIRE(root["annotations"].size() == 3);
  const Json& first = root["annotations"][0];
  CHECK(first["segmentation"].dump() == "[[40.5,61,198.75,60.25,199,88,40,89]]");
  CHECK(first["bbox"].dump() == "[40,60.25,159,28.75]");
  CHECK(first["iscrowd"] == 0);
  CHECK(first["attributes"]["transcription"] == "한글, \"x\"");
  CHECK(
      root["annotations"][1].dump() ==
      R"({"id":2,"image_id":1,"category_id":1,"segmentation":[[1,2,30,2,30,12,1,12]],"bbox":[1,2,29,10],"area":290,"iscrowd":1,"attributes":{"transcription":"###"}})");
  CHECK(root["annotations"][2]["iscrowd"] == 1);
  CHECK(root["categories"].dump() == R"([{"id":1,"name":"text","supercategory":"text"}])");
}
