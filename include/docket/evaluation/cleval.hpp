/// CLEval (Baek et al. 2020, arXiv:2006.06244), detection: words are scored by the characters whose centres detections hold.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
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

/// A true word and a detection that touch, before matching.
struct ClevalPair : ClevalTouch {
  std::size_t detection = 0;
};

/// What one image gave. Indices count the kept boxes of ClevalWords.
struct ClevalImage {
  ClevalCounts counts;
  std::vector<ClevalTruthCounts> truths;
  std::vector<std::size_t> detection_matches;               // true words matched with it: 0 false, more than 1 merged
  std::vector<ClevalPair> pairs;                            // all that touch, by truth and then by detection
  std::vector<char> detection_ignored;                      // it lies on words that do not count
  std::vector<ClevalMatch> matches;                         // a pair may be in several
  std::vector<std::pair<std::size_t, std::size_t>> fp_chars;  // detection without a match, characters it costs
};

namespace detail {

/// One image on its way through cleval.md, sections 6 to 8. Of `words` only the true ones are looked at; `detections` and `touches` belong together.
class ClevalMatching {
 public:
  using Touches = std::vector<ClevalTouch>;

  ClevalMatching(const ClevalWords& words, const std::vector<char>& dont_care, std::span<const ClevalBox* const> detections, std::span<const Touches* const> touches,
                 const ClevalOptions& options)
      : words_(words), dont_care_(dont_care), boxes_(detections), options_(options), truths_(words.truths.size()), detections_(detections.size()) {
    for (std::size_t d = 0; d < detections_; ++d) {
      for (const ClevalTouch& touch : *touches[d]) image_.pairs.push_back({touch, d});
    }
    std::stable_sort(image_.pairs.begin(), image_.pairs.end(), [](const ClevalPair& a, const ClevalPair& b) { return a.truth < b.truth; });
    Indices all(image_.pairs.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    of_truth_ = Groups(truths_, all, [&](std::size_t i) { return pair(i).truth; });
    of_detection_ = Groups(detections_, all, [&](std::size_t i) { return pair(i).detection; });
    matched_.assign(image_.pairs.size(), 0);
  }

  ClevalImage run() {
    ignore_detections();
    one_to_one();
    one_to_many();
    many_to_one();
    score();
    return std::move(image_);
  }

 private:
  using Indices = std::vector<std::size_t>;  // of pairs

  /// Indices of pairs by a key below `count`, those of one key in their order.
  class Groups {
   public:
    Groups() = default;
    template <class Key>
    Groups(std::size_t count, const Indices& pairs, const Key& key) : starts_(count + 1, 0), members_(pairs.size()) {
      for (const std::size_t i : pairs) ++starts_[key(i) + 1];
      std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
      Indices next(starts_.begin(), starts_.end() - 1);
      for (const std::size_t i : pairs) members_[next[key(i)]++] = i;
    }
    [[nodiscard]] std::span<const std::size_t> operator[](std::size_t key) const { return std::span(members_).subspan(starts_[key], starts_[key + 1] - starts_[key]); }

   private:
    Indices starts_, members_;
  };

  [[nodiscard]] const ClevalPair& pair(std::size_t i) const { return image_.pairs[i]; }
  [[nodiscard]] bool hit(const ClevalPair& pair) const { return pair.area_precision >= static_cast<float>(options_.area_precision_constraint); }
  [[nodiscard]] static bool holds_centres(const ClevalPair& pair) { return pair.centre_count > 0; }
  [[nodiscard]] bool fits(const ClevalPair& pair) const { return hit(pair) && holds_centres(pair); }
  [[nodiscard]] bool cares(std::size_t g) const { return dont_care_[g] == 0; }
  [[nodiscard]] bool valid(std::size_t d) const { return image_.detection_ignored[d] == 0; }

  void ignore_detections() {
    image_.detection_ignored.assign(detections_, 0);
    if (std::find(dont_care_.begin(), dont_care_.end(), 1) == dont_care_.end()) return;
    for (std::size_t d = 0; d < detections_; ++d) {
      bool ignored = false;
      double sum = 0;
      for (const std::size_t i : of_detection_[d]) {
        if (cares(pair(i).truth)) continue;
        ignored = ignored || hit(pair(i));
        if (holds_centres(pair(i))) sum += static_cast<double>(pair(i).area_precision);
      }
      image_.detection_ignored[d] = ignored || sum >= options_.area_precision_constraint ? 1 : 0;
    }
  }

  /// `indices` are of one truth or of one detection.
  void add(ClevalRelation relation, std::span<const std::size_t> indices) {
    ClevalMatch match{relation, {}, {}};
    for (const std::size_t i : indices) {
      matched_[i] = 1;
      if (match.truths.empty() || match.truths.back() != pair(i).truth) match.truths.push_back(pair(i).truth);
      if (match.detections.empty() || match.detections.back() != pair(i).detection) match.detections.push_back(pair(i).detection);
    }
    image_.matches.push_back(std::move(match));
  }

  /// Words and detections that do not count take part in the counting here.
  void one_to_one() {
    const auto fitting = [&](std::span<const std::size_t> indices) {
      return std::count_if(indices.begin(), indices.end(), [&](std::size_t i) { return fits(pair(i)); });
    };
    for (std::size_t g = 0; g < truths_; ++g) {
      if (!cares(g) || fitting(of_truth_[g]) != 1) continue;
      for (const std::size_t i : of_truth_[g]) {
        if (valid(pair(i).detection) && fits(pair(i)) && fitting(of_detection_[pair(i).detection]) == 1) add(ClevalRelation::one_to_one, {&i, 1});
      }
    }
  }

  void one_to_many() {
    for (std::size_t g = 0; g < truths_; ++g) {
      if (!cares(g)) continue;
      Indices found;
      for (const std::size_t i : of_truth_[g]) {
        if (valid(pair(i).detection) && fits(pair(i))) found.push_back(i);
      }
      if (found.size() >= 2) add(ClevalRelation::one_to_many, found);
    }
  }

  void many_to_one() {
    for (std::size_t d = 0; d < detections_; ++d) {
      if (!valid(d)) continue;
      Indices held;
      double sum = 0;
      for (const std::size_t i : of_detection_[d]) {
        if (!cares(pair(i).truth) || !holds_centres(pair(i))) continue;
        held.push_back(i);
        sum += static_cast<double>(pair(i).area_precision);
      }
      if (held.size() >= 2 && sum >= options_.area_precision_constraint) add(ClevalRelation::many_to_one, held);
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
      std::size_t matches = 0, claims = 0;
      for (const std::size_t i : of_truth_[g]) {
        if (!matched_[i]) continue;
        ++matches;
        ++matches_of_detection[pair(i).detection];
        claims += pair(i).centre_count;
      }
      const std::size_t found = matches > 1 ? centres_found(g) : claims;
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

  /// Centres of the truth that lie in a detection matched with it, each counted once.
  [[nodiscard]] std::size_t centres_found(std::size_t g) const {
    const auto held = [&](const Point& centre) {
      return std::any_of(of_truth_[g].begin(), of_truth_[g].end(), [&](std::size_t i) { return matched_[i] && boxes_[pair(i).detection]->contains(centre); });
    };
    return static_cast<std::size_t>(std::count_if(words_.centres[g].begin(), words_.centres[g].end(), held));
  }

  static float penalty(std::size_t matches, double weight) {
    return matches > 1 ? static_cast<float>(static_cast<double>(matches - 1) * weight) : 0;
  }

  const ClevalWords& words_;
  const std::vector<char>& dont_care_;
  std::span<const ClevalBox* const> boxes_;
  const ClevalOptions& options_;
  std::size_t truths_, detections_;
  ClevalImage image_;
  Groups of_truth_, of_detection_;
  std::vector<char> matched_;  // of pairs
};

}  // namespace detail

/// Scores one image. `dont_care` replaces the words' own flags, as the scores by word size do.
[[nodiscard]] inline ClevalImage match_characters(const ClevalWords& words, const std::vector<char>& dont_care, const ClevalOptions& options = {}) {
  const ClevalMeasure measure(words, dont_care);
  std::vector<std::vector<ClevalTouch>> touches;
  for (const ClevalBox& box : words.detections) touches.push_back(measure.touches(box));
  std::vector<const ClevalBox*> boxes;
  std::vector<const std::vector<ClevalTouch>*> of_boxes;
  for (std::size_t d = 0; d < touches.size(); ++d) {
    boxes.push_back(&words.detections[d]);
    of_boxes.push_back(&touches[d]);
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
