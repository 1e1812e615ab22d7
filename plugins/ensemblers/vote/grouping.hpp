/// Which boxes stand for one word: at most one of each member.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "../shared/member_boxes.hpp"

namespace docket::vote {

using ensemblers::Group;
using ensemblers::MemberBoxes;
using ensemblers::Overlap;
using Overlaps = std::vector<std::vector<Overlap>>;

namespace detail {

/// The free box of `member` that overlaps the group best, the first of equals. `all`: it must overlap every box of the group, and
/// its least overlap counts; else its greatest.
inline std::optional<std::size_t> best_of_member(const MemberBoxes& boxes, const Overlaps& overlaps, const Group& group, std::size_t member,
                                                 const std::vector<char>& taken, bool all) {
  struct Candidate {
    std::size_t box, found;
    double iou;
  };
  std::vector<Candidate> candidates;
  for (const std::size_t inside : group) {
    const auto& list = overlaps[inside];
    auto overlap = std::lower_bound(list.begin(), list.end(), member, [&](const Overlap& o, std::size_t m) { return boxes[o.box].member < m; });
    for (; overlap != list.end() && boxes[overlap->box].member == member; ++overlap) {
      if (taken[overlap->box]) continue;
      const auto known = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.box == overlap->box; });
      if (known == candidates.end()) {
        candidates.push_back({overlap->box, 1, overlap->iou});
      } else {
        ++known->found;
        known->iou = all ? std::min(known->iou, overlap->iou) : std::max(known->iou, overlap->iou);
      }
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.box < b.box; });
  std::optional<std::size_t> best;
  double best_iou = 0;
  for (const Candidate& candidate : candidates) {
    if ((all && candidate.found < group.size()) || (best && candidate.iou <= best_iou + iou_tie)) continue;
    best = candidate.box;
    best_iou = candidate.iou;
  }
  return best;
}

}  // namespace detail

/// Every free box opens a group, in the order of the list; then every later member adds the one of its free boxes that overlaps
/// best. Free boxes of earlier members cannot join: each would have opened a group before.
inline std::vector<Group> group_in_order(const MemberBoxes& boxes, const Overlaps& overlaps, std::size_t members, bool all) {
  std::vector<Group> groups;
  std::vector<char> taken(boxes.size(), 0);
  for (std::size_t opening = 0; opening < boxes.size(); ++opening) {
    if (taken[opening]) continue;
    taken[opening] = 1;
    Group group{opening};
    for (std::size_t m = boxes[opening].member + 1; m < members; ++m) {
      if (const auto joining = detail::best_of_member(boxes, overlaps, group, m, taken, all)) {
        taken[*joining] = 1;
        group.push_back(*joining);
      }
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

/// Pairs in the order of falling IoU, of equals the first of the list; the groups of both become one where they share no member.
/// Only ties depend on the order of the members. Groups are in the order of their first boxes.
inline std::vector<Group> group_by_overlap(const MemberBoxes& boxes, const Overlaps& overlaps) {
  struct Pair {
    std::size_t first, second;
    double iou;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    for (const Overlap& overlap : overlaps[i]) {
      if (i < overlap.box) pairs.push_back({i, overlap.box, overlap.iou});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.iou > b.iou; });
  std::vector<Group> groups(boxes.size());
  std::vector<std::size_t> group_of(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    groups[i] = {i};
    group_of[i] = i;
  }
  for (const Pair& pair : pairs) {
    const std::size_t one = std::min(group_of[pair.first], group_of[pair.second]), other = std::max(group_of[pair.first], group_of[pair.second]);
    const auto shares_member = [&](std::size_t i) {
      return std::any_of(groups[one].begin(), groups[one].end(), [&](std::size_t j) { return boxes[i].member == boxes[j].member; });
    };
    if (one == other || std::any_of(groups[other].begin(), groups[other].end(), shares_member)) continue;
    for (const std::size_t i : groups[other]) group_of[i] = one;
    groups[one].insert(groups[one].end(), groups[other].begin(), groups[other].end());
    groups[other].clear();
  }
  std::erase_if(groups, [](const Group& group) { return group.empty(); });
  for (Group& group : groups) std::sort(group.begin(), group.end());
  return groups;
}

}  // namespace docket::vote
