/// IoU H-mean in the manner of ICDAR 2015 (the DB authors' evaluator): greedy matching of words by polygon overlap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <docket/core/polygon.hpp>
#include <docket/geometry/polygon_overlap.hpp>

namespace docket {

struct IouOptions {
  double iou_constraint = 0.5;             // a match overlaps by more than this
  double area_precision_constraint = 0.5;  // a detection covered by an ignored word for more than this is ignored
};

/// A true word; an ignored one is neither found nor missed.
struct IouTruth {
  Polygon polygon;
  bool ignore = false;
};

/// Numbers of words that count.
struct IouCounts {
  std::size_t truths = 0;
  std::size_t detections = 0;
  std::size_t matched = 0;

  IouCounts& operator+=(const IouCounts& other) {
    truths += other.truths;
    detections += other.detections;
    matched += other.matched;
    return *this;
  }
};

struct IouScore {
  double precision = 0;
  double recall = 0;
  double hmean = 0;
};

/// A true word and a detection that share area.
struct IouOverlap {
  std::size_t truth = 0, detection = 0;
  double iou = 0;
};

/// What one image gave. Indices other than kept_* count the kept words.
struct IouImage {
  IouCounts counts;
  std::vector<std::size_t> kept_truths, kept_detections;  // whose rings are valid polygons
  std::vector<std::size_t> ignored_detections;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  // truth, detection
  std::vector<IouOverlap> overlaps;                        // by truth and then by detection
};

namespace detail {

inline double hmean_of(double precision, double recall) {
  return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}

}  // namespace detail

/// The true words of one image, prepared to be held against many detections.
struct IouTruths {
  std::vector<std::size_t> kept;  // whose rings are valid polygons
  std::vector<OverlapPolygon> rings;
  std::vector<Rectangle> bounds;  // of the rings
  std::vector<char> ignored;

  explicit IouTruths(std::span<const IouTruth> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!is_valid_ring(words[i].polygon)) continue;
      kept.push_back(i);
      bounds.push_back(rings.emplace_back(words[i].polygon).bounds());
      ignored.push_back(words[i].ignore ? 1 : 0);
    }
  }
};

/// What a detection shares with the true words; areas in pixels^2.
struct IouRow {
  struct Share {
    std::size_t truth = 0;  // place among the truths' rings
    double area = 0;        // above 0
  };
  double area = 0;  // of the detection
  std::vector<Share> shares;
};

/// Nothing where the detection's ring is no valid polygon.
[[nodiscard]] inline std::optional<IouRow> iou_row(const IouTruths& truths, const Polygon& detection) {
  if (!is_valid_ring(detection)) return std::nullopt;
  const OverlapPolygon ring(detection);
  IouRow row{ring.area(), {}};
  for (std::size_t g = 0; g < truths.rings.size(); ++g) {
    if (!overlap(truths.bounds[g], ring.bounds())) continue;
    const double shared = intersection_area(truths.rings[g], ring);
    if (shared > 0) row.shares.push_back({g, shared});
  }
  return row;
}

/// Matches the words of one image: each true word in order takes the first free detection that overlaps enough. `rows`: of the detections.
[[nodiscard]] inline IouImage match_words(const IouTruths& truths, std::span<const std::optional<IouRow>* const> rows, const IouOptions& options = {}) {
  IouImage image;
  image.kept_truths = truths.kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (*rows[i]) image.kept_detections.push_back(i);
  }
  const std::size_t words = truths.rings.size(), detections = image.kept_detections.size();
  std::vector<char> word_found(words, 0), detection_used(detections, 0), detection_ignored(detections, 0);
  for (std::size_t d = 0; d < detections; ++d) {
    const IouRow& row = **rows[image.kept_detections[d]];
    for (const auto& [g, shared] : row.shares) {
      image.overlaps.push_back({g, d, shared / (truths.rings[g].area() + row.area - shared)});
      if (truths.ignored[g] && shared / row.area > options.area_precision_constraint) detection_ignored[d] = 1;
    }
  }
  std::stable_sort(image.overlaps.begin(), image.overlaps.end(), [](const IouOverlap& a, const IouOverlap& b) { return a.truth < b.truth; });
  for (const auto& [g, d, iou] : image.overlaps) {
    if (truths.ignored[g] || word_found[g] || detection_used[d] || detection_ignored[d] || iou <= options.iou_constraint) continue;
    word_found[g] = detection_used[d] = 1;
    image.pairs.emplace_back(g, d);
  }
  image.counts.truths = words - static_cast<std::size_t>(std::count(truths.ignored.begin(), truths.ignored.end(), 1));
  for (std::size_t d = 0; d < detections; ++d) {
    if (detection_ignored[d]) image.ignored_detections.push_back(d);
  }
  image.counts.detections = detections - image.ignored_detections.size();
  image.counts.matched = image.pairs.size();
  return image;
}

/// The same from the detections themselves.
[[nodiscard]] inline IouImage match_words(std::span<const IouTruth> words, std::span<const Polygon> detections, const IouOptions& options = {}) {
  const IouTruths truths(words);
  std::vector<std::optional<IouRow>> rows;
  for (const Polygon& detection : detections) rows.push_back(iou_row(truths, detection));
  std::vector<const std::optional<IouRow>*> pointers;
  for (const auto& row : rows) pointers.push_back(&row);
  return match_words(truths, pointers, options);
}

/// The score of one image: without true words recall is 1, and precision 1 only when nothing was found.
[[nodiscard]] inline IouScore image_score(const IouCounts& counts) {
  IouScore score;
  if (counts.truths == 0) {
    score.recall = 1;
    score.precision = counts.detections > 0 ? 0 : 1;
  } else {
    score.recall = static_cast<double>(counts.matched) / static_cast<double>(counts.truths);
    score.precision = counts.detections == 0 ? 0 : static_cast<double>(counts.matched) / static_cast<double>(counts.detections);
  }
  score.hmean = detail::hmean_of(score.precision, score.recall);
  return score;
}

/// The score of a data set from the sums over its images: a quotient without denominator is 0.
[[nodiscard]] inline IouScore dataset_score(const IouCounts& sums) {
  IouScore score;
  if (sums.truths > 0) score.recall = static_cast<double>(sums.matched) / static_cast<double>(sums.truths);
  if (sums.detections > 0) score.precision = static_cast<double>(sums.matched) / static_cast<double>(sums.detections);
  score.hmean = detail::hmean_of(score.precision, score.recall);
  return score;
}

}  // namespace docket
