/// Non-maximum suppression over the boxes of all members, by polygon IoU.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <docket/config/options.hpp>
#include <docket/geometry/polygon_iou.hpp>
#include <docket/stages/ensembler.hpp>

#include "../shared/votes.hpp"

namespace docket::nms {

struct Options {
  int min_votes = 0;
  double iou = 0.5;
  std::vector<double> weights;
};

inline constexpr auto schema = options<Options>(
    option("min_votes", &Options::min_votes, {0, 1000}, "members that must have found a word; 0: more than half of them, 1: plain suppression"),
    option("iou", &Options::iou, {0, 1}, "a box is dropped when its polygon IoU with a better one is above this"),
    option("weights", &Options::weights, {0, 1e6}, "scores are multiplied by the member's share of these, one number a member; empty: as they are"));

class NmsEnsembler final : public Ensembler {
 public:
  explicit NmsEnsembler(Options options) : options_(std::move(options)) {}

  /// Best score first. The members of a kept box and of those it suppressed are its votes. Throws Error(config) when min_votes or
  /// weights do not suit the number of members.
  [[nodiscard]] EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    const std::size_t enough = ensemblers::least_votes(options_.min_votes, members.size(), "ensembler 'nms'");
    std::vector<double> weights = ensemblers::member_weights(options_.weights, members.size(), "ensembler 'nms'");
    const double all = options_.weights.empty() ? 1 : std::accumulate(weights.begin(), weights.end(), 0.0);
    struct Box {
      std::size_t member;
      const Polygon* polygon;
      double score;
    };
    std::vector<Box> boxes;
    for (std::size_t m = 0; m < members.size(); ++m) {
      for (const Detection& detection : members[m]) boxes.push_back({m, &detection.polygon, detection.score * weights[m] / all});
    }
    std::stable_sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.score > b.score; });
    struct Kept {
      const Box* box;
      IouPolygon shape;
      std::set<std::size_t> voting;
    };
    std::vector<Kept> kept;
    for (const Box& box : boxes) {
      IouPolygon shape(*box.polygon);
      const auto better = std::find_if(kept.begin(), kept.end(), [&](const Kept& other) { return suppresses(other.shape, shape); });
      if (better == kept.end()) {
        kept.push_back({&box, std::move(shape), {box.member}});
      } else {
        better->voting.insert(box.member);
      }
    }
    EnsembleResult result;
    ensemblers::VoteCount votes;
    for (const Kept& one : kept) {
      votes.add(one.voting.size());
      if (one.voting.size() >= enough) result.detections.push_back({*one.box->polygon, one.box->score});
    }
    result.groups_by_votes = votes.take();
    return result;
  }

 private:
  [[nodiscard]] bool suppresses(const IouPolygon& better, const IouPolygon& shape) const {
    const Rectangle &a = better.bounds(), &b = shape.bounds();
    if (a.top >= b.bottom || b.top >= a.bottom || a.left >= b.right || b.left >= a.right) return false;
    return iou_limit(better, shape) > options_.iou && polygon_iou(better, shape) > options_.iou + iou_tie;
  }

  Options options_;
};

}  // namespace docket::nms
