#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using docket::testing::bytes_of;
using docket::testing::converted;
using docket::testing::rich_json;
using docket::testing::TemporaryFolder;

namespace {

/// There and back: `text` as `format` and as docket again.
std::string there_and_back(const TemporaryFolder& folder, const std::string& text, const std::string& format,
                           const std::string& name, convert::ConvertOptions options = {}) {
  options.overwrite = true;
  converted(folder.write("start.json", text), format, folder.path / name, options);
  converted(folder.path / name, "docket", folder.path / "back.json", options);
  return bytes_of(folder.path / "back.json");
}

/// Four points in whole pixels, texts and ignore marks: what icdar and paddleocr hold.
constexpr const char* plain_json = R"({"images": {
"img_1.jpg": {"words": {
"0001": {"points":[[377,117],[463,117],[465,130],[378,130]],"transcription":"Genaxis, 5"},
"0002": {"points":[[1,2],[30,2],[30,12],[1,12]],"transcription":"###"},
"0003": {"points":[[-1,0],[8,0],[8,4],[-1,4]]}}},
"img_2.jpg": {"words": {}}
}}
)";

/// Outlines alone.
constexpr const char* bare_json = R"({"images": {
"a, \"b\".jpg": {"words": {
"0001": {"points":[[377.5,117],[463,117.25],[465,130]]},
"0002": {"points":[[5,20],[9,18],[14,20],[14,28],[9,30],[5,28]]}}},
"b.jpg": {"words": {}}
}}
)";

}  // namespace

TEST_CASE("docket and coco give back every byte") {
  const TemporaryFolder folder;
  CHECK(there_and_back(folder, rich_json, "docket", "same.json") == rich_json);
  CHECK(there_and_back(folder, rich_json, "coco", "coco.json") == rich_json);
}

TEST_CASE("icdar, as folder and as zip, and paddleocr give back what they hold") {
  const TemporaryFolder folder;
  CHECK(there_and_back(folder, plain_json, "icdar", "gt") == plain_json);
  CHECK(there_and_back(folder, plain_json, "icdar", "gt.zip") == plain_json);
  CHECK(there_and_back(folder, plain_json, "paddleocr", "Label.txt") == plain_json);
}

TEST_CASE("csv and predictions give back outlines, with --exact all of them") {
  const TemporaryFolder folder;
  convert::ConvertOptions exact;
  exact.target.exact = true;
  CHECK(there_and_back(folder, bare_json, "csv", "a.csv", exact) == bare_json);
  CHECK(there_and_back(folder, bare_json, "predictions", "p.json", exact) == bare_json);
}

TEST_CASE("icdar results with --polygons, --scores and --exact give back outlines and scores") {
  const TemporaryFolder folder;
  convert::ConvertOptions options;
  options.target.exact = options.target.polygons = options.target.scores = true;
  constexpr const char* scored = R"({"images": {
"a.jpg": {"words": {
"0001": {"points":[[377.5,117],[463,117.25],[465,130]],"score":0.25},
"0002": {"points":[[5,20],[9,18],[14,20],[14,28],[9,30],[5,28]],"score":0.75}}}
}}
)";
  CHECK(there_and_back(folder, scored, "icdar-results", "res.zip", options) == scored);
  constexpr const char* curved = R"({"images": {
"a.jpg": {"words": {
"0001": {"points":[[5,20],[9,18],[14,20],[14,28],[9,30],[5,28]],"transcription":"a, b"}}}
}}
)";
  CHECK(there_and_back(folder, curved, "icdar", "gt", options) == curved);
}

TEST_CASE("the same labels give the same zip") {
  const TemporaryFolder folder;
  const fs::path start = folder.write("start.json", plain_json);
  converted(start, "icdar", folder.path / "a.zip");
  converted(start, "icdar", folder.path / "b.zip");
  CHECK(bytes_of(folder.path / "a.zip") == bytes_of(folder.path / "b.zip"));
}

TEST_CASE("words that other formats cannot keep stay in the dataset JSON") {
  const TemporaryFolder folder;
  constexpr const char* odd = R"({"licence": "CC BY 4.0",
"images": {
"a.jpg": {"words": {
"7": {"points":[],"orientation":null},
"x": {"points":[[1,2]],"mine":[1,{"a":2}],"illegibility":false}}}
}}
)";
  CHECK(there_and_back(folder, odd, "docket", "same.json") == odd);
}
