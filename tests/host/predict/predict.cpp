#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "docket_run.hpp"
#include "pictures.hpp"

using nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

/// A folder with the shade pipeline; `out` takes the results.
struct Desk : Scratch {
  fs::path pipeline = *this / "shade pipeline.toml";
  fs::path out = *this / "out";
  Desk() { write_text(pipeline, shade_pipeline); }

  RunResult predict(std::vector<std::string> words, const std::string& input = "") const {
    std::vector<std::string> all = {"predict", pipeline.string()};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--out", out.string()});
    return run_docket(*this, all, input);
  }
  [[nodiscard]] std::string json_text() const { return bytes_of(only_file(out / "submissions", ".json")); }
  [[nodiscard]] ordered_json images() const { return ordered_json::parse(json_text())["images"]; }
  [[nodiscard]] std::string csv() const { return bytes_of(only_file(out / "submissions", ".csv")); }
};

std::vector<std::string> names(const ordered_json& images) {
  std::vector<std::string> all;
  for (const auto& [name, image] : images.items()) all.push_back(name);
  return all;
}

/// The CSV that the JSON calls for (reference-system.md 2.2, 2.3).
std::string csv_of(const ordered_json& images) {
  std::string csv = "filename,polygons\n";
  for (const auto& [name, image] : images.items()) {
    csv += name + ",";
    bool first_word = true;
    for (const auto& [id, word] : image["words"].items()) {
      csv += first_word ? "" : "|";
      first_word = false;
      bool first = true;
      for (const auto& point : word["points"]) {
        csv += (first ? "" : " ") + point[0].dump() + " " + point[1].dump();
        first = false;
      }
    }
    csv += "\n";
  }
  return csv;
}

