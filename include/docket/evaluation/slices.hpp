/// Scores by kinds of words: by height, aspect, tilt and distance to the picture's border, and by how many words an image has.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <docket/geometry/clip_polygon.hpp>
#include <docket/data/word_box.hpp>
#include <docket/evaluation/set_result.hpp>

namespace docket {

/// One class of words, or of images. Every word that counts is in exactly one class of a slice, so the classes' numbers add up
/// to the set's.
///
/// A class of words: a true word and the detection matched with it are in the true word's class, a false detection (by IoU) in
/// the class of its own box. Of `cleval` only num_char_gt, num_char_tp, num_splitted, num_missed and gran_score_recall are
/// filled: CLEval's claims and its false characters belong to no single word. A class of images has all numbers of its images.
struct SliceClass {
  std::string name;
  std::size_t images = 0;  // of a class of words: 0
  IouCounts iou{};
  ClevalCounts cleval{};
};

struct Slice {
  std::string key;    // in JSON
  std::string title;  // for a person, with the unit
  bool of_images = false;
  std::vector<SliceClass> classes;  // empty ones too
};

namespace detail {

/// Classes of a number: below limits[0], limits[0] up to but without limits[1], and so on.
inline Slice slice_by(std::string key, std::string title, const std::vector<double>& limits, bool of_images = false) {
  Slice slice{std::move(key), std::move(title), of_images, {}};
  char name[64];
  std::snprintf(name, sizeof name, "below %g", limits.front());
  slice.classes.push_back({name});
  for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
    std::snprintf(name, sizeof name, "%g to %g", limits[i], limits[i + 1]);
    slice.classes.push_back({name});
  }
  std::snprintf(name, sizeof name, "%g and more", limits.back());
  slice.classes.push_back({name});
  return slice;
}

inline std::size_t class_of(double value, const std::vector<double>& limits) {
  return static_cast<std::size_t>(std::upper_bound(limits.begin(), limits.end(), value) - limits.begin());
}

/// At it: 1 px or less from the nearest border, or beyond it. Near it: less than the word's height. Then away, and size not
/// known.
inline std::size_t border_class(const Polygon& polygon, const WordBox& box, Size size) {
  if (size.width <= 0 || size.height <= 0) return 3;
  const Rectangle bounds = bounds_of(polygon);
  const double gap =
      std::min(std::min(bounds.left, bounds.top), std::min(size.width - bounds.right, size.height - bounds.bottom));
  return gap <= 1 ? 0 : gap < box.height ? 1 : 2;
}

inline void add_truth(SliceClass& to, const TruthResult& truth) {
  to.iou.truths += truth.in_iou ? 1 : 0;
  to.iou.matched += truth.found_by_iou ? 1 : 0;
  to.iou.detections += truth.found_by_iou ? 1 : 0;
  to.cleval.num_char_gt += truth.characters;
  to.cleval.num_char_tp += truth.found;
  to.cleval.num_splitted += truth.match == WordMatch::split ? 1 : 0;
  to.cleval.num_missed += truth.match == WordMatch::unmatched ? 1 : 0;
  to.cleval.gran_score_recall += truth.penalty;
}

}  // namespace detail

/// The five slices of a set. Limits belong to the upper class.
///   height_px: across the text, in px of the picture (WordBox). aspect: width along the text over height.
///   tilt_deg: between the text's direction and the picture's horizontal, whichever way it is turned; a word upside down has
///   180. border: at it (at most 1 px from the picture's nearest side, or beyond), near it (closer than the word's height),
///   away from it, and words of pictures whose size is not known. words_per_image: true words that count, of the image.
[[nodiscard]] inline std::vector<Slice> slices_of(const SetResult& result) {
  const std::vector<double> heights{8, 12, 16, 24, 32, 64}, aspects{1, 2, 4, 8, 16}, tilts{2, 5, 15, 45},
      crowds{10, 25, 50, 100, 200};
  std::vector<Slice> slices{detail::slice_by("height_px", "word height, px", heights),
                            detail::slice_by("aspect", "width / height", aspects),
                            detail::slice_by("tilt_deg", "tilt, degrees", tilts),
                            Slice{"border", "picture's border", false, {{"at it"}, {"near it"}, {"away"}, {"size not known"}}},
                            detail::slice_by("words_per_image", "words per image", crowds, true)};
  for (const ImageResult& image : result.images) {
    const auto classes_of = [&](const Polygon& polygon) {
      const WordBox box = word_box(polygon);
      return std::array{detail::class_of(box.height, heights), detail::class_of(box.aspect(), aspects),
                        detail::class_of(std::abs(box.tilt_deg), tilts), detail::border_class(polygon, box, image.size)};
    };
    for (const TruthResult& truth : image.truths) {
      if (!truth.in_iou && truth.match == WordMatch::ignored) continue;
      const auto classes = classes_of(truth.polygon);
      for (std::size_t i = 0; i < classes.size(); ++i) detail::add_truth(slices[i].classes[classes[i]], truth);
    }
    for (const DetectionResult& detection : image.detections) {
      if (!detection.in_iou || detection.iou_truth != DetectionResult::nothing) continue;
      const auto classes = classes_of(detection.polygon);
      for (std::size_t i = 0; i < classes.size(); ++i) ++slices[i].classes[classes[i]].iou.detections;
    }
    SliceClass& crowd = slices.back().classes[detail::class_of(static_cast<double>(image.counts.truths), crowds)];
    ++crowd.images;
    crowd.iou += image.counts;
    crowd.cleval += image.cleval;
  }
  return slices;
}

}  // namespace docket
