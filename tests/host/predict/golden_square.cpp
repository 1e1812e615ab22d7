/// The golden maps through the whole of `docket predict` with input.pad = "square": picture size and EXIF from the geometry that
/// each case names, the map in place of the network's, the points as the reference system exported them.
#include <cstdlib>
#include <map>
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "docket_run.hpp"
#include "golden_map.hpp"
#include "pictures.hpp"

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Runs one setting of one case and returns the words' points in their order.
std::vector<json> predicted(const Scratch& desk, const json& geometry, const json& setting) {
  const int side = geometry["model_input"];
  const std::vector<std::string> words = {
      "predict", (desk / "p.toml").string(), (desk / "picture.jpg").string(),
      "head.map=" + (desk / "map.safetensors").string(),
      "input.pad=square", "input.longest_side=" + std::to_string(side),
      "postprocess.thresh=" + setting["thresh"].dump(), "postprocess.box_thresh=" + setting["box_thresh"].dump(),
      "postprocess.max_candidates=" + setting["max_candidates"].dump(), "postprocess.unclip_ratio=" + setting["unclip_ratio"].dump(),
      std::string("postprocess.mode=") + (setting["use_polygon"].get<bool>() ? "polygon" : "box"),
      "--no-overlays", "--quiet", "--out", (desk / "out").string()};
  fs::remove_all(desk / "out");
  const RunResult run = docket(desk, words);
  REQUIRE_MESSAGE(run.code == 0, run.err);
  const json written = json::parse(text_of(only_file(desk / "out/submissions", ".json")));
  std::vector<json> points;
  for (const auto& [id, word] : written["images"]["picture.jpg"]["words"].items()) points.push_back(word["points"]);
  return points;
}

}  // namespace

TEST_CASE("the square pipeline gives the boxes that the golden postprocess and geometry demand") {
  const char* reference = std::getenv("DOCKET_REFERENCE");
  const fs::path golden = fs::path(reference == nullptr ? "" : reference) / "golden/postprocess";
  if (!fs::exists(golden / "postprocess.json")) {
    MESSAGE("no golden data under DOCKET_REFERENCE; nothing to compare");
    return;
  }
  const json cases = json::parse(text_of(golden / "postprocess.json"));
  std::map<std::string, json> settings;
  for (const json& setting : cases["settings"]) settings[setting["name"]] = setting;
  int compared = 0;
  for (const json& item : cases["cases"]) {
    if (!item.contains("inverse")) continue;
    const json& geometry = item["inverse"]["geometry"];
    const Scratch desk;
    write_text(desk / "p.toml", shade_pipeline);
    const int orientation = geometry["exif"];
    write_text(desk / "picture.jpg", oriented_jpeg(black(geometry["stored"][0], geometry["stored"][1]), orientation));
    write_square_map(golden / "maps.safetensors", item["name"], geometry["model_input"], desk / "map.safetensors");
    // Two settings a case, taking turns, so that box and polygon mode and every threshold come up.
    for (std::size_t turn = 0; turn < 2; ++turn) {
      const json& result = item["results"][(static_cast<std::size_t>(compared) * 5 + turn) % item["results"].size()];
      const std::string name = item["name"].get<std::string>() + " / " + result["setting"].get<std::string>();
      CAPTURE(name);
      // The reference keeps the order of the contours, docket's default is best score first: compare as sets.
      std::multiset<std::string> demanded;
      for (const json& detection : result["detections"]) demanded.insert(detection["points"].dump());
      const json& setting = settings[result["setting"]];
      if (result["log"]["contours"].get<int>() > setting["max_candidates"].get<int>()) continue;  // there the two keep others
      std::multiset<std::string> came;
      for (const json& points : predicted(desk, geometry, setting)) came.insert(points.dump());
      CHECK(came == demanded);
    }
    ++compared;
  }
  CHECK(compared > 0);
}
