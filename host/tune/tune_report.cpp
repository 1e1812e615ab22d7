#include "tune_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
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

/// Means over the sets: P, R, H of CLEval, then of IoU.
std::array<double, 6> mean_scores(const Trial& trial) {
  std::array<double, 6> mean{};
  for (const SetResult& result : trial.results) {
    const Scores s = scores_of(result);
    const double values[] = {s.cleval.precision, s.cleval.recall, s.cleval.hmean, s.iou.precision, s.iou.recall, s.iou.hmean};
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += values[i] / static_cast<double>(trial.results.size());
  }
  return mean;
}

double hmean_of(const SetResult& result, SetMetric metric) {
  return metric == SetMetric::iou ? result.score.hmean : static_cast<double>(cleval_mean(result).hmean);
}

/// The sample standard deviation over the sets; 0 for one.
double spread_of(const Trial& trial, SetMetric metric) {
  const double mean = tune::hmean_of(trial, metric);
  double squares = 0;
  for (const SetResult& result : trial.results) squares += (hmean_of(result, metric) - mean) * (hmean_of(result, metric) - mean);
  return trial.results.size() < 2 ? 0 : std::sqrt(squares / static_cast<double>(trial.results.size() - 1));
}

std::size_t detections_of(const Trial& trial) {
  std::size_t count = 0;
  for (const SetResult& result : trial.results) count += result.counts.detections;
  return count;
}

std::string digits(double value, int places) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

}  // namespace

double hmean_of(const Trial& trial, SetMetric metric) {
  double sum = 0;
  for (const SetResult& result : trial.results) sum += hmean_of(result, metric);
  return sum / static_cast<double>(trial.results.size());
}

std::vector<std::size_t> ranking(const std::vector<Trial>& trials, SetMetric metric) {
  std::vector<double> scores;
  for (const Trial& trial : trials) scores.push_back(hmean_of(trial, metric));
  std::vector<std::size_t> order(trials.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  return order;
}

std::string table(const std::vector<Trial>& trials, const std::vector<std::size_t>& order, std::size_t count, SetMetric metric) {
  const std::vector<std::string> options = options_of(trials);
  const bool several = trials.front().results.size() > 1;
  std::vector<std::vector<std::string>> rows{options};
  rows[0].insert(rows[0].end(), {"CLEval P", "R", "H", "IoU P", "R", "H"});
  if (several) rows[0].push_back(metric == SetMetric::iou ? "sd of IoU H" : "sd of CLEval H");
  rows[0].push_back("words");
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) {
    const Trial& trial = trials[order[i]];
    rows.emplace_back();
    for (const std::string& option : options) rows.back().push_back(cell(trial.setting, option));
    for (const double score : mean_scores(trial)) rows.back().push_back(digits(score, 4));
    if (several) rows.back().push_back(digits(spread_of(trial, metric), 4));
    rows.back().push_back(std::to_string(detections_of(trial)) + (trial.setting.empty() ? "  (the pipeline's own)" : ""));
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

std::string csv(const std::vector<Trial>& trials, const std::vector<std::string>& sets) {
  const std::vector<std::string> options = options_of(trials);
  std::string text;
  for (const std::string& option : options) text += option + ',';
  text += "cleval_precision,cleval_recall,cleval_hmean,iou_precision,iou_recall,iou_hmean,detections";
  if (sets.size() > 1) {
    text += ",cleval_hmean_sd,iou_hmean_sd";
    for (const std::string& set : sets) text += ',' + set + " cleval_hmean," + set + " iou_hmean";
  }
  text += '\n';
  for (const Trial& trial : trials) {
    for (const std::string& option : options) text += (trial.setting.contains(option) ? value_text(trial.setting[option]) : "") + ',';
    for (const double score : mean_scores(trial)) text += digits(score, 6) + ',';
    text += std::to_string(detections_of(trial));
    if (sets.size() > 1) {
      text += ',' + digits(spread_of(trial, SetMetric::cleval_mean), 6) + ',' + digits(spread_of(trial, SetMetric::iou), 6);
      for (const SetResult& result : trial.results) text += ',' + digits(hmean_of(result, SetMetric::cleval_mean), 6) + ',' + digits(hmean_of(result, SetMetric::iou), 6);
    }
    text += '\n';
  }
  return text;
}

nlohmann::json json(const std::vector<Trial>& trials, const std::vector<std::string>& sets) {
  nlohmann::json list = nlohmann::json::array();
  for (const Trial& trial : trials) {
    const std::array<double, 6> s = mean_scores(trial);
    list.push_back({{"setting", trial.setting},
                    {"cleval_mean", {{"precision", s[0]}, {"recall", s[1]}, {"hmean", s[2]}}},
                    {"iou", {{"precision", s[3]}, {"recall", s[4]}, {"hmean", s[5]}}},
                    {"detections", detections_of(trial)}});
    if (sets.size() < 2) continue;
    list.back()["cleval_mean"]["hmean_sd"] = spread_of(trial, SetMetric::cleval_mean);
    list.back()["iou"]["hmean_sd"] = spread_of(trial, SetMetric::iou);
    for (std::size_t i = 0; i < sets.size(); ++i) {
      const Scores one = scores_of(trial.results[i]);
      list.back()["sets"][sets[i]] = {{"cleval_mean", one.cleval.hmean}, {"iou", one.iou.hmean}};
    }
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
