#include "convert/format.hpp"

#include <doctest/doctest.h>

#include "convert/docket_json.hpp"
#include "convert/icdar.hpp"
#include "convert/paddleocr.hpp"
#include "convert/submission_csv.hpp"
#include "support.hpp"

using namespace docket;
using namespace docket::convert;
using docket::testing::converted;
using docket::testing::error_of;
using docket::testing::heads;
using docket::testing::TemporaryFolder;

namespace {

using Reader = Labels (*)(const Source&, DatasetProblems&);

/// What `read` says about a file "f" of that text, without the folder's name.
std::string complaint(Reader read, const std::string& text) {
  const TemporaryFolder folder;
  DatasetProblems problems;
  const fs::path file = folder.write("f", text);
  const std::string error = error_of([&] { read({file, {}, {}}, problems); });
  return error.starts_with(folder.path.string()) ? error.substr(folder.path.string().size() + 1) : error;
}

std::string guessed(const std::string& text) {
  const TemporaryFolder folder;
  return guess_format(folder.write("f", text)).name;
}

}  // namespace

TEST_CASE("a format is told by what a file begins with, whatever its name") {
  CHECK(guessed("\xEF\xBB\xBF {\"images\": {}}") == std::string("docket"));
  CHECK(guessed(R"({"info": 1, "images": [], "annotations": []})") == std::string("coco"));
  CHECK(guessed("[{\"image_id\": 1}]") == std::string("coco"));
  CHECK(guessed("filename,polygons\r\na.jpg,") == std::string("csv"));
  CHECK(guessed("\nimgs/a.jpg\t[]\n") == std::string("paddleocr"));
  CHECK(guessed("\xEF\xBB\xBF"
                "377,117,463,117,465,130,378,130,###\r\n") == std::string("icdar"));
  const TemporaryFolder folder;
  CHECK(guess_format(folder.path).name == std::string("icdar"));
  CHECK(error_of([] { guessed("hello"); })
            .ends_with("f: begins with 'hello', which no format begins with; --from names its format: docket, predictions, "
                       "csv, coco, icdar, icdar-results, paddleocr"));
  CHECK(error_of([] { guessed(" \n"); }).find("f: is empty; --from names its format") != std::string::npos);
  CHECK(error_of([] { guessed("{\"a\": 1}"); }).find("is JSON without 'images'") != std::string::npos);
  CHECK(error_of([] { guessed("{\"images\": {},}"); }).find("f:1:15: is not JSON") != std::string::npos);
}

TEST_CASE("an unknown format is answered with the nearest") {
  CHECK(error_of([] { (void)format_named("cocco", "to"); }) == "--to: is 'cocco', which is no format; did you mean 'coco'?");
  CHECK(error_of([] { (void)format_named("pascal-voc", "from"); }) ==
        "--from: is 'pascal-voc', which is no format; known: docket, predictions, csv, coco, icdar, icdar-results, paddleocr");
}

TEST_CASE("the submission CSV says file and line") {
  CHECK(complaint(read_submission_csv, "") == "f: is empty; its first line must be filename,polygons");
  CHECK(complaint(read_submission_csv, "name,polygons\n") == "f:1: is 'name,polygons', must be filename,polygons");
  CHECK(complaint(read_submission_csv, "filename,polygons\na.jpg\n") == "f:2: has 1 fields, wanted 2: filename,polygons");
  CHECK(complaint(read_submission_csv, "filename,polygons\n\na.jpg,1 2 3 4 5 6|1 2 x 4 5 6\n") ==
        "f:3: polygon 2: 'x' is not a number; wanted 'x y' pairs with spaces between, polygons with '|'");
  CHECK(complaint(read_submission_csv, "filename,polygons\na.jpg,1 2 3 4 5 6 7\n") ==
        "f:2: polygon 1: '1 2 3 4 5 6 7' has 7 numbers, wanted x y pairs of at least 3 points");
  CHECK(complaint(read_submission_csv, "filename,polygons\na.jpg,1 2 3 4 5 6|\n")
            .starts_with("f:2: polygon 2: '' has 0 numbers"));
  CHECK(complaint(read_submission_csv, "filename,polygons\na.jpg,\na.jpg,\n") == "f:3: image 'a.jpg' comes twice");
  CHECK(complaint(read_submission_csv, "filename,polygons\n\"a.jpg,\n") == "f:2: a quoted field does not end on its line");
  CHECK(complaint(read_submission_csv, "filename,polygons\n\xff.jpg,\n") ==
        "f:2: is not UTF-8 (iconv -t UTF-8 converts other encodings)");
  CHECK(complaint(read_submission_csv,
                  "\xEF\xBB\xBF"
                  "filename,polygons\r\n\"a,\"\"b\"\".jpg\",1 2  3 4 5 6 \r\n")
            .empty());
}

