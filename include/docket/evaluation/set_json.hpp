/// The report of `docket evaluate` for programs.
#pragma once

#include <nlohmann/json.hpp>

#include <docket/evaluation/scores_json.hpp>
#include <docket/evaluation/slices_report.hpp>

namespace docket {

/// scores_json with "slices": slices_json, "images": {NAME: IoU numbers and "cleval"}.
[[nodiscard]] inline nlohmann::json set_json(const SetReport& report) {
  nlohmann::json json = scores_json(report);
  json["slices"] = slices_json(report.result);
  json["images"] = nlohmann::json::object();
  for (const ImageResult& image : report.result.images) {
    nlohmann::json& entry = json["images"][image.name] = detail::iou_json(image.counts, image_score(image.counts));
    entry["cleval"] = detail::cleval_json(image.cleval);
  }
  return json;
}

}  // namespace docket
