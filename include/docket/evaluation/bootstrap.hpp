/// How sure a score is: percentile intervals over resamples of the images (Efron and Tibshirani 1993, chapter 13).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <docket/core/random.hpp>
#include <docket/evaluation/set_result.hpp>

namespace docket {

struct BootstrapOptions {
  std::size_t resamples = 1000;  // 0: no intervals
  std::uint64_t seed = 0;
  double level = 0.95;
};

/// The three scores of a set that are reported.
enum class SetMetric { iou, cleval_mean, cleval_total };
inline constexpr std::array set_metrics{SetMetric::iou, SetMetric::cleval_mean, SetMetric::cleval_total};

/// By SetMetric.
using SetScores = std::array<IouScore, set_metrics.size()>;

struct Interval {
  double low = 0;
  double high = 0;
};

/// The middle `level` of the values, between neighbours by a straight line. Zeros for no values.
[[nodiscard]] inline Interval percentile_interval(std::vector<double> values, double level) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (values[above] - values[below]) * (place - static_cast<double>(below));
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

/// Scores of sets of as many images, drawn with replacement. The draws depend on the seed and the number of images alone, so two
/// results of the same images are resampled alike and may be compared draw by draw.
[[nodiscard]] inline std::vector<SetScores> resampled_scores(const SetResult& result, const BootstrapOptions& options = {}) {
  const std::size_t count = result.images.size();
  std::vector<SetScores> draws;
  if (count == 0) return draws;
  std::vector<ClevalScore> alone;
  for (const ImageResult& image : result.images) alone.push_back(cleval_score(image.cleval));
  for (std::size_t i = 0; i < options.resamples; ++i) {
    Random random{options.seed, i};
    IouCounts iou;
    ClevalCounts cleval;
    IouScore mean;
    for (std::size_t k = 0; k < count; ++k) {
      const std::size_t drawn = random.below(count);
      iou += result.images[drawn].counts;
      cleval += result.images[drawn].cleval;
      mean.precision += alone[drawn].precision / static_cast<double>(count);
      mean.recall += alone[drawn].recall / static_cast<double>(count);
      mean.hmean += alone[drawn].hmean / static_cast<double>(count);
    }
    const ClevalScore total = cleval_score(cleval);
    draws.push_back({dataset_score(iou), mean, IouScore{total.precision, total.recall, total.hmean}});
  }
  return draws;
}

/// Interval of one number of one score.
[[nodiscard]] inline Interval interval_of(const std::vector<SetScores>& draws, SetMetric metric, double IouScore::* number, double level) {
  std::vector<double> values;
  for (const SetScores& draw : draws) values.push_back(draw[static_cast<std::size_t>(metric)].*number);
  return percentile_interval(std::move(values), level);
}

/// One H-mean less the other, of the same images.
struct HmeanDifference {
  double difference = 0;
  Interval interval;
  double better = 0;  // share of the draws in which it is positive
};

/// `ours` and `others` come from the same images in the same order and the same options.
[[nodiscard]] inline HmeanDifference hmean_difference(const std::vector<SetScores>& ours, const std::vector<SetScores>& others, SetMetric metric,
                                                      double difference, double level) {
  std::vector<double> differences;
  std::size_t better = 0;
  for (std::size_t i = 0; i < ours.size() && i < others.size(); ++i) {
    const auto m = static_cast<std::size_t>(metric);
    differences.push_back(ours[i][m].hmean - others[i][m].hmean);
    better += differences.back() > 0 ? 1 : 0;
  }
  const double share = differences.empty() ? 0 : static_cast<double>(better) / static_cast<double>(differences.size());
  return {difference, percentile_interval(std::move(differences), level), share};
}

}  // namespace docket
