/// The scores of a set, and their difference to another's, for programs.
#pragma once

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include <docket/evaluation/score_json.hpp>
#include <docket/evaluation/set_report.hpp>

namespace docket {

namespace detail {

inline nlohmann::json interval_json(const Interval& interval) { return {interval.low, interval.high}; }

inline nlohmann::json intervals_json(const SetReport& report, SetMetric metric) {
  const auto of = [&](double IouScore::* number) { return interval_json(interval_of(report.draws, metric, number, report.bootstrap.level)); };
  return {{"precision", of(&IouScore::precision)}, {"recall", of(&IouScore::recall)}, {"hmean", of(&IouScore::hmean)}};
}

}  // namespace detail

/// {"iou": ..., "cleval": {"profile", "mean", "total"}, "bootstrap": ...}; intervals only when there are resamples.
[[nodiscard]] inline nlohmann::json scores_json(const SetReport& report) {
  const IouScore mean = report.score(SetMetric::cleval_mean);
  nlohmann::json json;
  json["iou"] = detail::iou_json(report.result.counts, report.result.score);
  json["cleval"] = {{"profile", name_of(report.profile)},
                    {"mean", detail::score_json(mean.precision, mean.recall, mean.hmean)},
                    {"total", detail::cleval_json(report.result.cleval)}};
  if (!report.draws.empty()) {
    json["bootstrap"] = {{"resamples", report.draws.size()}, {"seed", report.bootstrap.seed}, {"level", report.bootstrap.level}};
    json["iou"]["interval"] = detail::intervals_json(report, SetMetric::iou);
    json["cleval"]["mean"]["interval"] = detail::intervals_json(report, SetMetric::cleval_mean);
    json["cleval"]["total"]["interval"] = detail::intervals_json(report, SetMetric::cleval_total);
  }
  return json;
}

/// {"file", "iou", "cleval_mean", "cleval_total"}: of each the other's H-mean, the difference to it, its interval, and the share of
/// resamples in which `report` is better.
[[nodiscard]] inline nlohmann::json difference_json(const SetReport& report, const SetReport& other, const std::string& other_name) {
  nlohmann::json json{{"file", other_name}};
  const std::pair<SetMetric, const char*> keys[] = {
      {SetMetric::iou, "iou"}, {SetMetric::cleval_mean, "cleval_mean"}, {SetMetric::cleval_total, "cleval_total"}};
  for (const auto& [metric, key] : keys) {
    const double theirs = other.score(metric).hmean;
    const HmeanDifference difference =
        hmean_difference(report.draws, other.draws, metric, report.score(metric).hmean - theirs, report.bootstrap.level);
    json[key] = {{"hmean", theirs}, {"difference", difference.difference}};
    if (report.draws.empty()) continue;
    json[key]["interval"] = detail::interval_json(difference.interval);
    json[key]["better"] = difference.better;
  }
  return json;
}

}  // namespace docket
