/// What the vote ensembler can be told.
#pragma once

#include <string>

#include <docket/config/options.hpp>

namespace docket::vote {

struct Options {
  int min_votes = 0;
  double iou = 0.5;
  std::string rule = "any_member";
  std::string average = "same_order";
};

inline constexpr auto schema = options<Options>(
    option("min_votes", &Options::min_votes, {0, 1000}, "members that must have found a word; 0: more than half of them"),
    option("iou", &Options::iou, {0, 1}, "two polygons are of one word when their IoU is above this"),
    option("rule", &Options::rule, {"any_member", "all_members", "best_overlap"},
           "any_member: a box joins a group when it overlaps one of its boxes; all_members: when it overlaps all of them; "
           "best_overlap: pairs join in the order of falling IoU, whatever the order of the members"),
    option("average", &Options::average, {"same_order", "same_count", "never"},
           "same_order: the mean of the corners of a group of quadrilaterals whose corners come in the same order, else the box "
           "with the best score; same_count: the mean wherever all have equally many points, which ruins outlines; never: the "
           "box with the best score"));

}  // namespace docket::vote
