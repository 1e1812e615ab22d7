/// The five-fold vote of the reference system as it was (reference-system.md, row 61), faults and all: see section 6.2 there.
#pragma once

#include <charconv>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <docket/config/options.hpp>
#include <docket/core/error.hpp>
#include <docket/stages/ensembler.hpp>

#include "../shared/member_boxes.hpp"
#include "../shared/votes.hpp"

namespace docket::vote_compat {

struct Options {
  int min_votes = 3;
  double iou = 0.5;
};

inline constexpr auto schema = options<Options>(
    option("min_votes", &Options::min_votes, {1, 1000}, "boxes that a group must have; two of one member count twice"),
    option("iou", &Options::iou, {0, 1}, "a box joins when its upright rectangle and that of a box of the group have an IoU above this"));

/// IoU of the upright rectangles around two polygons; 0 where neither has an area.
inline double upright_iou(const Rectangle& a, const Rectangle& b) {
  const auto area = [](const Rectangle& r) { return (r.right - r.left) * (r.bottom - r.top); };
  const double shared = shared_area(a, b), either = area(a) + area(b) - shared;
  return either > 0 ? shared / either : 0;
}

/// To one decimal as Python rounds: the nearest, and exact binary ties to the even digit.
inline double one_decimal(double value) {
  char text[400];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 1).ptr;
  std::from_chars(text, end, value);
  return value;
}

class VoteCompatEnsembler final : public Ensembler {
 public:
  explicit VoteCompatEnsembler(Options options) : options_(options) {}

  /// Votes are boxes, not members, and one pass over the list forms a group. Throws Error(data) for a polygon that has not four
  /// corners: averaging those index by index is what made words explode.
  [[nodiscard]] EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    const ensemblers::MemberBoxes boxes = listed(members);
    std::vector<Rectangle> upright;
    for (const auto& box : boxes) upright.push_back(bounds_of(box.detection->polygon));
    EnsembleResult result;
    ensemblers::VoteCount votes;
    std::vector<char> taken(boxes.size(), 0);
    for (std::size_t opening = 0; opening < boxes.size(); ++opening) {
      if (taken[opening]) continue;
      ensemblers::Group group{opening};
      taken[opening] = 1;
      // Whatever lies before the opening box is taken, so the pass may begin behind it.
      for (std::size_t i = opening + 1; i < boxes.size(); ++i) {
        if (taken[i]) continue;
        for (const std::size_t inside : group) {
          if (upright_iou(upright[i], upright[inside]) > options_.iou) {
            taken[i] = 1;
            break;
          }
        }
        if (taken[i]) group.push_back(i);
      }
      votes.add(group.size());
      if (group.size() < static_cast<std::size_t>(options_.min_votes)) continue;
      Polygon mean = ensemblers::mean_polygon(boxes, group);
      for (Point& p : mean) p = {one_decimal(p.x), one_decimal(p.y)};
      result.detections.push_back({std::move(mean), ensemblers::mean_score(boxes, group, members.size())});
    }
    result.groups_by_votes = votes.take();
    return result;
  }

 private:
  [[nodiscard]] static ensemblers::MemberBoxes listed(std::span<const std::vector<Detection>> members) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      for (std::size_t i = 0; i < members[m].size(); ++i) {
        if (members[m][i].polygon.size() == 4) continue;
        throw Error(ErrorKind::data, "ensembler 'vote_compat'",
                    "word " + std::to_string(i + 1) + " of member " + std::to_string(m + 1) + " has " + std::to_string(members[m][i].polygon.size()) +
                        " points, must have 4; use = \"vote\" takes any outline");
      }
    }
    return ensemblers::member_boxes(members);
  }

  Options options_;
};

}  // namespace docket::vote_compat
