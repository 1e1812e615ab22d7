/// A folder of docket run: what became of every stage, then what the stages left.
#include <algorithm>
#include <cmath>

#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {

namespace fs = std::filesystem;

namespace {

std::string listed(const nlohmann::json& list) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : ", ") + one.get<std::string>();
  return text;
}

std::string values_text(const nlohmann::json& values) {
  std::string text;
  for (const auto& [name, value] : values.items()) {
    if (value.is_number()) text += (text.empty() ? "" : ", ") + name + " " + score(value.get<double>()).text;
  }
  return text;
}

/// What docket report knows in a stage's folder: itself, or two folders down. Results inside results, the runs of folds and of a study's trials, are theirs.
void find_results(const fs::path& path, int depth, std::vector<fs::path>& found) {
  if (find_kind(path) != nullptr) {
    found.push_back(path);
    return;
  }
  std::error_code unreadable;
  if (depth == 0 || !fs::is_directory(path, unreadable)) return;
  std::vector<fs::path> inside;
  for (const auto& entry : fs::directory_iterator(path, unreadable)) {
    if (entry.is_directory(unreadable) || entry.path().extension() == ".json" || entry.path().extension() == ".db") inside.push_back(entry.path());
  }
  std::erase_if(inside, [](const fs::path& one) { return fs::exists(one.string() + ".db"); });
  std::ranges::sort(inside);
  for (const fs::path& one : inside) find_results(one, depth - 1, found);
}

}  // namespace

void write_campaign(Page& page, const fs::path& folder) {
  const nlohmann::json campaign = read_json_object(folder / "campaign.json");
  page.section("campaign", name_of_path(folder));
  Table table{{"stage", "state", "minutes", "values", "runs when", "why"}, {}};
  nlohmann::json names = nlohmann::json::array(), minutes = names;
  for (const nlohmann::json& stage : campaign.value("stages", nlohmann::json::array())) {
    const double seconds = number_at(stage, "/seconds");
    table.rows.push_back({word(text_at(stage, "/stage")), word(text_at(stage, "/state")), number(std::isfinite(seconds) ? std::round(seconds / 6) / 10 : seconds),
                          word(values_text(stage.value("values", nlohmann::json::object()))), word(listed(stage.value("when", nlohmann::json::array()))), word(text_at(stage, "/why"))});
    if (!std::isfinite(seconds)) continue;
    names.push_back(text_at(stage, "/stage"));
    minutes.push_back(seconds / 60);
  }
  if (names.empty()) page.table("The stages", table);
  else page.chart("What the stages took", {{"kind", "bars"}, {"x", ""}, {"y", "minutes"}, {"names", names}, {"series", {{{"name", "minutes"}, {"values", minutes}}}}}, table);
  for (const nlohmann::json& stage : campaign.value("stages", nlohmann::json::array())) {
    if (text_at(stage, "/state") != "finished") continue;
    std::vector<fs::path> results;
    find_results(folder / text_at(stage, "/folder"), 3, results);
    for (const fs::path& result : results) find_kind(result)->write(page, result);
  }
}

}  // namespace docket::report