TEST_CASE("PaddleOCR labels say file, line and word") {
  CHECK(complaint(read_paddleocr, "a.jpg\t[]\nb.jpg []\n").starts_with("f:2: 'b.jpg []' has no tab"));
  CHECK(complaint(read_paddleocr, "word_1.png\tTotal\n")
            .starts_with("f:1: has 'Total' after its tab, wanted a JSON list of words (a recognition label"));
  CHECK(complaint(read_paddleocr, "a.jpg\t[]\nb.jpg\t[{]\n").starts_with("f:2: is not JSON: "));
  CHECK(complaint(read_paddleocr, "a.jpg\t[{\"transcription\": \"x\"}]\n")
            .starts_with("f:1: word 1: is '{\"transcription\":\"x\"}', must be"));
  CHECK(complaint(read_paddleocr, "a.jpg\t[{\"points\": [[1, 2, 3]]}]\n") == "f:1: word 1: point 0 is [1,2,3], must be [x, y]");
  CHECK(complaint(read_paddleocr, "a.jpg\t[]\na.jpg\t[]\n") == "f:2: image 'a.jpg' comes twice");
}

TEST_CASE("stars, ### and difficult are PaddleOCR's ignore marks") {
  const TemporaryFolder folder;
  DatasetProblems problems;
  const std::string points = R"("points": [[0,0],[9,0],[9,9],[0,9]])";
  const Labels labels = read_paddleocr(
      {folder.write("f", "a.jpg\t[{\"transcription\": \"*\", " + points + "}, {\"transcription\": \"###\", " + points +
                             "}, {\"transcription\": \"x\", \"difficult\": true, " + points +
                             "}, {\"transcription\": \"\", \"difficult\": false, \"key_cls\": \"total\", " + points + "}]\n"),
       {},
       {}},
      problems);
  const auto& words = labels.pictures.at(0).words;
  CHECK(ignored(words.at(0)));
  CHECK(ignored(words.at(1)));
  CHECK(ignored(words.at(2)));
  CHECK(transcription(words.at(2)) == "x");
  CHECK(words.at(3).fields.dump() == R"({"key_cls":"total"})");
}

TEST_CASE("a star that is printed on the paper comes back as one") {
  const TemporaryFolder folder;
  constexpr const char* star = R"({"images": {
"a.jpg": {"words": {
"0001": {"points":[[0,0],[9,0],[9,9],[0,9]],"transcription":"*"}}}
}}
)";
  CHECK(heads(converted(folder.write("a.json", star), "paddleocr", folder.path / "Label.txt").losses) ==
        std::vector<std::string>{"1 words have the text '*', which PaddleOCR's training ignores"});
  converted(folder.path / "Label.txt", "docket", folder.path / "back.json");
  CHECK(docket::testing::bytes_of(folder.path / "back.json") == star);
  CHECK(heads(converted(folder.path / "a.json", "csv", folder.path / "a.csv").losses) ==
        std::vector<std::string>{"1 words lose their transcription"});
}

TEST_CASE("the dataset JSON says image and word, and a key that comes twice is refused") {
  CHECK(complaint(read_docket_json, R"({"images": []})") == "f: has no object 'images' at its top");
  CHECK(complaint(read_docket_json, R"({"images": {"a.jpg": {"words": {"1": {"points": [[1, "2"]]}}}}})") ==
        "f: a.jpg word 1: point 0 is [1,\"2\"], must be [x, y]");
  CHECK(complaint(read_docket_json, R"({"images": {"a.jpg": {"words": {"1": {}, "1": {}}}}})") ==
        "f: key '1' comes twice in images / a.jpg / words");
  CHECK(complaint(read_docket_json, "{\"images\":\n {\"a.jpg\": 5}}") == "f: a.jpg: is '5', must be an object with 'words'");
  CHECK(complaint(read_docket_json, "{\"images\":\n {,}}").starts_with("f:2:3: is not JSON: "));
}

