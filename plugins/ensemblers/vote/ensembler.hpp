/// Words that enough members found: true polygon IoU, one box a member and word, so that votes count members.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/stages/ensembler.hpp>

#include "../shared/member_boxes.hpp"
#include "grouping.hpp"
#include "options.hpp"

namespace docket::vote {

/// Do the corners of both quadrilaterals run the same way round and begin at the same one? So it is when no other beginning brings
/// them nearer to each other.
inline bool same_order(const Polygon& a, const Polygon& b) {
  if (a.size() != 4 || b.size() != 4 || signed_area(a) * signed_area(b) <= 0) return false;
  const auto distance = [&](std::size_t shift) {
    double sum = 0;
    for (std::size_t k = 0; k < 4; ++k) sum += std::pow(a[k].x - b[(k + shift) % 4].x, 2) + std::pow(a[k].y - b[(k + shift) % 4].y, 2);
    return sum;
  };
  const double as_is = distance(0);
  return as_is <= distance(1) && as_is <= distance(2) && as_is <= distance(3);
}

class VoteEnsembler final : public Ensembler {
 public:
  explicit VoteEnsembler(Options options) : options_(std::move(options)) {}

  /// Detections come in the order in which their groups were opened; their score is the sum of the votes' scores over the number
  /// of members. Throws Error(config) when more votes are wanted than there are members.
  [[nodiscard]] EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    const std::size_t enough = least_votes(members.size());
    const MemberBoxes boxes = ensemblers::member_boxes(members);
    const Overlaps overlaps = ensemblers::overlaps_above(boxes, options_.iou);
    EnsembleResult result;
    ensemblers::VoteCount votes;
    for (const Group& group : options_.rule == "best_overlap" ? group_by_overlap(boxes, overlaps)
                                                              : group_in_order(boxes, overlaps, members.size(), options_.rule == "all_members")) {
      votes.add(group.size());
      if (group.size() >= enough) result.detections.push_back({outline(boxes, group), ensemblers::mean_score(boxes, group, members.size())});
    }
    result.groups_by_votes = votes.take();
    return result;
  }

 private:
  [[nodiscard]] std::size_t least_votes(std::size_t members) const {
    const auto wanted = static_cast<std::size_t>(options_.min_votes);
    if (wanted > members) {
      throw Error(ErrorKind::config, "ensembler 'vote'",
                  "'min_votes' is " + std::to_string(wanted) + ", there are " + std::to_string(members) + " members");
    }
    return wanted == 0 ? members / 2 + 1 : wanted;
  }

  [[nodiscard]] Polygon outline(const MemberBoxes& boxes, const Group& group) const {
    const Polygon& first = boxes[group.front()].detection->polygon;
    const bool mean = options_.average != "never" && std::all_of(group.begin(), group.end(), [&](std::size_t i) {
      const Polygon& polygon = boxes[i].detection->polygon;
      return options_.average == "same_count" ? polygon.size() == first.size() : same_order(first, polygon);
    });
    if (mean) return ensemblers::mean_polygon(boxes, group);
    const auto best = std::max_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
      return boxes[a].detection->score < boxes[b].detection->score;
    });
    return boxes[*best].detection->polygon;
  }

  Options options_;
};

}  // namespace docket::vote
