#include "gain.hpp"

#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include <docket/core/parallel.hpp>
#include <docket/evaluation/score_image.hpp>

namespace docket {
namespace {

constexpr SetMetric ranking = SetMetric::cleval_mean;

Dataset as_dataset(const MergedImages& merged) {
  Dataset dataset;
  for (const MergedImage& image : merged.images) {
    dataset.images.push_back({image.name, {}, {}, {}});
    for (const Detection& word : image.words) dataset.images.back().words.push_back({"", word.polygon});
  }
  return dataset;
}

std::string score_row(const SetReport& report, const std::string& name) {
  const IouScore cleval = report.score(ranking), iou = report.score(SetMetric::iou);
  char numbers[160];
  std::snprintf(numbers, sizeof numbers, "  %s P %.4f  R %.4f  H %.4f   IoU 0.5 P %.4f  R %.4f  H %.4f   ", report.label(ranking).c_str(), cleval.precision,
                cleval.recall, cleval.hmean, iou.precision, iou.recall, iou.hmean);
  return numbers + name + "\n";
}

}  // namespace

EnsembleGain measure_gain(const Dataset& truth, const Members& members, const MergedImages& merged, const ClevalOptions& options,
                          const BootstrapOptions& bootstrap, int threads) {
  const std::size_t count = members.files.size();
  const Dataset joint = as_dataset(merged);
  std::vector<std::optional<SetReport>> reports(count + 1);  // the ensemble's last
  std::vector<DatasetProblems> problems(count + 1);
  for_each_index(count + 1, threads, [&](std::size_t i) {
    const Dataset& predictions = i < count ? members.predictions[i] : joint;
    reports[i].emplace(score_predictions(truth, predictions, options, problems[i]), options.profile, bootstrap);
  });
  for (std::size_t i = 0; i <= count; ++i) warn_of(problems[i], i < count ? members.files[i] : "the ensemble");
  EnsembleGain gain{std::move(*reports.back()), {}, 0};
  for (std::size_t m = 0; m < count; ++m) {
    gain.members.push_back(std::move(*reports[m]));
    if (gain.members[m].score(ranking).hmean > gain.members[gain.best].score(ranking).hmean) gain.best = m;
  }
  return gain;
}

std::string gain_text(const EnsembleGain& gain, const Members& members, bool verdict_only) {
  std::string text;
  for (std::size_t m = 0; m < gain.members.size(); ++m) {
    text += score_row(gain.members[m], members.files[m] + (m == gain.best ? "  (the best member)" : ""));
  }
  text += score_row(gain.ensemble, "the ensemble");
  const SetReport& best = gain.members[gain.best];
  text += difference_text(gain.ensemble, best, members.files[gain.best]);
  if (verdict_only) text.clear();
  return text + gain_verdict(gain, members) + "\n";
}

std::string gain_verdict(const EnsembleGain& gain, const Members& members) {
  const SetReport& best = gain.members[gain.best];
  const std::string& best_member = members.files[gain.best];
  const HmeanDifference found = hmean_difference(gain.ensemble.draws, best.draws, ranking, gain.ensemble.score(ranking).hmean - best.score(ranking).hmean,
                                                 gain.ensemble.bootstrap.level);
  char text[256];
  std::string verdict = "the ensemble equals its best member " + best_member + " in H (CLEval, mean)";
  if (found.difference != 0) {
    std::snprintf(text, sizeof text, "the ensemble %s %.4f of H (CLEval, mean) %s its best member ", found.difference > 0 ? "gains" : "LOSES",
                  std::abs(found.difference), found.difference > 0 ? "over" : "to");
    verdict = text + best_member;
  }
  if (gain.ensemble.draws.empty()) return verdict;
  const bool unsure = found.interval.low <= 0 && found.interval.high >= 0;
  std::snprintf(text, sizeof text, "; interval %+.4f .. %+.4f%s", found.interval.low, found.interval.high,
                unsure ? ", which holds 0: this may be chance" : "");
  return verdict + text;
}

}  // namespace docket
