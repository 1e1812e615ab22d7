/// Weighted boxes fusion (Solovyev, Wang and Gabruseva 2021, section 3) for quadrilaterals of any angle and outlines.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/geometry/polygon_iou.hpp>
#include <docket/stages/ensembler.hpp>

#include "../shared/corner_order.hpp"
#include "../shared/votes.hpp"
#include "options.hpp"

namespace docket::wbf {

/// A box with its score times its member's weight.
struct WeightedBox {
  std::size_t member;
  const Polygon* polygon;
  double score;
};

/// Boxes fused into one. The corners of quadrilaterals, put into the order of the first one's, are averaged by their scores; once
/// another outline joins, the outline with the greatest score stands for all, since corners of outlines do not mean the same.
class FusedBox {
 public:
  explicit FusedBox(const WeightedBox& first) : shape_(*first.polygon), polygon_(*first.polygon), best_(first), quadrilaterals_(first.polygon->size() == 4) {
    if (quadrilaterals_) sum_ = Polygon(4);
    join(first);
  }

  void join(const WeightedBox& box) {
    scores_ += box.score;
    top_score_ = std::max(top_score_, box.score);
    ++count_;
    members_.push_back(box.member);
    if (box.score > best_.score) best_ = box;
    quadrilaterals_ = quadrilaterals_ && box.polygon->size() == 4;
    if (!quadrilaterals_) {
      polygon_ = *best_.polygon;
    } else {
      const Polygon ordered = ensemblers::in_order_of(polygon_, *box.polygon);
      for (std::size_t k = 0; k < 4; ++k) sum_[k] = {sum_[k].x + box.score * ordered[k].x, sum_[k].y + box.score * ordered[k].y};
      for (std::size_t k = 0; k < 4 && scores_ > 0; ++k) polygon_[k] = {sum_[k].x / scores_, sum_[k].y / scores_};
    }
    shape_ = IouPolygon(polygon_);
  }

  [[nodiscard]] const IouPolygon& shape() const { return shape_; }
  [[nodiscard]] const Polygon& polygon() const { return polygon_; }
  [[nodiscard]] std::size_t votes() const { return std::set<std::size_t>(members_.begin(), members_.end()).size(); }

  /// By the option `rule`; `weights` are those of all members. In [0, 1].
  [[nodiscard]] double score(const std::string& rule, const std::vector<double>& weights) const {
    const std::set<std::size_t> voting(members_.begin(), members_.end());
    const auto boxes = static_cast<double>(count_);
    double all = 0, of_boxes = 0, present = 0, greatest = 0;
    for (std::size_t m = 0; m < weights.size(); ++m) {
      all += weights[m];
      greatest = std::max(greatest, weights[m]);
      if (voting.contains(m)) present += weights[m];
    }
    for (const std::size_t m : members_) of_boxes += weights[m];
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    double fused = scores_ / boxes;
    if (rule == "max") fused = share(top_score_, greatest);
    if (rule == "avg") fused *= share(std::min(boxes, static_cast<double>(weights.size())), all);
    if (rule == "box_and_model_avg") fused *= share(boxes, of_boxes) * share(present, all);
    if (rule == "absent_model_aware_avg") fused *= share(boxes, of_boxes + all - present);
    return std::clamp(fused, 0.0, 1.0);
  }

 private:
  IouPolygon shape_;
  Polygon polygon_;
  WeightedBox best_;
  bool quadrilaterals_;
  Polygon sum_;  // of the corners times their scores
  double scores_ = 0, top_score_ = 0;
  std::size_t count_ = 0;
  std::vector<std::size_t> members_;  // of each box
};

class WbfEnsembler final : public Ensembler {
 public:
  explicit WbfEnsembler(Options options) : options_(std::move(options)) {}

  /// Best score first. Votes are members, though one member may give several boxes. Throws Error(config) when min_votes or weights do
  /// not suit the number of members.
  [[nodiscard]] EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    const std::size_t enough = ensemblers::least_votes(options_.min_votes, members.size(), "ensembler 'wbf'");
    const std::vector<double> weights = ensemblers::member_weights(options_.weights, members.size(), "ensembler 'wbf'");
    std::vector<FusedBox> fused;
    for (const WeightedBox& box : best_first(members, weights)) {
      if (FusedBox* nearest = most_overlapping(fused, IouPolygon(*box.polygon))) {
        nearest->join(box);
      } else {
        fused.emplace_back(box);
      }
    }
    EnsembleResult result;
    ensemblers::VoteCount votes;
    for (const FusedBox& box : fused) {
      votes.add(box.votes());
      const double score = box.score(options_.score, weights);
      if (box.votes() >= enough && score >= options_.min_score) result.detections.push_back({box.polygon(), score});
    }
    std::stable_sort(result.detections.begin(), result.detections.end(), [](const Detection& a, const Detection& b) { return a.score > b.score; });
    result.groups_by_votes = votes.take();
    return result;
  }

 private:
  [[nodiscard]] std::vector<WeightedBox> best_first(std::span<const std::vector<Detection>> members, const std::vector<double>& weights) const {
    std::vector<WeightedBox> boxes;
    for (std::size_t m = 0; m < members.size(); ++m) {
      for (const Detection& detection : members[m]) {
        if (detection.score >= options_.skip_below && detection.polygon.size() >= 3) boxes.push_back({m, &detection.polygon, detection.score * weights[m]});
      }
    }
    std::stable_sort(boxes.begin(), boxes.end(), [](const WeightedBox& a, const WeightedBox& b) { return a.score > b.score; });
    return boxes;
  }

  [[nodiscard]] FusedBox* most_overlapping(std::vector<FusedBox>& fused, const IouPolygon& shape) const {
    FusedBox* best = nullptr;
    double best_iou = options_.iou;
    for (FusedBox& candidate : fused) {
      const Rectangle &a = candidate.shape().bounds(), &b = shape.bounds();
      if (a.top >= b.bottom || b.top >= a.bottom || a.left >= b.right || b.left >= a.right || iou_limit(candidate.shape(), shape) <= best_iou) continue;
      const double iou = polygon_iou(candidate.shape(), shape);
      if (iou <= best_iou + iou_tie) continue;
      best = &candidate;
      best_iou = iou;
    }
    return best;
  }

  Options options_;
};

}  // namespace docket::wbf
