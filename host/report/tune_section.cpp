/// A folder of docket tune: a heat map over the two options that matter most, all settings as lines, the best as a table.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>

#include "inputs.hpp"
#include "sections.hpp"

namespace docket::report {
namespace {

constexpr std::size_t most_columns = 24;  // options of more values than this are not drawn as a heat map
constexpr std::size_t most_lines = 300;

struct Tried {
  std::vector<nlohmann::json> trials;  // those that set something, worst first
  std::string score;                   // pointer to what they are ranked by
  std::vector<std::string> options;
  [[nodiscard]] double of(const nlohmann::json& trial) const { return number_at(trial, score); }
};

Tried read_tried(const nlohmann::json& tune) {
  Tried tried;
  tried.score = text_at(tune, "/metric") == "IoU H" ? "/iou/hmean" : "/cleval_mean/hmean";
  std::set<std::string> options;
  for (const nlohmann::json& trial : tune.at("settings")) {
    if (!trial.is_object() || !trial.contains("setting") || !trial["setting"].is_object() || trial["setting"].empty() || !std::isfinite(tried.of(trial))) continue;
    tried.trials.push_back(trial);
    for (const auto& [name, value] : trial["setting"].items()) options.insert(name);
  }
  std::stable_sort(tried.trials.begin(), tried.trials.end(), [&](const auto& a, const auto& b) { return tried.of(a) < tried.of(b); });
  tried.options.assign(options.begin(), options.end());
  return tried;
}

std::set<nlohmann::json> values_of(const Tried& tried, const std::string& option) {
  std::set<nlohmann::json> values;
  for (const nlohmann::json& trial : tried.trials) {
    if (trial["setting"].contains(option)) values.insert(trial["setting"][option]);
  }
  return values;
}

/// How far the best scores of the option's values lie apart.
double effect_of(const Tried& tried, const std::string& option) {
  std::map<nlohmann::json, double> best;
  for (const nlohmann::json& trial : tried.trials) {
    if (trial["setting"].contains(option)) best[trial["setting"][option]] = tried.of(trial);  // worst first: the best stays
  }
  double low = 2, high = -1;
  for (const auto& [value, score] : best) low = std::min(low, score), high = std::max(high, score);
  return high - low;
}

void add_heat(Page& page, const Tried& tried, const std::string& measure) {
  std::vector<std::pair<double, std::string>> ranked;
  for (const std::string& option : tried.options) {
    const std::size_t count = values_of(tried, option).size();
    if (count >= 2 && count <= most_columns) ranked.emplace_back(-effect_of(tried, option), option);
  }
  if (ranked.size() < 2) return;
  std::sort(ranked.begin(), ranked.end());
  const std::string &x = ranked[0].second, &y = ranked[1].second;
  std::map<std::pair<nlohmann::json, nlohmann::json>, double> best;
  for (const nlohmann::json& trial : tried.trials) {
    const nlohmann::json& setting = trial["setting"];
    if (setting.contains(x) && setting.contains(y)) best[{setting[x], setting[y]}] = tried.of(trial);
  }
  nlohmann::json xs = nlohmann::json::array(), ys = xs, cells = xs;
  const std::set<nlohmann::json> columns = values_of(tried, x), rows = values_of(tried, y);
  for (const nlohmann::json& value : columns) xs.push_back(tried_text(value));
  for (const nlohmann::json& value : rows) ys.push_back(tried_text(value));
  Table table{{x, y, measure}, {}};
  for (const auto& [pair, value] : best) {
    cells.push_back({std::distance(columns.begin(), columns.find(pair.first)), std::distance(rows.begin(), rows.find(pair.second)), value});
    table.rows.push_back({word(tried_text(pair.first)), word(tried_text(pair.second)), score(value)});
  }
  page.chart("Best " + measure + " by " + x + " and " + y, {{"kind", "heat"}, {"x", x}, {"y", y}, {"xs", xs}, {"ys", ys}, {"value", measure}, {"cells", cells}}, table);
}

Table settings_table(const Tried& tried, const nlohmann::json& trials) {
  Table table{tried.options, {}};
  for (const char* column : {"CLEval P", "R", "H", "sd", "IoU H", "sd"}) table.columns.emplace_back(column);
  for (const nlohmann::json& trial : trials) {
    table.rows.emplace_back();
    for (const std::string& option : tried.options) table.rows.back().push_back({trial.value("setting", nlohmann::json::object()).contains(option) ? tried_text(trial["setting"][option]) : "the pipeline's", true});
    for (const char* place : {"/cleval_mean/precision", "/cleval_mean/recall", "/cleval_mean/hmean", "/cleval_mean/hmean_sd", "/iou/hmean", "/iou/hmean_sd"}) table.rows.back().push_back(score(number_at(trial, place)));
  }
  return table;
}

void add_lines(Page& page, const Tried& tried, const std::string& measure) {
  nlohmann::json axes = nlohmann::json::array(), rows = axes, shown = axes;
  for (const std::string& option : tried.options) {
    axes.push_back({{"name", option}});
    for (const nlohmann::json& value : values_of(tried, option)) {
      if (value.is_number()) continue;
      axes.back()["names"] = nlohmann::json::array();
      for (const nlohmann::json& name : values_of(tried, option)) axes.back()["names"].push_back(tried_text(name));
      break;
    }
  }
  axes.push_back({{"name", measure}});
  for (std::size_t i = tried.trials.size() - std::min(tried.trials.size(), most_lines); i < tried.trials.size(); ++i) {
    const nlohmann::json& trial = tried.trials[i];
    nlohmann::json row = nlohmann::json::array();
    for (std::size_t a = 0; a < tried.options.size(); ++a) {
      if (!trial["setting"].contains(tried.options[a])) break;
      const nlohmann::json& value = trial["setting"][tried.options[a]];
      row.push_back(axes[a].contains("names") ? nlohmann::json(tried_text(value)) : value);
    }
    if (row.size() < tried.options.size()) continue;
    row.push_back(tried.of(trial));
    rows.push_back(row);
    shown.insert(shown.begin(), trial);
  }
  if (rows.size() > 1) page.chart("The best " + counted(rows.size(), "setting") + ", a line each", {{"kind", "parallel"}, {"axes", axes}, {"rows", rows}}, settings_table(tried, shown));
}

}  // namespace

void write_tune(Page& page, const std::filesystem::path& folder) {
  const nlohmann::json tune = read_json_object(folder / "tune.json");
  for (const char* key : {"settings", "best"}) {
    if (!tune.contains(key) || !tune[key].is_array()) throw Error(ErrorKind::data, (folder / "tune.json").string(), std::string("has no list '") + key + "'; docket tune writes one");
  }
  const Tried tried = read_tried(tune);
  const std::string measure = text_at(tune, "/metric");
  page.section("tune", name_of_path(folder));
  page.facts({{"pipeline", text_at(tune, "/pipeline")}, {"ranked by", measure}, {"settings", grouped(tried.trials.size())}, {"sets", tried_text(tune.value(tune.contains("sets") ? "sets" : "split", nlohmann::json("")))},
              {"winner", tune.value("winner", nlohmann::json::object()).empty() ? "nothing tried is better than the pipeline's own" : tried_text(tune["winner"])}});
  page.table("The best, on maps in full precision; mean and standard deviation over the sets", settings_table(tried, tune["best"]));
  if (tune.contains("check") && tune["check"].is_object()) page.table("The winner and the pipeline's own setting on " + text_at(tune, "/check/split"), settings_table(tried, tune["check"].value("scores", nlohmann::json::array())));
  add_heat(page, tried, measure);
  add_lines(page, tried, measure);
}

}  // namespace docket::report
