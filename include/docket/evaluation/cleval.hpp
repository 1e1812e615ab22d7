/// CLEval (Baek et al. 2020, arXiv:2006.06244), detection: words are scored by the characters whose centres detections hold.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval_measure.hpp>
#include <docket/evaluation/cleval_options.hpp>
#include <docket/evaluation/cleval_score.hpp>
#include <docket/evaluation/cleval_words.hpp>
#include <docket/evaluation/float_sum.hpp>

namespace docket {

enum class ClevalRelation { one_to_one, one_to_many, many_to_one };

struct ClevalMatch {
  ClevalRelation relation;
  std::vector<std::size_t> truths, detections;
};

/// What a true word adds to an image's counts; nothing when it does not count.
struct ClevalTruthCounts {
  std::size_t matches = 0;  // detections matched with it: 0 missed, more than 1 split
  std::size_t found = 0;    // its share of num_char_tp
  float penalty = 0;        // its share of gran_score_recall
};

/// What one image gave. Indices count the kept boxes of ClevalWords.
struct ClevalImage {
  ClevalCounts counts;
  std::vector<ClevalTruthCounts> truths;
  std::vector<std::size_t> detection_matches;               // true words matched with it: 0 false, more than 1 merged
  std::vector<std::vector<float>> area_precision;           // [truth][detection]: shared area over the detection's area
  std::vector<std::vector<std::size_t>> centre_count;       // [truth][detection]: centres inside, before matching
  std::vector<char> detection_ignored;                      // it lies on words that do not count
  std::vector<ClevalMatch> matches;                         // a pair may be in several
  std::vector<std::pair<std::size_t, std::size_t>> fp_chars;  // detection without a match, characters it costs
};

namespace detail {

/// One image on its way through cleval.md, sections 6 to 8. Of `words` only the true ones are looked at; `detections` and `rows` belong together.
class ClevalMatching {
 public:
  ClevalMatching(const ClevalWords& words, const std::vector<char>& dont_care, std::span<const ClevalBox* const> detections, std::span<const ClevalRow* const> rows,
                 const ClevalOptions& options)
      : words_(words), dont_care_(dont_care), boxes_(detections), options_(options), truths_(words.truths.size()), detections_(detections.size()) {
    image_.area_precision.assign(truths_, std::vector<float>(detections_, 0));
    image_.centre_count.assign(truths_, std::vector<std::size_t>(detections_, 0));
    for (std::size_t d = 0; d < detections_; ++d) {
      for (std::size_t g = 0; g < truths_; ++g) {
        image_.area_precision[g][d] = rows[d]->area_precision[g];
        image_.centre_count[g][d] = rows[d]->centre_count[g];
      }
    }
  }

  ClevalImage run() {
    ignore_detections();
    matched_.assign(truths_, std::vector<char>(detections_, 0));
    one_to_one();
    one_to_many();
    many_to_one();
    score();
    return std::move(image_);
  }

 private:
  [[nodiscard]] bool hit(std::size_t g, std::size_t d) const {
    return image_.area_precision[g][d] >= static_cast<float>(options_.area_precision_constraint);
  }
  [[nodiscard]] bool holds_centres(std::size_t g, std::size_t d) const { return image_.centre_count[g][d] > 0; }
  [[nodiscard]] bool fits(std::size_t g, std::size_t d) const { return hit(g, d) && holds_centres(g, d); }
  [[nodiscard]] bool cares(std::size_t g) const { return dont_care_[g] == 0; }
  [[nodiscard]] bool valid(std::size_t d) const { return image_.detection_ignored[d] == 0; }

  void ignore_detections() {
    image_.detection_ignored.assign(detections_, 0);
    if (std::find(dont_care_.begin(), dont_care_.end(), 1) == dont_care_.end()) return;
    for (std::size_t d = 0; d < detections_; ++d) {
      bool ignored = false;
      double sum = 0;
      for (std::size_t g = 0; g < truths_; ++g) {
        if (cares(g)) continue;
        ignored = ignored || hit(g, d);
        if (holds_centres(g, d)) sum += static_cast<double>(image_.area_precision[g][d]);
      }
      image_.detection_ignored[d] = ignored || sum >= options_.area_precision_constraint ? 1 : 0;
    }
  }

  void add(ClevalRelation relation, std::vector<std::size_t> truths, std::vector<std::size_t> detections) {
    for (const std::size_t g : truths) {
      for (const std::size_t d : detections) matched_[g][d] = 1;
    }
    image_.matches.push_back({relation, std::move(truths), std::move(detections)});
  }

  /// Words and detections that do not count take part in the counting here.
  void one_to_one() {
    std::vector<std::size_t> of_truth(truths_, 0), of_detection(detections_, 0);
    for (std::size_t g = 0; g < truths_; ++g) {
      for (std::size_t d = 0; d < detections_; ++d) {
        if (!fits(g, d)) continue;
        ++of_truth[g];
        ++of_detection[d];
      }
    }
    for (std::size_t g = 0; g < truths_; ++g) {
      for (std::size_t d = 0; cares(g) && d < detections_; ++d) {
        if (valid(d) && fits(g, d) && of_truth[g] == 1 && of_detection[d] == 1) add(ClevalRelation::one_to_one, {g}, {d});
      }
    }
  }

