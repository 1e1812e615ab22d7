/// Scores many lists of detections against the words of one picture, as score_image() does each; what a detection shares with the words is
/// worked out once, however many lists it stands in.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/data/dataset.hpp>
#include <docket/evaluation/score_image.hpp>

namespace docket {

class PictureScorer {
 public:
  struct Counts {
    IouCounts iou;
    ClevalCounts cleval;
  };

  /// `truth` must outlive it. Throws Error(data) for a word that the profile cannot read.
  explicit PictureScorer(const AnnotatedImage& truth, const ClevalOptions& options = {})
      : name_(truth.name), options_(options), iou_truths_(iou_truths(truth)), words_(prepare_cleval(cleval_truths(truth, options.profile), {}, options)), measure_(words_, words_.dont_care) {}
  PictureScorer(const PictureScorer&) = delete;
  PictureScorer& operator=(const PictureScorer&) = delete;

  /// Throws Error(data) for a detection that the profile cannot read.
  [[nodiscard]] Counts score(std::span<const Polygon> detections) {
    if (known_.size() > most_known) known_.clear();
    std::vector<const std::optional<IouRow>*> iou_rows;
    std::vector<const ClevalBox*> boxes;
    std::vector<const std::vector<ClevalTouch>*> touches;
    for (std::size_t i = 0; i < detections.size(); ++i) {
      const Known& known = look_up(detections[i], i);
      iou_rows.push_back(&known.iou);
      if (!known.box || !counts_in_cleval(options_, i)) continue;
      boxes.push_back(&*known.box);
      touches.push_back(&known.touches);
    }
    return {match_words(iou_truths_, iou_rows).counts, detail::ClevalMatching(words_, words_.dont_care, boxes, touches, options_).run().counts};
  }

 private:
  /// Draws hardly meet a polygon twice, and memory that is filled once and never read again costs more than it saves.
  static constexpr std::size_t most_known = 5000;

  struct Known {
    std::optional<IouRow> iou;
    std::optional<ClevalBox> box;  // none where the profile leaves the polygon out
    std::vector<ClevalTouch> touches;
  };

  const Known& look_up(const Polygon& polygon, std::size_t place) {
    const auto [found, fresh] = known_.try_emplace(std::string(reinterpret_cast<const char*>(polygon.data()), polygon.size() * sizeof(Point)));
    Known& known = found->second;
    if (!fresh) return known;
    known.iou = iou_row(iou_truths_, polygon);
    if (!has_cleval_box(polygon, options_)) return known;
    try {
      known.touches = measure_.touches(known.box.emplace(polygon, options_.profile, "detection " + std::to_string(place)));
    } catch (const Error& error) {
      throw Error(error.kind(), name_, error.what());
    }
    return known;
  }

  std::string name_;
  ClevalOptions options_;
  IouTruths iou_truths_;
  ClevalWords words_;
  ClevalMeasure measure_;
  std::unordered_map<std::string, Known> known_;  // by the polygon's bytes
};

}  // namespace docket