TEST_CASE("an ICDAR folder: natural order, the pictures' own names, one kind of files") {
  const TemporaryFolder folder;
  folder.write("gt/gt_img_10.txt", "");
  folder.write("gt/gt_img_2.txt",
               "\xEF\xBB\xBF"
               "377,117,463,117,465,130,378,130,###\r\n\r\n");
  folder.write("gt/readme.txt", "not labels");
  folder.write("images/img_2.PNG", "");
  DatasetProblems problems;
  const Labels labels = read_icdar({folder.path / "gt", folder.path / "images", {}}, problems);
  REQUIRE(labels.pictures.size() == 2);
  CHECK(labels.pictures[0].name == "img_2.PNG");
  CHECK(labels.pictures[0].words.size() == 1);
  CHECK(labels.pictures[1].name == "img_10.jpg");
  CHECK(heads(problems) ==
        std::vector<std::string>{"1 text files without 'gt_' in front, left out",
                                 "1 images are not in '" + (folder.path / "images").string() + "' and are taken to be .jpg"});
  folder.write("images/img_2.jpg", "");
  CHECK(error_of([&] {
          read_icdar({folder.path / "gt", folder.path / "images", {}}, problems);
        }).find("holds both") != std::string::npos);
  folder.write("gt/gt_img_2.txt", "\n1,2,3\n");
  CHECK(error_of([&] {
          read_icdar({folder.path / "gt", {}, {}}, problems);
        }).find("gt/gt_img_2.txt:2: '1,2,3' begins with 3 numbers") != std::string::npos);
  folder.write("gt/res_img_2.txt", "");
  CHECK(error_of([&] {
          read_icdar({folder.path / "gt", {}, {}}, problems);
        }).find("holds 2 gt_*.txt and 1 res_*.txt files") != std::string::npos);
  CHECK(error_of([&] {
          read_icdar({folder.path / "images", {}, {}}, problems);
        }).ends_with("holds no *.txt file; wanted gt_*.txt or res_*.txt"));
}

TEST_CASE("a script before every text is a language, before some it is text") {
  const TemporaryFolder folder;
  const std::string quad = "377,117,463,117,465,130,378,130,";
  DatasetProblems problems;
  const Labels scripts =
      read_icdar({folder.write("gt_1.txt", quad + "Korean,값, 5\n" + quad + "None,###\n"), {}, {}}, problems);
  CHECK(scripts.pictures[0].words[0].fields.dump() == R"({"transcription":"값, 5","language":"Korean"})");
  CHECK(ignored(scripts.pictures[0].words[1]));
  const Labels texts = read_icdar({folder.write("gt_2.txt", quad + "Korean,BBQ\n" + quad + "x\n"), {}, {}}, problems);
  CHECK(transcription(texts.pictures[0].words[0]) == "Korean,BBQ");
}

TEST_CASE("a damaged zip and a zip without labels are refused") {
  CHECK(complaint(read_icdar, "PK\x03\x04 and nothing more").starts_with("f: is no zip that can be opened: "));
  CHECK(complaint(read_icdar, std::string("PK\x05\x06", 4) + std::string(18, '\0')) ==
        "f: holds no *.txt file; wanted gt_*.txt or res_*.txt");
}

TEST_CASE("two images that icdar would name alike are refused") {
  const TemporaryFolder folder;
  const fs::path file = folder.write("a.json", R"({"images": {"a.jpg": {"words": {}}, "a.png": {"words": {}}}})");
  CHECK(error_of([&] {
          converted(file, "icdar", folder.path / "gt");
        }).starts_with("a.png: would be 'gt_a.txt', which 'a.jpg' is already"));
  CHECK_FALSE(fs::exists(folder.path / "gt"));
}

TEST_CASE("what --from misnames is recognised") {
  const TemporaryFolder folder;
  ConvertOptions options;
  options.from = "coco";
  CHECK(error_of([&] {
          converted(folder.write("a.csv", "filename,polygons\n"), "docket", folder.path / "b.json", options);
        }).ends_with("(read as coco; it looks like csv)"));
}
