#include "tune_report.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <set>

#include <docket/config/toml_text.hpp>
#include <docket/evaluation/cleval_score.hpp>
#include <docket/evaluation/set_report.hpp>

namespace docket::tune {
namespace {

/// Every option that some trial sets, in alphabetical order.
std::vector<std::string> options_of(const std::vector<Trial>& trials) {
  std::set<std::string> names;
  for (const Trial& trial : trials) {
    for (const auto& [name, value] : trial.setting.items()) names.insert(name);
  }
  return {names.begin(), names.end()};
}

std::string value_text(const nlohmann::json& value) {
  if (!value.is_number_float()) return value.is_string() ? value.get<std::string>() : value.dump();
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value.get<double>());
  return text;
}

std::string cell(const Setting& setting, const std::string& option) { return setting.contains(option) ? value_text(setting[option]) : "-"; }

struct Scores {
  ClevalScoreF32 cleval;
  IouScore iou;
};

Scores scores_of(const SetResult& result) { return {cleval_mean(result), result.score}; }

}  // namespace

double hmean_of(const SetResult& result, SetMetric metric) {
  return metric == SetMetric::iou ? result.score.hmean : static_cast<double>(cleval_mean(result).hmean);
}

std::vector<std::size_t> ranking(const std::vector<Trial>& trials, SetMetric metric) {
  std::vector<double> scores;
  for (const Trial& trial : trials) scores.push_back(hmean_of(trial.result, metric));
  std::vector<std::size_t> order(trials.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  return order;
}

std::string table(const std::vector<Trial>& trials, const std::vector<std::size_t>& order, std::size_t count) {
  const std::vector<std::string> options = options_of(trials);
  std::vector<std::vector<std::string>> rows{options};
  rows[0].insert(rows[0].end(), {"CLEval P", "R", "H", "IoU P", "R", "H", "words"});
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) {
    const Trial& trial = trials[order[i]];
    const Scores scores = scores_of(trial.result);
    rows.emplace_back();
    for (const std::string& option : options) rows.back().push_back(cell(trial.setting, option));
    char text[32];
    for (const double score : {double(scores.cleval.precision), double(scores.cleval.recall), double(scores.cleval.hmean), scores.iou.precision,
                               scores.iou.recall, scores.iou.hmean}) {
      std::snprintf(text, sizeof text, "%.4f", score);
      rows.back().push_back(text);
    }
    rows.back().push_back(std::to_string(trial.result.counts.detections) + (trial.setting.empty() ? "  (the pipeline's own)" : ""));
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      std::size_t width = 0;
      for (const auto& other : rows) width = std::max(width, other[c].size());
      text += row[c] + (c + 1 < row.size() ? std::string(width - row[c].size() + 2, ' ') : "\n");
    }
  }
  return text;
}

std::string csv(const std::vector<Trial>& trials) {
  const std::vector<std::string> options = options_of(trials);
  std::string text;
  for (const std::string& option : options) text += option + ',';
  text += "cleval_precision,cleval_recall,cleval_hmean,iou_precision,iou_recall,iou_hmean,detections\n";
  for (const Trial& trial : trials) {
    for (const std::string& option : options) text += (trial.setting.contains(option) ? value_text(trial.setting[option]) : "") + ',';
    const Scores s = scores_of(trial.result);
    char numbers[160];
    std::snprintf(numbers, sizeof numbers, "%.6f,%.6f,%.6f,%.6f,%.6f,%.6f,%zu\n", double(s.cleval.precision), double(s.cleval.recall),
                  double(s.cleval.hmean), s.iou.precision, s.iou.recall, s.iou.hmean, trial.result.counts.detections);
    text += numbers;
  }
  return text;
}

nlohmann::json json(const std::vector<Trial>& trials) {
  nlohmann::json list = nlohmann::json::array();
  for (const Trial& trial : trials) {
    const Scores s = scores_of(trial.result);
    list.push_back({{"setting", trial.setting},
                    {"cleval_mean", {{"precision", s.cleval.precision}, {"recall", s.cleval.recall}, {"hmean", s.cleval.hmean}}},
                    {"iou", {{"precision", s.iou.precision}, {"recall", s.iou.recall}, {"hmean", s.iou.hmean}}},
                    {"detections", trial.result.counts.detections}});
  }
  return list;
}

std::string toml(const Setting& setting, const std::string& comment) {
  std::string text = "# " + comment + "\n[postprocess]\n";
  for (const auto& [name, value] : setting.items()) text += toml_key(name) + " = " + toml_value(value) + "\n";
  return text;
}

std::string gain(const SetResult& ours, const SetResult& base, SetMetric metric, const BootstrapOptions& options) {
  const double better = hmean_of(ours, metric), before = hmean_of(base, metric);
  const HmeanDifference difference =
      hmean_difference(resampled_scores(ours, options), resampled_scores(base, options), metric, better - before, options.level);
  char text[160];
  std::snprintf(text, sizeof text, "%.4f, the pipeline's own setting %.4f: %+.4f (%+.4f .. %+.4f)", better, before, difference.difference,
                difference.interval.low, difference.interval.high);
  return text;
}

}  // namespace docket::tune
