/// Target maps against golden/targets: Python with OpenCV 4.6.0 and pyclipper 1.3.0, numbers in its README.
#include <docket/kernels.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/nn/safetensors.hpp>
#include "support/doctest_beside_torch.hpp"
#include "../../../host/kernels/cpu/word_outline.hpp"

using namespace docket;
using nlohmann::json;

namespace {

std::filesystem::path golden(const char* name) { return std::filesystem::path(std::getenv("DOCKET_REFERENCE")) / "golden" / name; }

/// The words of a case, flat as the compute core wants them.
struct Words {
  std::vector<double> xy;
  std::vector<std::int64_t> starts{0};
  explicit Words(const json& polygons) {
    for (const json& polygon : polygons) {
      for (const json& point : polygon) {
        xy.push_back(point[0]);
        xy.push_back(point[1]);
      }
      starts.push_back(static_cast<std::int64_t>(xy.size() / 2));
    }
  }
  [[nodiscard]] docket_polygons view() const {
    return {xy.data(), starts.data(), static_cast<std::int64_t>(starts.size()) - 1};
  }
};

std::vector<std::vector<std::vector<int>>> as_lists(const std::vector<IntPath>& paths) {
  std::vector<std::vector<std::vector<int>>> lists;
  for (const IntPath& path : paths) {
    auto& list = lists.emplace_back();
    for (const cv::Point& p : path) list.push_back({p.x, p.y});
  }
  return lists;
}

}  // namespace

TEST_CASE("outlines, offsets and both maps of every golden case come out equal") {
  const json file = json::parse(std::ifstream(golden("targets/targets.json")));
  const SafetensorsFile maps = read_safetensors(golden("targets/targets.safetensors"));
  REQUIRE(file["cases"].size() == 46);
  for (const json& c : file["cases"]) {
    const std::string name = c["name"];
    CAPTURE(name);
    const Words words(c["polygons"]);
    const docket_polygons view = words.view();
    for (std::int64_t i = 0; i < view.count; ++i) {
      const json& expected = c["per_polygon"][static_cast<std::size_t>(i)];
      WordOutline outline;
      REQUIRE(read_outline(view, i, c["shrink_ratio"], outline));
      CHECK(as_lists({outline.points})[0] == expected["points_int"].get<std::vector<std::vector<int>>>());
      if (expected.value("skipped", false)) continue;
      CHECK(outline.distance == expected["distance"].get<double>());
      CHECK(as_lists(offset_outline(outline, -outline.distance)) == expected["shrunk"].get<std::vector<std::vector<std::vector<int>>>>());
      CHECK(as_lists(offset_outline(outline, outline.distance)) == expected["dilated"].get<std::vector<std::vector<std::vector<int>>>>());
    }

    const std::int64_t height = c["hw"][0], width = c["hw"][1];
    const docket_target_options options{c["shrink_ratio"], c["thresh_min"], c["thresh_max"], 0};
    std::vector<float> prob(height * width), thresh(prob), prob_mask(prob), thresh_mask(prob);
    REQUIRE(docket_kernels_cpu()->text_targets(&view, nullptr, height, width, &options, prob.data(), thresh.data(), prob_mask.data(),
                                               thresh_mask.data(), nullptr) == 0);
    const at::Tensor* prob_wanted = maps.find(name + ".prob");
    const at::Tensor* thresh_wanted = maps.find(name + ".thresh");
    REQUIRE(prob_wanted != nullptr);
    REQUIRE(thresh_wanted != nullptr);
    int prob_differ = 0, masked = 0;
    double thresh_gap = 0;
    for (std::int64_t i = 0; i < height * width; ++i) {
      const auto at = static_cast<std::size_t>(i);
      prob_differ += prob[at] != static_cast<float>(prob_wanted->const_data_ptr<std::uint8_t>()[i]);
      thresh_gap = std::max(thresh_gap, std::abs(double{thresh[at]} - thresh_wanted->const_data_ptr<float>()[i]));
      masked += prob_mask[at] != 1 || thresh_mask[at] != 1;
    }
    CHECK(prob_differ == 0);
    CHECK(thresh_gap <= 1e-6);
    CHECK(masked == 0);
  }
}
