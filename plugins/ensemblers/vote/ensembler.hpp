/// Words that enough members found: true polygon IoU, one box a member and word, so that votes count members.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <docket/stages/ensembler.hpp>

#include "../shared/corner_order.hpp"
#include "../shared/member_boxes.hpp"
#include "../shared/votes.hpp"
#include "grouping.hpp"
#include "options.hpp"

namespace docket::vote {

class VoteEnsembler final : public Ensembler {
 public:
  explicit VoteEnsembler(Options options) : options_(std::move(options)) {}

  /// Detections come in the order in which their groups were opened; their score is the sum of the votes' scores over the number
  /// of members. Throws Error(config) when more votes are wanted than there are members.
  [[nodiscard]] EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    const std::size_t enough = ensemblers::least_votes(options_.min_votes, members.size(), "ensembler 'vote'");
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
  [[nodiscard]] Polygon outline(const MemberBoxes& boxes, const Group& group) const {
    const Polygon& first = boxes[group.front()].detection->polygon;
    const bool mean = options_.average != "never" && std::all_of(group.begin(), group.end(), [&](std::size_t i) {
      const Polygon& polygon = boxes[i].detection->polygon;
      return options_.average == "same_count" ? polygon.size() == first.size() : ensemblers::same_order(first, polygon);
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
