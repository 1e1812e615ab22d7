/// IoU H-mean in the manner of ICDAR 2015 (the DB authors' evaluator): greedy matching of words by polygon overlap.
#pragma once

#include <cstddef>
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

/// What one image gave. Indices other than kept_* count the kept words.
struct IouImage {
  IouCounts counts;
  std::vector<std::size_t> kept_truths, kept_detections;  // whose rings are valid polygons
  std::vector<std::size_t> ignored_detections;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  // truth, detection
  std::vector<std::vector<double>> iou;                    // [truth][detection]
};

namespace detail {

inline double hmean_of(double precision, double recall) {
  return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
}

}  // namespace detail

/// Matches the words of one image: each true word in order takes the first free detection that overlaps enough.
[[nodiscard]] inline IouImage match_words(std::span<const IouTruth> truths, std::span<const Polygon> detections,
                                          const IouOptions& options = {}) {
  IouImage image;
  std::vector<OverlapPolygon> truth_rings, detection_rings;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    if (!is_valid_ring(truths[i].polygon)) continue;
    image.kept_truths.push_back(i);
    truth_rings.emplace_back(truths[i].polygon);
  }
  for (std::size_t i = 0; i < detections.size(); ++i) {
    if (!is_valid_ring(detections[i])) continue;
    image.kept_detections.push_back(i);
    detection_rings.emplace_back(detections[i]);
  }
  const auto truth_ignored = [&](std::size_t g) { return truths[image.kept_truths[g]].ignore; };

  std::vector<char> detection_used(detection_rings.size(), 0), detection_ignored(detection_rings.size(), 0);
  image.iou.assign(truth_rings.size(), std::vector<double>(detection_rings.size(), 0));
  for (std::size_t g = 0; g < truth_rings.size(); ++g) {
    for (std::size_t d = 0; d < detection_rings.size(); ++d) {
      const double shared = intersection_area(truth_rings[g], detection_rings[d]);
      const double joined = truth_rings[g].area() + detection_rings[d].area() - shared;
      image.iou[g][d] = shared / joined;
      if (truth_ignored(g) && shared / detection_rings[d].area() > options.area_precision_constraint) detection_ignored[d] = 1;
    }
  }
  for (std::size_t g = 0; g < truth_rings.size(); ++g) {
    if (truth_ignored(g)) continue;
    ++image.counts.truths;
    for (std::size_t d = 0; d < detection_rings.size(); ++d) {
      if (detection_used[d] || detection_ignored[d] || image.iou[g][d] <= options.iou_constraint) continue;
      detection_used[d] = 1;
      image.pairs.emplace_back(g, d);
      break;
    }
  }
  for (std::size_t d = 0; d < detection_rings.size(); ++d) {
    if (detection_ignored[d]) image.ignored_detections.push_back(d);
  }
  image.counts.detections = detection_rings.size() - image.ignored_detections.size();
  image.counts.matched = image.pairs.size();
  return image;
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
