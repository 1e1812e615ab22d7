/// Growing a found word back to its real size: the map holds words shrunk (DB paper, sections 3.3 and 3.5).
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include <polyclipping/clipper.hpp>

#include <docket/core/polygon.hpp>

#include "options.hpp"

namespace docket::db {

/// How far a word of this outline grows, in pixels.
inline double unclip_distance(const Polygon& outline, const Options& options) {
  const bool box = options.mode == "box";
  const double area = std::abs(signed_area(outline)), length = perimeter(outline);
  if (length <= 0) return 0;
  if (options.unclip == "compat_fixed") return area * (box ? 1.5 : 2.0) / length;
  if (options.unclip == "ratio") return area * options.unclip_ratio / length;
  // restore: the target was made with D = A (1 - r^2) / L of the full word (paper, eq. 1 of section 3.4). Grown by D, this
  // outline has the area a + l D + c D^2 and the length l + 2 c D, where c is 4 for a rectangle and pi for round corners; put
  // into the first formula that is a quadratic in D.
  const double c = box ? 4 : std::numbers::pi, k = 1 - options.shrink_ratio * options.shrink_ratio;
  const double a2 = c * (2 - k), a1 = (1 - k) * length, a0 = -k * area;
  return (-a1 + std::sqrt(a1 * a1 - 4 * a2 * a0)) / (2 * a2);
}

/// The outline offset by `distance` with round joins; empty where nothing is left of it. `units` are Clipper's integer steps
/// per pixel: 1 truncates to pixels and takes the first ring, as the reference; more take the largest ring.
inline Polygon offset(const Polygon& outline, double distance, double units) {
  constexpr double miter_limit = 2, arc_tolerance_px = 0.25;  // Clipper's own defaults
  ClipperLib::Path path;
  path.reserve(outline.size());
  for (const Point& p : outline) {
    path.emplace_back(static_cast<ClipperLib::cInt>(units == 1 ? p.x : std::round(p.x * units)),
                      static_cast<ClipperLib::cInt>(units == 1 ? p.y : std::round(p.y * units)));
  }
  ClipperLib::ClipperOffset offsetter(miter_limit, arc_tolerance_px * units);
  offsetter.AddPath(path, ClipperLib::jtRound, ClipperLib::etClosedPolygon);
  ClipperLib::Paths rings;
  offsetter.Execute(rings, distance * units);
  if (rings.empty()) return {};
  const ClipperLib::Path* chosen = &rings.front();
  if (units != 1) {
    for (const ClipperLib::Path& ring : rings) {
      if (ClipperLib::Area(ring) > ClipperLib::Area(*chosen)) chosen = &ring;
    }
  }
  Polygon grown;
  grown.reserve(chosen->size());
  for (const ClipperLib::IntPoint& p : *chosen)
    grown.push_back({static_cast<double>(p.X) / units, static_cast<double>(p.Y) / units});
  return grown;
}

}  // namespace docket::db
