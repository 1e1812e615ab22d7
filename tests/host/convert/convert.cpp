/// Runs `docket convert` as a person does.
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "support/docket_command.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using docket::testing::bytes_of;
using docket::testing::Run;
using docket::testing::TemporaryFolder;

namespace {

/// In the folder, with nothing on standard input.
Run convert(const TemporaryFolder& folder, const std::string& arguments) {
  fs::current_path(folder.path);
  return docket::testing::docket("convert " + arguments + " </dev/null");
}

constexpr const char* labels = R"({"images": {
"a.jpg": {"words": {
"0001": {"points":[[1,2],[30,2],[30,12.5],[1,12]],"transcription":"TOTAL"},
"0002": {"points":[[1,20],[30,20],[30,30],[1,30]],"transcription":"###"}}}
}}
)";

/// A picture of 3 x 2 pixels that carries no compression: 24-bit BMP, rows padded to 12 bytes.
std::string small_bmp() {
  std::string bytes("BM\x4e\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x03\0\0\0\x02\0\0\0\x01\0\x18\0\0\0\0\0\x18\0\0\0", 38);
  return bytes + std::string(16 + 24, '\0');
}

}  // namespace

TEST_CASE("from the dataset JSON to a zip of ICDAR files and back, with what is lost on the way") {
  const TemporaryFolder folder;
  folder.write("labels.json", labels);
  const Run there = convert(folder, "labels.json --to icdar --out gt.zip");
  CHECK(there.code == 0);
  CHECK(there.output ==
        "docket: warning: gt.zip: 1 words are rounded to whole pixels: a.jpg word 0001\n"
        "gt.zip: icdar from docket, 1 images, 2 words, 1 of them to ignore\n");
  const Run back = convert(folder, "gt.zip --to docket --out back.json");
  CHECK(back.code == 0);
  CHECK(back.output ==
        "docket: warning: gt.zip: 1 images are taken to be .jpg; --images DIR finds their names: a.jpg\n"
        "back.json: docket from icdar, 1 images, 2 words, 1 of them to ignore\n");
  std::string rounded = labels;
  rounded.replace(rounded.find("12.5"), 4, "12");
  CHECK(bytes_of(folder.path / "back.json") == rounded);
}

TEST_CASE("quiet prints warnings alone") {
  const TemporaryFolder folder;
  folder.write("labels.json", labels);
  CHECK(convert(folder, "labels.json --to docket --out same.json -q").output.empty());
  CHECK(bytes_of(folder.path / "same.json") == labels);
}

TEST_CASE("coco measures the pictures") {
  const TemporaryFolder folder;
  folder.write("labels.json", R"({"images": {"a.bmp": {"words": {}, "img_w": 2, "img_h": 3}}})");
  folder.write("pictures/a.bmp", small_bmp());
  const Run run = convert(folder, "labels.json --to coco --images pictures --out coco.json");
  CHECK(run.code == 0);
  CHECK(run.output ==
        "docket: warning: labels.json: 1 images state another size than their picture's, which wins: a.bmp\n"
        "coco.json: coco from docket, 1 images, 0 words\n");
  CHECK(bytes_of(folder.path / "coco.json").find(R"("file_name":"a.bmp","width":3,"height":2)") != std::string::npos);
  folder.write("more.json", R"({"images": {"a.bmp": {"words": {}}, "b.bmp": {"words": {}}}})");
  const Run missing = convert(folder, "more.json --to coco --images pictures --out more_coco.json");
  CHECK(missing.code == 4);
  CHECK(missing.output == "docket: error: --images: 1 of 2 pictures have no size; pictures/b.bmp: does not exist\n");
}

TEST_CASE("wrong arguments say what came and what was wanted, and no file is made") {
  const TemporaryFolder folder;
  folder.write("labels.json", labels);
  folder.write("there.csv", "mine");
  folder.write("gt/gt_a.txt", "1,2,3,4,5,6,7,8,a\n1,2,three\n");
  const auto refused = [&](const std::string& arguments, int code, const std::string& message) {
    CAPTURE(arguments);
    const Run run = convert(folder, arguments);
    CHECK(run.code == code);
    CHECK_MESSAGE(run.output.find(message) != run.output.npos, run.output);
    CHECK_FALSE(fs::exists(folder.path / "x"));
  };
  refused("", 2, "too few words; usage: docket convert INPUT --to FORMAT --out FILE");
  refused("labels.json", 2,
          "--to is missing; it names the format to write: docket, predictions, csv, coco, icdar, icdar-results, paddleocr");
  refused("labels.json --to csv", 2, "--out is missing");
  refused("labels.json --to cocoa --out x", 2, "--to: is 'cocoa', which is no format; did you mean 'coco'?");
  refused("labels.json --to csv --from json --out x", 2, "--from: is 'json', which is no format");
  refused("labels.json --to csv --form coco --out x", 2, "did you mean '--from'?");
  refused("labels.json more.json --to csv --out x", 2, "'more.json' is one word too many");
  refused("labels.json --to csv --out x a.b=c", 2, "docket convert reads no pipeline");
  refused("none.json --to csv --out x", 4, "none.json: does not exist");
  refused("labels.json --to coco --out x", 4,
          "--images: 1 images have no size, which coco needs: a.jpg; --images DIR measures them");
  refused("labels.json --to coco --out x --images none", 4, "none: is no folder");
  refused("labels.json --to csv --out x --strict", 4, "nothing is written because of --strict");
  refused("labels.json --to csv --out there.csv", 2, "there.csv: is there already; choose another --out or add --overwrite");
  refused("labels.json --to csv --out none/x", 4, "its folder 'none' does not exist");
  refused("labels.json --to csv --from coco --out x", 4, "(read as coco; it looks like docket)");
  refused("gt --to docket --out x", 4, "gt/gt_a.txt:2: '1,2,three' begins with 2 numbers; wanted x1,y1,x2,y2,x3,y3,x4,y4,text");
  refused("- --to csv --out x", 4, "-: does not exist");
  CHECK(bytes_of(folder.path / "there.csv") == "mine");
}

TEST_CASE("a flag that changes nothing is told") {
  const TemporaryFolder folder;
  folder.write("labels.json", labels);
  CHECK(convert(folder, "labels.json --to docket --out x --polygons")
            .output.starts_with("docket: warning: --polygons changes nothing from docket to docket\n"));
}
