/// docket tune as a person runs it, on the shipped receipts and weights.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/docket_command.hpp"
#include "support/temporary_folder.hpp"

namespace docket::testing {
namespace {

namespace fs = std::filesystem;

const fs::path configs = std::getenv("DOCKET_CONFIGS");

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Command, receipt pipeline, small and with thresholds that are easy to better, and the shipped samples as data.val and data.train.
std::string on_samples(const std::string& command) {
  const std::string data = (configs / "samples").string();
  std::string words = command + " '" + (configs / "pipelines" / "receipt.toml").string() + "'";
  for (const char* split : {"val", "train"}) {
    words += " data." + std::string(split) + ".annotations='" + data + "/annotations.json' data." + split + ".images='" + data + "/images'";
  }
  return words + " input.longest_side=640 postprocess.thresh=0.7 postprocess.box_thresh=0.8 ";
}

}  // namespace

TEST_CASE("tune scores settings as evaluate does, keeps the maps, and writes a fragment that extends a pipeline") {
  const TemporaryFolder place;
  const std::string common = on_samples("tune") + "--maps '" + (place.path / "maps").string() + "' --out '" + (place.path / "out").string() + "' ";
  const Run first = docket(common + "thresh=0.2:0.4:0.1 box_thresh=[0.3,0.5] --top 6 --check train");
  CAPTURE(first.output);
  REQUIRE(first.code == 0);
  CHECK(contains(first.output, "6 maps to compute, 0 maps known"));
  CHECK(contains(first.output, "train: 6 pictures of 6 are among those tuned on"));

  const auto report = nlohmann::json::parse(text_of(place.path / "out" / "tune.json"));
  REQUIRE(report["settings"].size() == 7);
  CHECK(report["settings"][0]["setting"] == nlohmann::json::object());
  // Full precision: exactly what evaluate says of the same setting.
  for (const auto& trial : report["best"]) {
    if (trial["setting"] != nlohmann::json{{"thresh", 0.4}, {"box_thresh", 0.5}}) continue;
    const Run evaluated = docket(on_samples("evaluate") + "--json '" + (place.path / "e.json").string() + "' postprocess.thresh=0.4 postprocess.box_thresh=0.5");
    REQUIRE(evaluated.code == 0);
    const auto scores = nlohmann::json::parse(text_of(place.path / "e.json"));
    CAPTURE(scores.dump());
    CHECK(trial["iou"]["hmean"].get<double>() == doctest::Approx(scores["iou"]["hmean"].get<double>()).epsilon(1e-9));
    CHECK(trial["detections"] == scores["iou"]["detections"]);
  }

  std::ofstream(place.path / "p.toml") << "extends = [\"" << (configs / "pipelines" / "receipt.toml").string() << "\", \"out/best.toml\"]\n";
  const Run shown = docket("config show '" + (place.path / "p.toml").string() + "'");
  CAPTURE(shown.output);
  CHECK(shown.code == 0);
  CHECK(contains(shown.output, "best.toml"));
  CHECK(report["winner"] != nlohmann::json::object());

  // The second run computes nothing but what is damaged, and comes to the same.
  const std::string csv = text_of(place.path / "out" / "settings.csv");
  for (const auto& entry : fs::recursive_directory_iterator(place.path / "maps")) {
    if (entry.is_regular_file()) {
      fs::resize_file(entry.path(), 100);
      break;
    }
  }
  const Run second = docket(common + "thresh=0.2:0.4:0.1 box_thresh=[0.3,0.5]");
  CAPTURE(second.output);
  CHECK(second.code == 0);
  CHECK_FALSE(contains(second.output, "to compute"));
  CHECK(contains(second.output, "chosen on these very pictures"));
  CHECK(text_of(place.path / "out" / "settings.csv") == csv);
}

TEST_CASE("where nothing tried is better than the pipeline's own setting, tune says so") {
  const TemporaryFolder place;
  const Run run = docket(on_samples("tune") + "--maps '" + (place.path / "maps").string() + "' --out '" + (place.path / "out").string() + "' thresh=[0.99,0.95]");
  CAPTURE(run.output);
  REQUIRE(run.code == 0);
  CHECK(contains(run.output, "nothing tried is better than the pipeline's own setting"));
  CHECK(nlohmann::json::parse(text_of(place.path / "out" / "tune.json"))["winner"] == nlohmann::json::object());
}

TEST_CASE("a sampler that learns tries settings of a large grid, each once, and comes to one at least as good as random draws do") {
  const TemporaryFolder place;
  const std::string common = on_samples("tune") + "--maps '" + (place.path / "maps").string() + "' --draws 30 --metric iou thresh=0.05:0.95:0.01 box_thresh=0.05:0.95 ";
  double reached[2] = {};
  for (const int learns : {0, 1}) {
    const fs::path out = place.path / (learns ? "tpe" : "random");
    const Run run = docket(common + "--out '" + out.string() + "' --sampler " + out.filename().string());
    CAPTURE(run.output);
    REQUIRE(run.code == 0);
    const auto report = nlohmann::json::parse(text_of(out / "tune.json"));
    std::set<std::string> seen;
    for (const auto& trial : report["settings"]) CHECK(seen.insert(trial["setting"].dump()).second);
    CHECK((seen.size() > 20 && seen.size() <= 31));
    reached[learns] = report["best"][0]["iou"]["hmean"].get<double>();
    for (const auto& trial : report["best"]) reached[learns] = std::max(reached[learns], trial["iou"]["hmean"].get<double>());
  }
  CHECK(reached[1] >= reached[0]);
  CHECK(contains(docket(common + "--sampler tpee").output, "did you mean 'tpe'?"));
  CHECK(contains(docket(common + "--sampler grid").output, "is a range without a step"));
  const std::string points = on_samples("tune") + "--sampler tpe --space '" + (configs / "tune" / "smart_9.toml").string() + "'";
  CHECK(contains(docket(points).output, "does nothing for [[point]] tables"));
}

TEST_CASE("over two splits a setting's score is the mean, beside its standard deviation") {
  const TemporaryFolder place;
  const Run run = docket(on_samples("tune") + "--split val --split train --maps '" + (place.path / "maps").string() + "' --out '" + (place.path / "out").string() + "' thresh=[0.3,0.5]");
  CAPTURE(run.output);
  REQUIRE(run.code == 0);
  CHECK(contains(run.output, "train: 6 pictures of 6 are those of val too"));
  CHECK(contains(run.output, "2 settings on 12 images of val, train"));
  CHECK(contains(run.output, "sd of CLEval H"));
  const auto report = nlohmann::json::parse(text_of(place.path / "out" / "tune.json"));
  CHECK(report["sets"] == nlohmann::json{"val", "train"});
  for (const auto& trial : report["settings"]) {
    const double val = trial["sets"]["val"]["iou"], train = trial["sets"]["train"]["iou"];
    CHECK(trial["iou"]["hmean"].get<double>() == doctest::Approx((val + train) / 2).epsilon(1e-9));
    CHECK(trial["iou"]["hmean_sd"].get<double>() == doctest::Approx(std::abs(val - train) / std::sqrt(2.0)).epsilon(1e-9));
  }
  CHECK(contains(docket(on_samples("tune") + "thresh=[0.3] thresh=0.4:0.5").output, "gives 'thresh=' twice: 'thresh=[0.3]' and 'thresh=0.4:0.5'"));
  CHECK(contains(docket(on_samples("tune") + "--split val --split val thresh=[0.3]").output, "names val twice"));
}

TEST_CASE("the reference's lists of 9, 75 and 4 settings are shipped") {
  const std::pair<const char*, int> lists[] = {{"smart_9", 9}, {"grid_75", 75}, {"final_4", 4}};
  const TemporaryFolder place;
  for (const auto& [name, count] : lists) {
    const Run run = docket(on_samples("tune") + "--top 1 --maps '" + (place.path / "maps").string() + "' --out '" + (place.path / name).string() + "' --space '" +
                           (configs / "tune" / (std::string(name) + ".toml")).string() + "'");
    CAPTURE(run.output);
    REQUIRE(run.code == 0);
    CHECK(contains(run.output, std::to_string(count) + " settings on 6 images"));
  }
}

TEST_CASE("what cannot be tuned is told before the network runs") {
  CHECK(contains(docket(on_samples("tune")).output, "was told nothing to try"));
  CHECK(contains(docket(on_samples("tune") + "tresh=0.1:0.2").output, "did you mean 'thresh'"));
  CHECK(contains(docket(on_samples("tune") + "thresh=0.1:2").output, "must be in [0, 1]"));
  CHECK(contains(docket(on_samples("tune") + "weights= thresh=0.1:0.2").output, "names no weights"));
  CHECK(contains(docket(on_samples("tune") + "thresh=0.1:0.2 --metric f1").output, "must be cleval or iou"));
}

}  // namespace docket::testing
