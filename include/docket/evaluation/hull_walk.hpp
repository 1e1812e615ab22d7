/// The convex hull of a few points, in the order in which Qhull lists it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <list>
#include <span>
#include <vector>

#include <docket/core/polygon.hpp>

namespace docket {

namespace detail {

/// Quickhull in the plane (Barber, Dobkin, Huhdanpaa 1996) that keeps Qhull's order of facets: CLEval's aspect ratio depends on
/// which edge comes first (cleval.md, section 4.1, whose steps are followed).
class HullWalk {
 public:
  explicit HullWalk(std::span<const Point> points) : points_(points) {}

  /// Corners counter-clockwise with y up, from Qhull's first facet; empty when all points lie on one line.
  [[nodiscard]] std::vector<std::size_t> corners() {
    if (points_.size() < 3 || !start()) return {};
    for (;;) {
      const auto next = std::find_if(facets_.begin(), facets_.end(), [](const Facet& facet) { return !facet.outside.empty(); });
      if (next == facets_.end()) return walk();
      grow(next);
    }
  }

 private:
  struct Facet;
  using Link = std::list<Facet>::iterator;
  struct Facet {
    std::size_t newer = 0, older = 0;  // its two points, by age
    double nx = 0, ny = 0, offset = 0; // outward unit normal
    std::vector<std::size_t> outside;  // points to come; the last one is the farthest
    Link at_older, at_newer;           // neighbours at the two ends
    bool visible = false, coplanar = false;
  };

  [[nodiscard]] double distance(const Facet& facet, std::size_t i) const {
    return (facet.offset + points_[i].x * facet.nx) + points_[i].y * facet.ny;
  }

  Link append(std::size_t newer, std::size_t older) {
    Facet facet;
    facet.newer = newer;
    facet.older = older;
    const Point &r = points_[newer], &s = points_[older];
    facet.nx = s.y - r.y;
    facet.ny = r.x - s.x;
    double length = std::sqrt(facet.nx * facet.nx + facet.ny * facet.ny);
    if (facet.nx * (centre_.x - r.x) + facet.ny * (centre_.y - r.y) > 0) length = -length;
    facet.nx /= length;
    facet.ny /= length;
    facet.offset = -(r.x * facet.nx + r.y * facet.ny);
    return facets_.insert(facets_.end(), std::move(facet));
  }

  /// The first triangle (steps 1 to 5). False: flat.
  bool start() {
    std::array<std::size_t, 4> extremes{};  // left, right, top, bottom
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (points_[i].x > points_[extremes[1]].x) extremes[1] = i;
      else if (points_[i].x < points_[extremes[0]].x) extremes[0] = i;
      if (points_[i].y > points_[extremes[3]].y) extremes[3] = i;
      else if (points_[i].y < points_[extremes[2]].y) extremes[2] = i;
    }
    const std::size_t a = extremes[0], b = extremes[1];
    const double extent_x = points_[b].x - points_[a].x, extent_y = points_[extremes[3]].y - points_[extremes[2]].y;
    if (!(extent_x > 0)) return false;
    const double largest_x = std::max(points_[b].x, -points_[a].x), largest_y = std::max(points_[extremes[3]].y, -points_[extremes[2]].y);
    const double largest = std::max(largest_x, largest_y), sum = largest_x + largest_y;
    round_off_ = 0x1p-52 * (2.02 * std::min(std::sqrt(2.0) * largest, sum) + largest);

    const auto spread = [&](std::size_t i) {
      const Point &p = points_[a], &q = points_[b], &o = points_[i];
      return std::abs((p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x));
    };
    const double nearly_zero = 80 * 0x1p-52 * sum, target = extent_x * std::max(extent_x, extent_y);
    double best = 0;
    std::size_t c = a;
    for (const std::size_t i : {extremes[2], extremes[3]}) {
      if (i == a || i == b || !(spread(i) > best)) continue;
      best = spread(i);
      c = i;
    }
    if (c == a || best <= nearly_zero || best < 0.001 * target) {
      for (std::size_t i = 0; i < points_.size(); ++i) {
        if (std::find(extremes.begin(), extremes.end(), i) != extremes.end() || !(spread(i) > best)) continue;
        best = spread(i);
        c = i;
        if (best > nearly_zero && best > 0.01 * target) break;
      }
    }
    if (c == a) return false;

    centre_ = {(points_[a].x + points_[b].x + points_[c].x) / 3, (points_[a].y + points_[b].y + points_[c].y) / 3};
    const Link ba = append(b, a), ca = append(c, a), cb = append(c, b);
    ba->at_older = ca, ba->at_newer = cb;
    ca->at_older = ba, ca->at_newer = cb;
    cb->at_older = ba, cb->at_newer = ca;
    fill(a, b, c);
    Link farthest = facets_.end();
    for (Link facet = facets_.begin(); facet != facets_.end(); ++facet) {
      if (!facet->outside.empty() && (farthest == facets_.end() || reach(*facet) > reach(*farthest))) farthest = facet;
    }
    if (farthest != facets_.end()) facets_.splice(facets_.begin(), facets_, farthest);
    return true;
  }

