/// What `docket evaluate` says: the scores of a set, how sure they are, and the images that cost it most.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <docket/evaluation/bootstrap.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/set_result.hpp>

namespace docket {

/// A set's result with what its report needs beside.
struct SetReport {
  SetResult result;
  ClevalProfile profile = ClevalProfile::receipt;
  BootstrapOptions bootstrap;
  std::vector<SetScores> draws;

  SetReport(SetResult scored, ClevalProfile used, const BootstrapOptions& options)
      : result(std::move(scored)), profile(used), bootstrap(options), draws(resampled_scores(result, options)) {}

  [[nodiscard]] IouScore score(SetMetric metric) const {
    if (metric == SetMetric::iou) return result.score;
    if (metric == SetMetric::cleval_mean) {
      const ClevalScoreF32 mean = cleval_mean(result);
      return {mean.precision, mean.recall, mean.hmean};
    }
    const ClevalScore total = cleval_score(result.cleval);
    return {total.precision, total.recall, total.hmean};
  }
  [[nodiscard]] std::string label(SetMetric metric) const {
    if (metric == SetMetric::iou) return "IoU 0.5";
    return std::string("CLEval ") + name_of(profile) + (metric == SetMetric::cleval_mean ? ", mean" : ", total");
  }
};

namespace detail {

inline std::string in_brackets(const SetReport& report, SetMetric metric) {
  if (report.draws.empty()) return "";
  const Interval interval = interval_of(report.draws, metric, &IouScore::hmean, report.bootstrap.level);
  char text[64];
  std::snprintf(text, sizeof text, "  %.4f .. %.4f", interval.low, interval.high);
  return text;
}

/// What the numbers of a row were counted from.
inline std::string counted(const SetReport& report, SetMetric metric) {
  char text[256];
  const IouCounts& iou = report.result.counts;
  const ClevalCounts& cleval = report.result.cleval;
  if (metric == SetMetric::iou) {
    std::snprintf(text, sizeof text, "%zu images, %zu words, %zu detections, %zu matched", report.result.images.size(), iou.truths, iou.detections, iou.matched);
  } else if (metric == SetMetric::cleval_mean) {
    std::snprintf(text, sizeof text, "each image alone, then the mean%s", report.profile == ClevalProfile::receipt ? ": val/hmean of the reference system" : "");
  } else {
    std::snprintf(text, sizeof text, "%zu characters, %zu detected, %zu right, %zu false; %zu words missed, %zu split, %zu detections false, %zu merged",
                  cleval.num_char_gt, cleval.num_char_det, cleval.num_char_tp, cleval.num_char_fp, cleval.num_missed, cleval.num_splitted, cleval.num_false,
                  cleval.num_merged);
  }
  return text;
}

}  // namespace detail

/// A row a score: precision, recall, H-mean, and the H-mean's interval; then the worst images.
[[nodiscard]] inline std::string set_text(const SetReport& report, std::size_t worst) {
  std::string text;
  char line[512];
  for (const SetMetric metric : set_metrics) {
    const IouScore score = report.score(metric);
    std::snprintf(line, sizeof line, "%-22s  P %.4f  R %.4f  H %.4f%s  (%s)\n", report.label(metric).c_str(), score.precision, score.recall, score.hmean,
                  detail::in_brackets(report, metric).c_str(), detail::counted(report, metric).c_str());
    text += line;
  }
  if (!report.draws.empty()) {
    std::snprintf(line, sizeof line, "behind H: its %g %% interval over %zu resamples of the images, seed %llu\n", 100 * report.bootstrap.level,
                  report.draws.size(), static_cast<unsigned long long>(report.bootstrap.seed));
    text += line;
  }
  const std::vector<ImageResult> images = worst_images(report.result, worst);
  if (!images.empty()) {
    text += "worst images by the H of " + std::string("CLEval ") + name_of(report.profile) + "; missed and split words, false and merged detections:\n";
  }
  for (const ImageResult& image : images) {
    const ClevalScore cleval = cleval_score(image.cleval);
    std::snprintf(line, sizeof line, "  %-40s  P %.4f  R %.4f  H %.4f  missed %zu, false %zu, split %zu, merged %zu  (IoU 0.5 H %.4f)\n", image.name.c_str(),
                  cleval.precision, cleval.recall, cleval.hmean, image.cleval.num_missed, image.cleval.num_false, image.cleval.num_splitted,
                  image.cleval.num_merged, image_score(image.counts).hmean);
    text += line;
  }
  return text;
}

/// The H-means of `report` less those of `other`, which scored the same images with the same options.
[[nodiscard]] inline std::string difference_text(const SetReport& report, const SetReport& other, const std::string& other_name) {
  char line[512];
  std::string text = "H less that of " + other_name + ", the same resamples of both:\n";
  for (const SetMetric metric : set_metrics) {
    const double ours = report.score(metric).hmean, theirs = other.score(metric).hmean;
    const HmeanDifference difference = hmean_difference(report.draws, other.draws, metric, ours - theirs, report.bootstrap.level);
    std::snprintf(line, sizeof line, "  %-22s  %.4f - %.4f = %+.4f", report.label(metric).c_str(), ours, theirs, difference.difference);
    text += line;
    if (!report.draws.empty()) {
      std::snprintf(line, sizeof line, "  %+.4f .. %+.4f  (better in %.1f %% of the resamples)", difference.interval.low, difference.interval.high,
                    100 * difference.better);
      text += line;
    }
    text += "\n";
  }
  return text;
}

}  // namespace docket
