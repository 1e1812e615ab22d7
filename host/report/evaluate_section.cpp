/// What docket evaluate --json wrote: scores with their intervals, slices, the worst images.
#include <algorithm>
#include <cmath>

#include <docket/core/count_text.hpp>

#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {
namespace {

constexpr std::size_t worst_shown = 20;

void add_slice(Page& page, const std::string& key, const nlohmann::json& classes) {
  nlohmann::json names = nlohmann::json::array(), recalls = names, precisions = names;
  Table table{{"class", "words", "found boxes", "P", "R", "H"}, {}};
  for (const nlohmann::json& one : classes) {
    const double words = number_at(one, "/words"), detections = number_at(one, "/detections");
    if (!(words + detections > 0)) continue;
    // A quotient of nothing is no score.
    const double precision = detections > 0 ? number_at(one, "/precision") : std::nan(""), recall = words > 0 ? number_at(one, "/recall") : std::nan("");
    names.push_back(text_at(one, "/class"));
    precisions.push_back(plotted(precision));
    recalls.push_back(plotted(recall));
    table.rows.push_back({word(text_at(one, "/class")), number(words), number(detections), score(precision), score(recall), score(number_at(one, "/hmean"))});
  }
  if (table.rows.empty()) return;
  page.chart("IoU 0.5 by " + key, {{"kind", "bars"}, {"x", key}, {"y", "score"}, {"min", 0}, {"max", 1}, {"names", names},
                                   {"series", {{{"name", "P"}, {"values", precisions}}, {{"name", "R"}, {"values", recalls}}}}}, table);
}

void add_worst_images(Page& page, const nlohmann::json& images) {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [name, image] : images.items()) order.emplace_back(number_at(image, "/cleval/hmean"), name);
  std::stable_sort(order.begin(), order.end());
  Table table{{"image", "CLEval P", "R", "H", "missed", "false", "split", "merged", "IoU H"}, {}};
  for (std::size_t i = 0; i < std::min(order.size(), worst_shown); ++i) {
    const nlohmann::json& image = images.at(order[i].second);
    const auto of = [&](const char* name) { return number_at(image, std::string("/cleval/") + name); };
    table.rows.push_back({word(order[i].second), score(of("precision")), score(of("recall")), score(of("hmean")), number(of("num_missed")), number(of("num_false")),
                          number(of("num_splitted")), number(of("num_merged")), score(number_at(image, "/hmean"))});
  }
  if (!table.rows.empty()) page.table("The worst of " + counted(order.size(), "image"), table);
}

/// Those of `docket evaluate --pictures`, which lie relative to the JSON.
void add_pictures(Page& page, const nlohmann::json& pictures, const std::filesystem::path& folder) {
  if (pictures.empty()) return;
  page.heading("The worst images");
  page.text("Green: a detection that matches one word. Red: a missed word. Blue: a false detection. Orange: a split word and its detections. Violet: a merged detection and its words. Grey: counted nowhere.");
  for (const nlohmann::json& picture : pictures) {
    const std::filesystem::path file = folder / text_at(picture, "/file");
    std::error_code ignored;
    if (std::filesystem::is_regular_file(file, ignored)) page.picture(text_at(picture, "/image"), "image/jpeg", read_bytes(file));
    else page.warning("the picture " + file.string() + " is gone");
  }
}

}  // namespace

void write_scores(Page& page, const nlohmann::json& json, const std::string& title) {
  nlohmann::json names = nlohmann::json::array(), points = names;
  Table table{{"score", "value", "from", "to"}, {}};
  for (const auto& [measure, place] : {std::pair("CLEval, mean", "/cleval/mean"), std::pair("CLEval, total", "/cleval/total"), std::pair("IoU 0.5", "/iou")}) {
    for (const auto& [letter, key] : {std::pair("H", "hmean"), std::pair("P", "precision"), std::pair("R", "recall")}) {
      const double value = number_at(json, std::string(place) + "/" + key);
      const auto [low, high] = interval_at(json, std::string(place) + "/interval/" + key);
      names.push_back(std::string(measure) + " " + letter);
      points.push_back({plotted(value), plotted(low), plotted(high)});
      table.rows.push_back({word(std::string(measure) + " " + letter), score(value), score(low), score(high)});
    }
  }
  page.chart(title, {{"kind", "intervals"}, {"x", "score"}, {"names", names}, {"points", points}}, table);
}

void write_evaluate(Page& page, const std::filesystem::path& path) {
  const nlohmann::json json = read_json_object(path);
  page.section("evaluate", name_of_path(path));
  page.facts({{"file", path.string()}, {"images", grouped(json.at("images").size())}, {"profile", text_at(json, "/cleval/profile")}, {"resamples", text_at(json, "/bootstrap/resamples")}});
  write_scores(page, json, "Scores, with the interval over resampled images");
  if (json.contains("slices") && json["slices"].is_object()) {
    for (const auto& [key, classes] : json["slices"].items()) add_slice(page, key, classes);
  }
  if (json["images"].is_object()) add_worst_images(page, json["images"]);
  add_pictures(page, json.value("pictures", nlohmann::json::array()), path.parent_path());
}

}  // namespace docket::report