  [[nodiscard]] double reach(const Facet& facet) const { return distance(facet, facet.outside.back()); }

  void fill(std::size_t a, std::size_t b, std::size_t c) {
    std::array<std::vector<std::size_t>, 3> held;  // the farthest of each facet so far
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (i == a || i == b || i == c) continue;
      std::size_t index = 0;
      for (Facet& facet : facets_) {
        std::vector<std::size_t>& farthest = held[index++];
        if (!(distance(facet, i) >= 4 * round_off_)) continue;
        if (farthest.empty()) {
          farthest.push_back(i);
        } else if (distance(facet, i) > distance(facet, farthest[0])) {
          facet.outside.push_back(farthest[0]);
          farthest[0] = i;
        } else {
          facet.outside.push_back(i);
        }
        break;
      }
    }
    std::size_t index = 0;
    for (Facet& facet : facets_) {
      facet.outside.insert(facet.outside.end(), held[index].begin(), held[index].end());
      ++index;
    }
  }

  /// Takes the farthest point of `facet` into the hull (step 6).
  void grow(Link facet) {
    const std::size_t p = facet->outside.back();
    facet->outside.pop_back();
    std::vector<Link> visible{facet};
    facet->visible = true;
    for (std::size_t i = 0; i < visible.size(); ++i) {
      for (const Link neighbour : {visible[i]->at_older, visible[i]->at_newer}) {
        if (neighbour->visible) continue;
        const double away = distance(*neighbour, p);
        neighbour->coplanar = std::abs(away) <= 2 * round_off_;
        if (!(away > 2 * round_off_)) continue;
        neighbour->visible = true;
        visible.push_back(neighbour);
      }
    }
    struct Edge {
      Link facet, neighbour;
      std::size_t shared;
    };
    std::vector<Edge> edges;
    for (const Link lost : visible) {
      if (!lost->at_older->visible) edges.push_back({append(p, lost->older), lost->at_older, lost->older});
      if (!lost->at_newer->visible) edges.push_back({append(p, lost->newer), lost->at_newer, lost->newer});
    }
    std::vector<Link> fresh, stretched;
    for (Edge& edge : edges) {
      Facet& old = *edge.neighbour;
      const bool at_older = old.older == edge.shared;
      if (!old.coplanar) {
        (at_older ? old.at_older : old.at_newer) = edge.facet;
        edge.facet->at_older = edge.neighbour;
        fresh.push_back(edge.facet);
        continue;
      }
      facets_.erase(edge.facet);
      if (at_older) {
        old.older = old.newer;
        old.at_older = old.at_newer;
      }
      old.newer = p;
      facets_.splice(facets_.end(), facets_, edge.neighbour);
      stretched.push_back(edge.neighbour);
      edge.facet = edge.neighbour;
    }
    if (edges.size() == 2) {
      edges[0].facet->at_newer = edges[1].facet;
      edges[1].facet->at_newer = edges[0].facet;
    }
    for (const Edge& edge : edges) edge.neighbour->coplanar = false;
    fresh.insert(fresh.end(), stretched.begin(), stretched.end());
    for (const Link lost : visible) {
      for (const std::size_t i : lost->outside) hand_over(i, fresh);
    }
    for (const Link lost : visible) facets_.erase(lost);
  }

  void hand_over(std::size_t i, const std::vector<Link>& facets) {
    for (const Link facet : facets) {
      const double away = distance(*facet, i);
      if (!(away >= 4 * round_off_)) continue;
      std::vector<std::size_t>& list = facet->outside;
      list.insert(list.empty() || away > reach(*facet) ? list.end() : list.end() - 1, i);
      return;
    }
  }

  [[nodiscard]] std::vector<std::size_t> walk() const {
    const Facet& first = facets_.front();
    const auto along = [&](std::size_t i) { return -first.ny * points_[i].x + first.nx * points_[i].y; };
    std::vector<std::size_t> order;
    std::size_t from = along(first.newer) < along(first.older) ? first.newer : first.older;
    const Facet* facet = &first;
    do {
      order.push_back(from);
      const bool from_older = facet->older == from;
      from = from_older ? facet->newer : facet->older;
      facet = &*(from_older ? facet->at_newer : facet->at_older);
    } while (facet != &first && order.size() <= points_.size());
    return order;
  }

  std::span<const Point> points_;
  Point centre_;
  double round_off_ = 0;
  std::list<Facet> facets_;
};

}  // namespace detail

/// Indices of the convex hull's corners, counter-clockwise with y up (clockwise on screen), in Qhull's order; corners on a
/// straight edge are left out. Empty when all points lie on one line.
[[nodiscard]] inline std::vector<std::size_t> hull_walk(std::span<const Point> points) { return detail::HullWalk(points).corners(); }

}  // namespace docket
