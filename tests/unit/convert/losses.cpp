#include "convert/losses.hpp"

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::bytes_of;
using docket::testing::converted;
using docket::testing::error_of;
using docket::testing::heads;
using docket::testing::rich_json;
using docket::testing::TemporaryFolder;
using Lines = std::vector<std::string>;

namespace {

/// What is lost from the rich file, in the order it is met.
Lines lost(const TemporaryFolder& folder, const std::string& format, const std::string& out,
           convert::ConvertOptions options = {}) {
  return heads(converted(folder.write("rich.json", rich_json), format, folder.path / out, options).losses);
}

}  // namespace

TEST_CASE("a submission CSV keeps outlines in whole pixels, and all else is told") {
  const TemporaryFolder folder;
  CHECK(lost(folder, "csv", "a.csv") ==
        Lines{"2 images lose their size (img_w, img_h)", "1 images lose their 'tags'", "2 words lose their transcription",
              "1 words lose their score", "1 words lose their 'orientation'", "1 words lose their 'language'",
              "1 words are rounded to whole pixels", "2 words lose their ignore mark and count as text"});
  CHECK(bytes_of(folder.path / "a.csv") ==
        "filename,polygons\na.jpg,40 61 199 60 199 88 40 89|1 2 30 2 30 12 1 12|5 20 9 18 14 20 14 28 9 30 5 28\nb.jpg,\n");
}

TEST_CASE("--exact keeps fractions") {
  const TemporaryFolder folder;
  convert::ConvertOptions options;
  options.target.exact = true;
  lost(folder, "csv", "a.csv", options);
  CHECK(bytes_of(folder.path / "a.csv").starts_with("filename,polygons\na.jpg,40.5 61 198.75 60.25 199 88 40 89|"));
}

TEST_CASE("icdar keeps texts and the ignore mark, but four points alone") {
  const TemporaryFolder folder;
  CHECK(lost(folder, "icdar", "gt") == Lines{"2 images lose their size (img_w, img_h)", "1 images lose their 'tags'",
                                             "1 words lose their score", "1 words lose their 'orientation'",
                                             "1 words lose their 'language'", "1 words are rounded to whole pixels",
                                             "1 ignored words lose their transcription to '###'",
                                             "1 words of other than 4 points become their smallest rectangle"});
  // The hexagon 5..14 x 18..30 lies in its upright rectangle, which no turned one beats: 9 * 12 = 108 px^2.
  CHECK(bytes_of(folder.path / "gt/gt_a.txt") ==
        "40,61,199,60,199,88,40,89,한글, \"x\"\n1,2,30,2,30,12,1,12,###\n5,18,14,18,14,30,5,30,###\n");
  CHECK(bytes_of(folder.path / "gt/gt_b.txt").empty());
}

TEST_CASE("coco loses nothing, paddleocr sizes, tags and the texts of ignored words") {
  const TemporaryFolder folder;
  CHECK(lost(folder, "coco", "coco.json").empty());
  CHECK(lost(folder, "docket", "docket.json").empty());
  CHECK(lost(folder, "paddleocr", "Label.txt") == Lines{"2 images lose their size (img_w, img_h)", "1 images lose their 'tags'",
                                                        "1 ignored words lose their transcription to '###'"});
  CHECK(
      bytes_of(folder.path / "Label.txt") ==
      "a.jpg\t[{\"transcription\":\"한글, "
      "\\\"x\\\"\",\"points\":[[40.5,61],[198.75,60.25],[199,88],[40,89]],\"difficult\":false,"
      "\"orientation\":\"Horizontal\",\"language\":[\"ko\"],\"score\":0.5},"
      "{\"transcription\":\"###\",\"points\":[[1,2],[30,2],[30,12],[1,12]],\"difficult\":true},"
      "{\"transcription\":\"###\",\"points\":[[5,20],[9,18],[14,20],[14,28],[9,30],[5,28]],\"difficult\":true}]\nb.jpg\t[]\n");
}

TEST_CASE("ids, words without an outline, folders and suffixes are told too") {
  const TemporaryFolder folder;
  const fs::path file = folder.write(
      "a.json",
      R"({"made": "by hand", "images": {"x/b.png": {"words": {"0": {"points": []}, "7": {"points": [[0,0],[1,0],[1,1],[0,1]]}}}}})");
  CHECK(heads(converted(file, "icdar-results", folder.path / "res").losses) ==
        Lines{"1 keys beside 'images' are lost", "1 words of fewer than 3 points are left out",
              "1 words lose their id and are numbered 0001, 0002, ...", "1 images lose their folder",
              "1 images lose their suffix (reading them back needs --images DIR)"});
  CHECK(bytes_of(folder.path / "res/res_b.txt") == "0,0,1,0,1,1,0,1\n");
}

TEST_CASE("--strict writes nothing when something is lost") {
  const TemporaryFolder folder;
  convert::ConvertOptions options;
  options.strict = true;
  CHECK(error_of([&] { lost(folder, "csv", "a.csv", options); }).find("nothing is written because of --strict") !=
        std::string::npos);
  CHECK_FALSE(fs::exists(folder.path / "a.csv"));
  CHECK_NOTHROW(lost(folder, "coco", "a.coco.json", options));
}

TEST_CASE("coco needs sizes") {
  const TemporaryFolder folder;
  const fs::path file =
      folder.write("a.json", R"({"images": {"a.jpg": {"words": {}}, "b.jpg": {"words": {}, "img_w": 5, "img_h": 6}}})");
  CHECK(error_of([&] { converted(file, "coco", folder.path / "c.json"); }) ==
        "--images: 1 images have no size, which coco needs: a.jpg; --images DIR measures them");
  const fs::path beyond = folder.write(
      "b.json", R"({"images": {"b.jpg": {"words": {"0001": {"points": [[0,0],[9,0],[9,6],[0,6]]}}, "img_w": 5, "img_h": 6}}})");
  CHECK(heads(converted(beyond, "coco", folder.path / "d.json").problems) ==
        Lines{"1 images have words beyond their stated size, which may be that before the EXIF turn; --images DIR measures"});
}