  void one_to_many() {
    for (std::size_t g = 0; g < truths_; ++g) {
      if (!cares(g)) continue;
      std::vector<std::size_t> found;
      for (std::size_t d = 0; d < detections_; ++d) {
        if (valid(d) && fits(g, d)) found.push_back(d);
      }
      if (found.size() >= 2) add(ClevalRelation::one_to_many, {g}, std::move(found));
    }
  }

  void many_to_one() {
    for (std::size_t d = 0; d < detections_; ++d) {
      if (!valid(d)) continue;
      std::vector<std::size_t> held;
      double sum = 0;
      for (std::size_t g = 0; g < truths_; ++g) {
        if (!cares(g) || !holds_centres(g, d)) continue;
        held.push_back(g);
        sum += static_cast<double>(image_.area_precision[g][d]);
      }
      if (held.size() >= 2 && sum >= options_.area_precision_constraint) add(ClevalRelation::many_to_one, std::move(held), {d});
    }
  }

  void score() {
    ClevalCounts& counts = image_.counts;
    std::vector<std::size_t>& matches_of_detection = image_.detection_matches;
    matches_of_detection.assign(detections_, 0);
    image_.truths.assign(truths_, {});
    std::vector<float> recall_penalties(truths_ + 2, 0), precision_penalties(detections_ + 2, 0);  // the reference adds two zeros
    for (std::size_t g = 0; g < truths_; ++g) {
      if (!cares(g)) continue;
      counts.num_char_gt += words_.lengths[g];
      std::size_t matches = 0, claims = 0, found = 0;
      for (std::size_t d = 0; d < detections_; ++d) {
        if (!matched_[g][d]) continue;
        ++matches;
        ++matches_of_detection[d];
        claims += image_.centre_count[g][d];
      }
      for (const Point& centre : words_.centres[g]) {
        for (std::size_t d = 0; matches > 0 && d < detections_; ++d) {
          if (!matched_[g][d] || !boxes_[d]->contains(centre)) continue;
          ++found;
          break;
        }
      }
      counts.num_char_tp += found;
      counts.num_char_det += claims;
      counts.num_char_overlapped += claims - found;
      counts.num_missed += matches == 0 ? 1 : 0;
      counts.num_splitted += matches > 1 ? 1 : 0;
      recall_penalties[g] = penalty(matches, options_.recall_granularity_penalty_weight);
      image_.truths[g] = {matches, found, recall_penalties[g]};
    }
    for (std::size_t d = 0; d < detections_; ++d) {
      if (!valid(d)) continue;
      if (matches_of_detection[d] == 0) {
        image_.fp_chars.emplace_back(d, boxes_[d]->false_positive_characters());
        counts.num_char_fp += image_.fp_chars.back().second;
        ++counts.num_false;
      }
      counts.num_merged += matches_of_detection[d] > 1 ? 1 : 0;
      precision_penalties[d] = penalty(matches_of_detection[d], options_.precision_granularity_penalty_weight);
    }
    counts.num_char_det += counts.num_char_fp;
    counts.gran_score_recall = pairwise_sum(recall_penalties);
    counts.gran_score_precision = pairwise_sum(precision_penalties);
  }

  static float penalty(std::size_t matches, double weight) {
    return matches > 1 ? static_cast<float>(static_cast<double>(matches - 1) * weight) : 0;
  }

  const ClevalWords& words_;
  const std::vector<char>& dont_care_;
  std::span<const ClevalBox* const> boxes_;
  const ClevalOptions& options_;
  std::size_t truths_, detections_;
  std::vector<std::vector<char>> matched_;  // [truth][detection]
  ClevalImage image_;
};

}  // namespace detail

/// Scores one image. `dont_care` replaces the words' own flags, as the scores by word size do.
[[nodiscard]] inline ClevalImage match_characters(const ClevalWords& words, const std::vector<char>& dont_care, const ClevalOptions& options = {}) {
  const ClevalMeasure measure(words, dont_care);
  std::vector<ClevalRow> rows;
  for (const ClevalBox& box : words.detections) rows.push_back(measure.row(box));
  std::vector<const ClevalBox*> boxes;
  std::vector<const ClevalRow*> of_boxes;
  for (std::size_t d = 0; d < rows.size(); ++d) {
    boxes.push_back(&words.detections[d]);
    of_boxes.push_back(&rows[d]);
  }
  return detail::ClevalMatching(words, dont_care, boxes, of_boxes, options).run();
}
[[nodiscard]] inline ClevalImage match_characters(const ClevalWords& words, const ClevalOptions& options = {}) {
  return match_characters(words, words.dont_care, options);
}

/// The counts of one image. Throws Error(data) for a word that the profile cannot read.
[[nodiscard]] inline ClevalCounts cleval_counts(std::span<const ClevalTruth> truths, std::span<const Polygon> detections,
                                                const ClevalOptions& options = {}) {
  return match_characters(prepare_cleval(truths, detections, options), options).counts;
}

}  // namespace docket
