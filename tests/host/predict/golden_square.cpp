/// The golden maps through the whole of `docket predict` with input.pad = "square": picture size and EXIF from the geometry that
/// each case names, the map in place of the network's, the points as the reference system exported them.
#include <cstdlib>
#include <map>

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
      "postprocess.candidate_order=scan", "postprocess.coordinates=integer", "postprocess.holes=true",  // as the reference system
      "--no-overlays", "--quiet", "--out", (desk / "out").string()};
  fs::remove_all(desk / "out");
  const RunResult run = run_docket(desk, words);
  REQUIRE_MESSAGE(run.code == 0, run.err);
  const json written = json::parse(bytes_of(only_file(desk / "out/submissions", ".json")));
  std::vector<json> points;
  for (const auto& [id, word] : written["images"]["picture.jpg"]["words"].items()) points.push_back(word["points"]);
  return points;
}

/// The golden README allows 1 where a coordinate lies within 0.001 of a half.
bool same(const json& came, const json& demanded, int tolerance) {
  if (came.size() != demanded.size()) return false;
  for (std::size_t i = 0; i < came.size(); ++i) {
    for (int axis = 0; axis < 2; ++axis) {
      if (std::abs(came[i][axis].get<int>() - demanded[i][axis].get<int>()) > tolerance) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("the square pipeline gives the boxes that the golden postprocess and geometry demand") {
  const fs::path golden = fs::path(std::getenv("DOCKET_REFERENCE")) / "golden/postprocess";
  const json cases = json::parse(bytes_of(golden / "postprocess.json"));
  std::map<std::string, json> settings;
  for (const json& setting : cases["settings"]) settings[setting["name"]] = setting;
  int compared = 0;
  int words = 0;
  for (const json& item : cases["cases"]) {
    if (!item.contains("inverse")) continue;
    const json& geometry = item["inverse"]["geometry"];
    const Scratch desk;
    write_text(desk / "p.toml", shade_pipeline);
    const int orientation = geometry["exif"];
    write_text(desk / "picture.jpg", oriented_jpeg(black(geometry["stored"][0], geometry["stored"][1]), orientation));
    write_square_map(item["name"], geometry["model_input"], desk / "map.safetensors");
    // Two settings a case, taking turns, so that box and polygon mode and every threshold come up.
    for (std::size_t turn = 0; turn < 2; ++turn) {
      const json& result = item["results"][(static_cast<std::size_t>(compared) * 5 + turn) % item["results"].size()];
      const std::string name = item["name"].get<std::string>() + " / " + result["setting"].get<std::string>();
      CAPTURE(name);
      const std::vector<json> came = predicted(desk, geometry, settings[result["setting"]]);
      const json& demanded = result["detections"];
      REQUIRE(came.size() == demanded.size());
      for (std::size_t i = 0; i < came.size(); ++i) {
        CAPTURE(i);
        CHECK(same(came[i], demanded[i]["points"], demanded[i].contains("rounding_tie") ? 1 : 0));
        ++words;
      }
    }
    ++compared;
  }
  CHECK(words > 0);
}