/// Whether one of the words lies around this rectangle, at most `slack` pixels larger on each side.
bool found(const ordered_json& image, cv::Rect wanted, int slack = 14) {
  for (const auto& [id, word] : image["words"].items()) {
    std::vector<cv::Point> points;
    for (const auto& point : word["points"]) points.emplace_back(point[0].get<int>(), point[1].get<int>());
    const cv::Rect box = cv::boundingRect(points);
    const cv::Rect grown(wanted.x - slack, wanted.y - slack, wanted.width + 2 * slack, wanted.height + 2 * slack);
    if ((box & grown) == box && (box & wanted) == wanted) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the two words of a picture come out in both formats, exactly as the reference writes them") {
  const Desk desk;
  write_picture(desk / "r_000001.png", two_words());
  write_picture(desk / "r_000002.png", black(64, 64));
  const RunResult run = desk.predict({(desk / "r_000001.png").string(), (desk / "r_000002.png").string()});
  CHECK_MESSAGE(run.code == 0, run.err);
  const ordered_json images = desk.images();
  CHECK(names(images) == std::vector<std::string>{"r_000001.png", "r_000002.png"});
  CHECK(images["r_000001.png"]["words"].size() == 2);
  CHECK(found(images["r_000001.png"], {16, 16, 48, 16}));
  CHECK(found(images["r_000001.png"], {80, 48, 32, 24}));
  CHECK(images["r_000001.png"]["words"].contains("0001"));
  CHECK(images["r_000001.png"]["words"].contains("0002"));
  CHECK(images["r_000001.png"]["words"]["0001"].size() == 1);
  CHECK(images["r_000002.png"]["words"].empty());
  CHECK(desk.json_text() == ordered_json::parse(desk.json_text()).dump(4, ' ', true));
  CHECK(desk.csv() == csv_of(images));
  CHECK(desk.csv().ends_with("\nr_000002.png,\n"));
  CHECK(fs::exists(desk.out / "overlays/r_000001.jpg"));
  const cv::Mat drawn = cv::imread((desk.out / "overlays/r_000001.jpg").string());
  CHECK(drawn.size() == cv::Size(128, 96));
  CHECK(run.out.find("2 images, 2 boxes, 1.0 boxes per image") == 0);
}

TEST_CASE("memory does not grow with the number of images") {
  const Desk desk;
  cv::Mat large = black(640, 480);
  cv::rectangle(large, {100, 100, 200, 40}, cv::Scalar::all(255), cv::FILLED);
  write_picture(desk / "one.bmp", large);
  const auto peak_of = [&](int images) {
    const fs::path folder = desk / std::to_string(images);
    fs::create_directory(folder);
    for (int i = 0; i < images; ++i) fs::create_hard_link(desk / "one.bmp", folder / (std::to_string(i) + ".bmp"));
    const RunResult run = desk.predict({folder.string(), "--quiet"});
    CHECK_MESSAGE(run.code == 0, run.err);
    return run.peak_mib;
  };
  const long few = peak_of(30);
  CHECK(few > 20);
  CHECK(peak_of(600) < few + 60);  // 570 pictures more would be 500 MiB, their inputs 2 GiB
}

TEST_CASE("scores and overlays are there as asked, quiet says nothing") {
  const Desk desk;
  write_picture(desk / "a.png", two_words());
  const RunResult run = desk.predict({(desk / "a.png").string(), "--scores", "--no-overlays", "--quiet"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(run.err.empty());
  const double score = desk.images()["a.png"]["words"]["0001"]["score"];
  CHECK(score > 0.5);
  CHECK(score <= 1.0);
  CHECK_FALSE(fs::exists(desk.out / "overlays/a.jpg"));
}

TEST_CASE("frozen and unfrozen agree") {
  const Desk desk;
  write_picture(desk / "a.png", two_words());
  CHECK(desk.predict({(desk / "a.png").string()}).code == 0);
  const ordered_json frozen = desk.images();
  fs::remove_all(desk.out);
  CHECK(desk.predict({(desk / "a.png").string(), "--unfrozen"}).code == 0);
  CHECK(desk.images() == frozen);
}

TEST_CASE("every kind of picture is read: 1, 3 and 4 channels, 16 bits, all suffixes, EXIF turned once") {
  const Desk desk;
  const fs::path folder = desk / "pictures";
  cv::Mat gray;
  cv::Mat alpha;
  cv::Mat deep;
  cv::cvtColor(two_words(), gray, cv::COLOR_BGR2GRAY);
  cv::cvtColor(two_words(), alpha, cv::COLOR_BGR2BGRA);
  two_words().convertTo(deep, CV_16UC3, 257);
  write_picture(folder / "1 gray.png", gray);
  write_picture(folder / "2 alpha.png", alpha);
  write_picture(folder / "3 deep.png", deep);
  write_picture(folder / "4.JPG", two_words());
  write_picture(folder / "5.bmp", two_words());
  write_picture(folder / "6.tiff", two_words());
  write_picture(folder / "7.webp", two_words());
  cv::Mat stored;
  cv::rotate(two_words(), stored, cv::ROTATE_90_COUNTERCLOCKWISE);
  write_text(folder / "8 turned.jpg", oriented_jpeg(stored, 6));
  const RunResult run = desk.predict({folder.string()});
  CHECK_MESSAGE(run.code == 0, run.err);
  const ordered_json images = desk.images();
  CHECK(images.size() == 8);
  for (const auto& [name, image] : images.items()) {
    CAPTURE(name);
    CHECK(image["words"].size() == 2);
    CHECK(found(image, {16, 16, 48, 16}));
    CHECK(found(image, {80, 48, 32, 24}));
  }
}

TEST_CASE("a word that names a file is an input even if it holds '='; others are overrides") {
  const Desk desk;
  write_picture(desk / "postprocess.thresh=0.9.png", two_words());
  const RunResult run = desk.predict({(desk / "postprocess.thresh=0.9.png").string(), "postprocess.box_thresh=0.999"});
  CHECK_MESSAGE(run.code == 0, run.err);
  CHECK(names(desk.images()) == std::vector<std::string>{"postprocess.thresh=0.9.png"});
  CHECK(desk.images()["postprocess.thresh=0.9.png"]["words"].empty());
  const RunResult misspelt = desk.predict({(desk / "postprocess.thresh=0.9.png").string(), "postprocess.box_tresh=0.5"});
  CHECK(misspelt.code == 2);
  CHECK(misspelt.err.find("box_thresh") != std::string::npos);
}

TEST_CASE("a pattern that nobody expanded and a list on standard input are inputs, in their order") {
  const Desk desk;
  for (const char* name : {"b.png", "a.png", "c d=\xec\x98\x81.png"}) write_picture(desk / name, black(40, 32));
  const RunResult list = desk.predict({"-"}, (desk / "c d=\xec\x98\x81.png").string() + "\n\n" + (desk / "a.png").string() + "\n");
  CHECK_MESSAGE(list.code == 0, list.err);
  CHECK(names(desk.images()) == std::vector<std::string>{"c d=\xec\x98\x81.png", "a.png"});
  CHECK(desk.json_text().find("c d=\\uc601.png") != std::string::npos);
  fs::remove_all(desk.out);
  CHECK(desk.predict({(desk / "?.png").string()}).code == 0);
  CHECK(names(desk.images()) == std::vector<std::string>{"a.png", "b.png"});
}

TEST_CASE("two pictures of one name are both kept, named with their folders") {
  const Desk desk;
  write_picture(desk / "may/1.png", two_words());
  write_picture(desk / "june/1.png", black(64, 64));
  CHECK(desk.predict({(desk / "may").string(), (desk / "june").string()}).code == 0);
  CHECK(names(desk.images()) == std::vector<std::string>{"may/1.png", "june/1.png"});
  CHECK(fs::exists(desk.out / "overlays/may/1.jpg"));
  CHECK(fs::exists(desk.out / "overlays/june/1.jpg"));
}

TEST_CASE("damaged, empty and missing pictures are named and counted, the others are done, the code is 4") {
  const Desk desk;
  write_picture(desk / "in/1.png", two_words());
  write_text(desk / "in/2.png", encoded(".png", two_words()).substr(0, 60));
  write_text(desk / "in/3.jpg", "");
  write_text(desk / "in/4.jpg", "no picture at all");
  write_picture(desk / "in/5.png", two_words());
  const RunResult run = desk.predict({(desk / "in").string(), (desk / "missing.jpg").string()});
  CHECK(run.code == 4);
  CHECK(names(desk.images()) == std::vector<std::string>{"1.png", "5.png"});
  for (const char* bad : {"2.png", "3.jpg", "4.jpg", "missing.jpg"}) CHECK_MESSAGE(run.err.find(bad) != std::string::npos, run.err);
  CHECK(run.out.find("4 images failed") != std::string::npos);
}

TEST_CASE("an empty folder and a word that is nothing stop the run before it begins") {
  const Desk desk;
  fs::create_directories(desk / "empty");
  CHECK(desk.predict({(desk / "empty").string()}).code == 4);
  CHECK(desk.predict({(desk / "nothing").string()}).code == 4);
  CHECK(desk.predict({(desk / "*.webp").string()}).code == 4);
  CHECK(desk.predict({}).code == 4);
  CHECK(desk.predict({(desk / "empty").string(), "--no-such-option"}).code == 2);
  CHECK_FALSE(fs::exists(desk.out));
}

TEST_CASE("earlier results are never overwritten") {
  const Desk desk;
  write_picture(desk / "a.png", black(32, 32));
  for (int i = 0; i < 3; ++i) CHECK(desk.predict({(desk / "a.png").string(), "--quiet"}).code == 0);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(desk.out / "submissions")) files += entry.is_regular_file() ? 1 : 0;
  CHECK(files == 6);
}

TEST_CASE("an interrupted run leaves valid files with what was done") {
  const Desk desk;
  for (int i = 0; i < 60; ++i) write_picture(desk / ("in/" + std::to_string(100 + i) + ".png"), two_words());
  DocketProcess run(desk, {"predict", desk.pipeline.string(), (desk / "in").string(), "head.delay_ms=100", "--out", desk.out.string()});
  for (int i = 0; i < 600 && !fs::exists(desk.out / "overlays/102.jpg"); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  REQUIRE(kill(run.id(), SIGINT) == 0);
  const RunResult result = run.wait();
  CHECK_MESSAGE(result.code == 130, result.err);
  const ordered_json images = desk.images();
  CHECK(images.size() >= 3);
  CHECK(images.size() < 60);
  CHECK(names(images).front() == "100.png");
  CHECK(desk.csv() == csv_of(images));
  CHECK(result.out.find("interrupted") != std::string::npos);
}

TEST_CASE("parts that do not fit are refused before any weight is read, naming both") {
  const Desk desk;
  write_picture(desk / "a.png", two_words());
  const RunResult run =
      desk.predict({(desk / "a.png").string(), "decoder.most_channels=0", "--weights", (desk / "missing.safetensors").string()});
  CHECK(run.code == 5);
  CHECK(run.err.find("decoder 'shade'") != std::string::npos);
  CHECK(run.err.find("backbone") != std::string::npos);
  const RunResult lying = desk.predict({(desk / "a.png").string(), "backbone.wrong_channels=true"});
  CHECK(lying.code == 5);
  CHECK(lying.err.find("backbone 'shade'") != std::string::npos);
  CHECK(desk.predict({(desk / "a.png").string(), "backbone.use=shadow"}).code == 3);
  CHECK(desk.predict({(desk / "a.png").string(), "input.stride=2"}).code == 2);
}

TEST_CASE("another backbone runs by one word of the shipped pipeline, with no build step") {
  const Desk desk;
  write_picture(desk / "a.png", two_words());
  const fs::path shipped = fs::path(std::getenv("DOCKET_SOURCE")) / "configs/pipelines/receipt.toml";
  const RunResult run = run_docket(desk, {"predict", shipped.string(), (desk / "a.png").string(), "backbone.use=resnet", "backbone.variant=34",
                                      "input.longest_side=96", "--out", desk.out.string()});
  CHECK_MESSAGE(run.code == 0, run.err);
  CHECK(run.err.find("'backbone.variant' is now 34; dropped weights") != std::string::npos);
  CHECK(names(desk.images()) == std::vector<std::string>{"a.png"});
}
