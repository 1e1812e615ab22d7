#include "ridge.hpp"

#include <algorithm>
#include <cmath>

#include "clones.hpp"

namespace docket::cpu {
namespace {

/// One edge seen from one row. Everything is relative to the edge's ends, so it is exact in Int.
template <class Int>
struct EdgeRow {
  Int ax, bx, dot_rest, cross_rest, dy, a_rest, b_rest;
  float inverse_length;
};

template <class Int>
inline void lower_to_edge(const EdgeRow<Int>& edge, Int x0, int count, float* nearest) {
  for (int i = 0; i < count; ++i) {
    const Int a = x0 + i - edge.ax, b = x0 + i - edge.bx;
    const float across = static_cast<float>(a * edge.dy + edge.cross_rest) * edge.inverse_length;
    const float to_end = static_cast<float>(std::min(a * a + edge.a_rest, b * b + edge.b_rest));
    const float squared = a * b + edge.dot_rest > 0 ? to_end : across * across;
    nearest[i] = std::min(nearest[i], squared);
  }
}

DOCKET_CLONES void lower_to_edge_narrow(const EdgeRow<int32_t>& edge, int32_t x0, int count, float* nearest) {
  lower_to_edge(edge, x0, count, nearest);
}

DOCKET_CLONES void raise_to_ridge(const float* nearest, int count, float inverse_distance, const RidgeScale& scale, float* map) {
  for (int i = 0; i < count; ++i) {
    const float height = std::max(1.0F - std::sqrt(nearest[i]) * inverse_distance, 0.0F);
    map[i] = std::max(map[i], height * scale.range + scale.low);
  }
}

/// The columns of a row that may lie near an edge; empty when first > last.
struct Columns {
  int first, last;
};

/// What is the same for all rows of one edge.
struct Edge {
  cv::Point a, b;
  float inverse_length;                      // 0 where the ends are one point
  double min_x, max_x, min_y, max_y;         // the edge and the distance around it
  double slope, reach;                       // columns of the band of width D at row y: a.x + (y - a.y) * slope +- reach

  Edge(cv::Point from, cv::Point to, double distance)
      : a(from), b(to), min_x(std::min(a.x, b.x) - distance), max_x(std::max(a.x, b.x) + distance),
        min_y(std::min(a.y, b.y) - distance), max_y(std::max(a.y, b.y) + distance) {
    const double dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
    inverse_length = length > 0 ? static_cast<float>(1 / length) : 0.0F;
    slope = dy != 0 ? dx / dy : 0;
    reach = dy != 0 ? distance * length / std::abs(dy) + 1e-6 : max_x - min_x;
  }

  [[nodiscard]] Columns columns(int y, int left, int right) const {
    if (y < min_y || y > max_y) return {1, 0};
    const double centre = a.x + (y - a.y) * slope;
    const double low = std::max({min_x, centre - reach, static_cast<double>(left)});
    const double high = std::min({max_x, centre + reach, static_cast<double>(right)});
    return {static_cast<int>(low), static_cast<int>(high) + 1 > right ? right : static_cast<int>(high) + 1};
  }

  template <class Int>
  [[nodiscard]] EdgeRow<Int> row(int y) const {
    const Int ya = y - a.y, yb = y - b.y, dx = b.x - a.x, dy = b.y - a.y;
    return {a.x, b.x, ya * yb, -ya * dx, dy, ya * ya, yb * yb, inverse_length};
  }
};

/// 32-bit products hold as long as no side of box and outline together exceeds this.
constexpr int narrow_limit = 16000;

bool is_narrow(const WordOutline& outline, const cv::Rect& box) {
  int left = box.x, right = box.x + box.width, top = box.y, bottom = box.y + box.height;
  for (const cv::Point& p : outline.points) {
    left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  return right - left <= narrow_limit && bottom - top <= narrow_limit;
}

}  // namespace

void draw_ridge(const WordOutline& outline, const cv::Rect& box, const RidgeScale& scale, float* map, int64_t width) {
  const IntPath& points = outline.points;
  const double distance = outline.distance;
  const bool narrow = is_narrow(outline, box);
  const int left = box.x, right = box.x + box.width - 1;
  const auto far = static_cast<float>(distance * distance);
  const auto inverse_distance = static_cast<float>(1 / distance);
  std::vector<float> nearest(static_cast<std::size_t>(box.width));
  std::vector<Edge> edges;
  edges.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) edges.emplace_back(points[i], points[(i + 1) % points.size()], distance);
  std::vector<Columns> spans(points.size());
  for (int y = box.y; y < box.y + box.height; ++y) {
    Columns touched{right + 1, left - 1};
    for (std::size_t i = 0; i < edges.size(); ++i) {
      spans[i] = edges[i].columns(y, left, right);
      if (spans[i].first > spans[i].last) continue;
      touched = {std::min(touched.first, spans[i].first), std::max(touched.last, spans[i].last)};
    }
    if (touched.first > touched.last) continue;
    std::fill(nearest.begin() + (touched.first - left), nearest.begin() + (touched.last - left + 1), far);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const int count = spans[i].last - spans[i].first + 1;
      if (count <= 0) continue;
      float* const row = nearest.data() + (spans[i].first - left);
      if (narrow) {
        lower_to_edge_narrow(edges[i].row<int32_t>(y), spans[i].first, count, row);
      } else {
        lower_to_edge(edges[i].row<int64_t>(y), int64_t{spans[i].first}, count, row);
      }
    }
    raise_to_ridge(nearest.data() + (touched.first - left), touched.last - touched.first + 1, inverse_distance, scale,
                   map + y * width + touched.first);
  }
}

}  // namespace docket::cpu
