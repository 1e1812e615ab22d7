/// The detections of all members in one list, member by member, and which of them overlap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <docket/geometry/polygon_iou.hpp>
#include <docket/stages/ensembler.hpp>

namespace docket::ensemblers {

/// One detection of one member. Borrows it.
struct MemberBox {
  std::size_t member;
  const Detection* detection;
  IouPolygon shape;
};

using MemberBoxes = std::vector<MemberBox>;

inline MemberBoxes member_boxes(std::span<const std::vector<Detection>> members) {
  MemberBoxes boxes;
  for (std::size_t m = 0; m < members.size(); ++m) {
    for (const Detection& detection : members[m]) boxes.push_back({m, &detection, IouPolygon(detection.polygon)});
  }
  return boxes;
}

struct Overlap {
  std::size_t box;
  double iou;
};

/// [i]: the boxes of other members whose polygon IoU with box i is above `least`, in the order of the list. An IoU of `least`
/// itself, within iou_tie, is not above it.
inline std::vector<std::vector<Overlap>> overlaps_above(const MemberBoxes& boxes, double least) {
  std::vector<std::vector<Overlap>> overlaps(boxes.size());
  std::vector<std::size_t> from_top(boxes.size());
  std::iota(from_top.begin(), from_top.end(), std::size_t{0});
  const auto top = [&](std::size_t i) { return boxes[i].shape.bounds().top; };
  std::stable_sort(from_top.begin(), from_top.end(), [&](std::size_t a, std::size_t b) { return top(a) < top(b); });
  for (std::size_t k = 0; k < from_top.size(); ++k) {
    const std::size_t i = from_top[k];
    const Rectangle& upright = boxes[i].shape.bounds();
    for (std::size_t later = k + 1; later < from_top.size() && top(from_top[later]) < upright.bottom; ++later) {
      const std::size_t j = from_top[later];
      const Rectangle& other = boxes[j].shape.bounds();
      if (other.left >= upright.right || other.right <= upright.left || boxes[i].member == boxes[j].member) continue;
      if (iou_limit(boxes[i].shape, boxes[j].shape) <= least) continue;
      const double iou = polygon_iou(boxes[i].shape, boxes[j].shape);
      if (iou <= least + iou_tie) continue;
      overlaps[i].push_back({j, iou});
      overlaps[j].push_back({i, iou});
    }
  }
  for (std::vector<Overlap>& list : overlaps) std::sort(list.begin(), list.end(), [](const Overlap& a, const Overlap& b) { return a.box < b.box; });
  return overlaps;
}

/// Boxes that stand for one word, by their places in the list, in the order in which they joined.
using Group = std::vector<std::size_t>;

/// The sum of the group's scores over the number of members: a member without a vote counts as 0.
inline double mean_score(const MemberBoxes& boxes, const Group& group, std::size_t members) {
  double sum = 0;
  for (const std::size_t i : group) sum += boxes[i].detection->score;
  return std::min(sum / static_cast<double>(members), 1.0);
}

/// Corner by corner over the group, whose polygons have equally many.
inline Polygon mean_polygon(const MemberBoxes& boxes, const Group& group) {
  Polygon mean = boxes[group.front()].detection->polygon;
  for (std::size_t g = 1; g < group.size(); ++g) {
    for (std::size_t k = 0; k < mean.size(); ++k) {
      mean[k].x += boxes[group[g]].detection->polygon[k].x;
      mean[k].y += boxes[group[g]].detection->polygon[k].y;
    }
  }
  for (Point& p : mean) p = {p.x / static_cast<double>(group.size()), p.y / static_cast<double>(group.size())};
  return mean;
}

}  // namespace docket::ensemblers
