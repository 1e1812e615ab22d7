/// What the db postprocessor can be told.
#pragma once

#include <string>

#include <docket/config/options.hpp>

namespace docket::db {

/// The last four are the reference system's habits (reference-system.md 3.7), each off by default. All four together with a
/// fitting unclip_ratio give its boxes to the last digit.
struct Options {
  double thresh = 0.3;
  double box_thresh = 0.4;  // what its presets start from; its constructor's 0.7 was never used with success
  int max_candidates = 1000;
  std::string mode = "box";
  double unclip_ratio = 2.0;
  double min_size = 3;
  double min_unclipped_size = 5;
  double upright_below = 0;
  double epsilon_ratio = 0.002;
  bool clip = false;
  std::string unclip = "ratio";
  double shrink_ratio = 0.4;
  std::string candidate_order = "score";
  std::string coordinates = "double";
  bool holes = false;
};

inline constexpr auto schema = options<Options>(
    option("thresh", &Options::thresh, {0, 1}, "a pixel is text when its probability is above this"),
    option("box_thresh", &Options::box_thresh, {0, 1}, "a word is kept when the mean probability inside it reaches this"),
    option("max_candidates", &Options::max_candidates, {1, 100000}, "most words per image; a hit cap is reported"),
    option("mode", &Options::mode, {"box", "polygon"},
           "box: rectangles of any angle, 4 points; polygon: outlines that follow curved text"),
    option("unclip_ratio", &Options::unclip_ratio, {0, 10},
           "words grow by area * unclip_ratio / perimeter, since the map holds them shrunk"),
    option("min_size", &Options::min_size, {0, 1000},
           "shorter side that a box needs before it grows, in map pixels (box mode)"),
    option("min_unclipped_size", &Options::min_unclipped_size, {0, 1000},
           "shorter side that a word needs after it grew, in map pixels"),
    option("upright_below", &Options::upright_below, {0, 100},
           "a box less than this many times as long as high lies upright: the angle of a small round blob is chance (box mode)"),
    option("epsilon_ratio", &Options::epsilon_ratio, {0, 0.5},
           "how far a polygon may leave the contour, as a share of its length (polygon mode)"),
    option("clip", &Options::clip, "move points outside the image to its border; words wholly outside are dropped"),
    option("unclip", &Options::unclip, {"ratio", "restore", "compat_fixed"},
           "ratio: by unclip_ratio; restore: by the distance that undoes shrink_ratio exactly; compat_fixed: ratio 1.5 for "
           "boxes, 2.0 "
           "for polygons, as the reference did until 2026-02-12"),
    option("shrink_ratio", &Options::shrink_ratio, {0.05, 0.95},
           "shrink_ratio of the head that made the map (unclip = restore)"),
    option("candidate_order", &Options::candidate_order, {"score", "scan"},
           "which words max_candidates keeps and how they are sorted: best score first, or the first contours in scan order, "
           "as the reference"),
    option("coordinates", &Options::coordinates, {"double", "integer"},
           "integer: truncate before scoring and growing and round the result half to even, as the reference"),
    option("holes", &Options::holes, "take the inner border of a ring for a word too, as the reference"));

}  // namespace docket::db
