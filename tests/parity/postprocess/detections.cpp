// 40 probability maps x 12 settings, box and polygon mode: every detection of the reference system, in its order, through the
// plugin as the host loads it.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>

#include <doctest/doctest.h>

#include <docket/pipeline/frame.hpp>
#include <docket/plugins/catalog.hpp>

#include "arrays.hpp"

using namespace docket;
using nlohmann::json;

namespace {

/// The probabilities of one map, exact in float32.
std::vector<float> probabilities(const parity::Arrays& maps, const std::string& name) {
  std::vector<float> map;
  if (maps.dtype(name) == "U8") {
    for (const std::uint8_t q : maps.values<std::uint8_t>(name)) map.push_back(float(q) / 256);
  } else {
    for (const std::uint16_t q : maps.values<std::uint16_t>(name)) map.push_back(float(q) / 65536);
  }
  return map;
}

/// A map without "inverse" is its own image.
ImageFrame frame_of(const json& item) {
  const Size map{item["hw"][1], item["hw"][0]};
  ImageFrame frame;
  frame.image = frame.resized = frame.inverse_size = map;
  if (item.contains("inverse")) {
    const json& geometry = item["inverse"]["geometry"];
    InputOptions options;
    options.pad = "square";
    options.longest_side = geometry["model_input"];
    frame = make_frame({geometry["corrected"][0], geometry["corrected"][1]}, options);
  }
  frame.input = frame.map = map;  // the golden maps are cut to their upper part
  return frame;
}

json reference_options(const json& setting) {
  return {{"thresh", setting["thresh"]},
          {"box_thresh", setting["box_thresh"]},
          {"max_candidates", setting["max_candidates"]},
          {"mode", setting["use_polygon"] ? "polygon" : "box"},
          {"unclip_ratio", setting["unclip_ratio"]},
          {"candidate_order", "scan"},
          {"coordinates", "integer"},
          {"holes", true}};
}

bool same_points(const Polygon& found, const json& expected, int tolerance) {
  if (found.size() != expected.size()) return false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::abs(found[i].x - expected[i][0].get<double>()) > tolerance ||
        std::abs(found[i].y - expected[i][1].get<double>()) > tolerance)
      return false;
  }
  return true;
}

/// What another OpenCV gave for this detection, where the README allows either.
const json* peer_of(const json& golden, const std::string& name, const std::string& setting, const json& contour) {
  for (const json& peer : golden["peers"]) {
    for (const json& other : peer["points_differ"]) {
      if (other["case"] == name && other["setting"] == setting && other["contour"] == contour && other.contains("peer_points"))
        return &other;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("every detection of the reference system comes out, points equal, scores to 1e-9") {
  const json golden = parity::golden_json("postprocess/postprocess.json");
  const parity::Arrays maps("postprocess/maps.safetensors");
  const char* folder = std::getenv("DOCKET_TEST_PLUGINS");
  REQUIRE_MESSAGE(folder != nullptr, "DOCKET_TEST_PLUGINS names the folder of built plugins");
  const std::vector<std::filesystem::path> folders{folder};
  const Catalog catalog = Catalog::scan(folders);
  std::map<std::string, std::unique_ptr<Postprocessor>> postprocessors;
  for (const json& setting : golden["settings"]) {
    postprocessors[setting["name"]] = catalog.create<Postprocessor>("db", reference_options(setting));
  }
  int compared = 0, off_by_a_tie = 0, as_a_peer = 0;
  for (const json& item : golden["cases"]) {
    const std::string name = item["name"];
    CAPTURE(name);
    const std::vector<float> map = probabilities(maps, name);
    const ImageFrame frame = frame_of(item);
    for (const json& expected : item["results"]) {
      const std::string setting = expected["setting"];
      CAPTURE(setting);
      const auto found =
          postprocessors.at(setting)->apply({map.data(), frame.map.height, frame.map.width, frame.map.width}, frame);
      const json& words = expected["detections"];
      CHECK(found.detections.size() == words.size());
      const bool capped = expected["log"]["contours"] != expected["log"]["examined"];
      CHECK(found.remarks.size() == (capped ? 1U : 0U));
      for (std::size_t i = 0; i < std::min(words.size(), found.detections.size()); ++i) {
        CAPTURE(i);
        const Detection& detection = found.detections[i];
        ++compared;
        bool equal = same_points(detection.polygon, words[i]["points"], 0);
        double score = words[i]["score"];
        if (!equal && words[i].contains("rounding_tie")) {  // the README allows 1 here
          equal = same_points(detection.polygon, words[i]["points"], 1);
          off_by_a_tie += equal;
        }
        if (const json* peer = equal ? nullptr : peer_of(golden, name, setting, words[i]["contour"])) {
          equal = same_points(detection.polygon, (*peer)["peer_points"], 1);
          score = (*peer)["peer_score"];
          as_a_peer += equal;
        }
        CHECK(equal);
        CHECK(std::abs(detection.score - score) <= 1e-9);
      }
    }
  }
  MESSAGE(compared << " detections compared, " << off_by_a_tie << " off by a rounding tie, " << as_a_peer
                   << " as another OpenCV has them");
  CHECK(compared > 0);
}
