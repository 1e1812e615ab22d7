/// CLEval's counts and what they come to: one image, a data set's total, and the mean over images.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <docket/evaluation/float_sum.hpp>

namespace docket {

/// Counts in characters, of one image or summed.
struct ClevalCounts {
  std::size_t num_char_gt = 0;          // of the true words that count
  std::size_t num_char_det = 0;         // that the detections claim, false positives included
  std::size_t num_char_tp = 0;          // true characters found; the reference keeps this number twice, for recall and for precision
  std::size_t num_char_fp = 0;          // of detections that match no word
  std::size_t num_char_overlapped = 0;  // further claims of a found character
  std::size_t num_splitted = 0;         // words that several detections share
  std::size_t num_merged = 0;           // detections that hold several words
  std::size_t num_missed = 0;           // words without a detection; this and the next number are not the reference's
  std::size_t num_false = 0;            // detections that match no word and do not lie on ignored ones
  double gran_score_recall = 0;         // penalty for splitting; of one image a float32 number
  double gran_score_precision = 0;      // penalty for merging

  ClevalCounts& operator+=(const ClevalCounts& other) {
    num_char_gt += other.num_char_gt;
    num_char_det += other.num_char_det;
    num_char_tp += other.num_char_tp;
    num_char_fp += other.num_char_fp;
    num_char_overlapped += other.num_char_overlapped;
    num_splitted += other.num_splitted;
    num_merged += other.num_merged;
    num_missed += other.num_missed;
    num_false += other.num_false;
    gran_score_recall += other.gran_score_recall;
    gran_score_precision += other.gran_score_precision;
    return *this;
  }
};

template <class Real>
struct ClevalScoreOf {
  Real recall = 0;
  Real precision = 0;
  Real hmean = 0;
};
using ClevalScore = ClevalScoreOf<double>;
using ClevalScoreF32 = ClevalScoreOf<float>;  // what a trainer with torchmetrics logs

namespace detail {

template <class Real>
ClevalScoreOf<Real> cleval_quotients(const ClevalCounts& counts, Real gran_recall, Real gran_precision) {
  const Real found = static_cast<Real>(counts.num_char_tp);
  ClevalScoreOf<Real> score;
  if (counts.num_char_gt > 0) score.recall = std::max(Real(0), found - gran_recall) / static_cast<Real>(counts.num_char_gt);
  if (counts.num_char_det > 0) score.precision = std::max(Real(0), found - gran_precision) / static_cast<Real>(counts.num_char_det);
  const Real sum = score.recall + score.precision;
  if (sum != 0) score.hmean = (Real(2) * score.recall * score.precision) / sum;
  return score;
}

}  // namespace detail

/// Of one image, or the published score of a data set from the sums over its images. Without characters a quotient is 0.
[[nodiscard]] inline ClevalScore cleval_score(const ClevalCounts& counts) {
  return detail::cleval_quotients(counts, counts.gran_score_recall, counts.gran_score_precision);
}

/// The same in float32.
[[nodiscard]] inline ClevalScoreF32 cleval_score_f32(const ClevalCounts& counts) {
  return detail::cleval_quotients(counts, static_cast<float>(counts.gran_score_recall), static_cast<float>(counts.gran_score_precision));
}

/// Sums over images whose penalties are added in float32, image after image.
[[nodiscard]] inline ClevalCounts sum_f32(std::span<const ClevalCounts> images) {
  ClevalCounts sums;
  float recall = 0, precision = 0;
  for (const ClevalCounts& image : images) {
    sums += image;
    recall += static_cast<float>(image.gran_score_recall);
    precision += static_cast<float>(image.gran_score_precision);
  }
  sums.gran_score_recall = recall;
  sums.gran_score_precision = precision;
  return sums;
}

/// Each image alone, then the mean of recall, of precision and of H-mean, in float32: what the receipt baseline logs as
/// val/hmean. Its hmean is not the harmonic mean of the other two. Zeros without images.
[[nodiscard]] inline ClevalScoreF32 cleval_mean_f32(std::span<const ClevalCounts> images) {
  std::vector<float> recall, precision, hmean;
  for (const ClevalCounts& image : images) {
    const ClevalScoreF32 score = cleval_score_f32(image);
    recall.push_back(score.recall);
    precision.push_back(score.precision);
    hmean.push_back(score.hmean);
  }
  if (images.empty()) return {};
  const float count = static_cast<float>(images.size());
  return {pairwise_sum(recall) / count, pairwise_sum(precision) / count, pairwise_sum(hmean) / count};
}

}  // namespace docket
