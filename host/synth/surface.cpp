#include "synth/surface.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace docket::synth {

Surface::Surface(cv::Size sheet, const Pose& pose) : sheet_(sheet), pose_(pose), unit_(std::max(sheet.width, sheet.height)) {
  const double a = pose.roll_rad, b = pose.pitch_rad, g = pose.yaw_rad;
  const double ca = std::cos(a), sa = std::sin(a), cb = std::cos(b), sb = std::sin(b), cg = std::cos(g), sg = std::sin(g);
  // Rx(pitch) * Ry(yaw) * Rz(roll)
  const double r[3][3] = {{cg * ca, -cg * sa, sg},
                          {cb * sa + sb * sg * ca, cb * ca - sb * sg * sa, -sb * cg},
                          {sb * sa - cb * sg * ca, sb * ca + cb * sg * sa, cb * cg}};
  std::copy(&r[0][0], &r[0][0] + 9, &rotation_[0][0]);
}

double Surface::height(Point p) const {
  double z = 0;
  for (const Pose::Wave& wave : pose_.waves) {
    const double along = (p.x * std::cos(wave.direction_rad) + p.y * std::sin(wave.direction_rad)) / unit_;
    z += wave.amplitude * std::sin(6.283185307179586 * along / wave.length + wave.phase_rad);
  }
  for (const Pose::Crease& crease : pose_.creases) {
    const double off =
        -(p.x / unit_ - crease.x) * std::sin(crease.direction_rad) + (p.y / unit_ - crease.y) * std::cos(crease.direction_rad);
    z += crease.height * std::exp(-std::abs(off) / crease.width);
  }
  return z * unit_;
}

Point Surface::to_picture(Point p) const {
  const double x = p.x - sheet_.width / 2.0, y = p.y - sheet_.height / 2.0, z = height(p);
  const auto turned = [&](int row) { return rotation_[row][0] * x + rotation_[row][1] * y + rotation_[row][2] * z; };
  const double focus = pose_.distance > 0 ? pose_.distance * unit_ : 0;
  const double shrink = focus > 0 ? focus / (focus - turned(2)) : 1;
  return {(turned(0) * shrink - corner_.x) * scale_, (turned(1) * shrink - corner_.y) * scale_};
}

void Surface::place(Point corner, double scale) {
  corner_ = corner;
  scale_ = scale;
}

Polygon Surface::outline(const Point (&corners)[4]) const {
  const auto between = [](Point a, Point b, double t) { return Point{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}; };
  constexpr double tolerance_px = 0.35;
  Polygon polygon;
  for (int pieces : {1, 3, 5, 7}) {
    polygon.clear();
    for (int i = 0; i <= pieces; ++i)
      polygon.push_back(to_picture(between(corners[0], corners[1], static_cast<double>(i) / pieces)));
    for (int i = 0; i <= pieces; ++i)
      polygon.push_back(to_picture(between(corners[2], corners[3], static_cast<double>(i) / pieces)));
    double worst = 0;
    for (int i = 0; i < pieces; ++i) {
      for (int side = 0; side < 2; ++side) {
        for (double within : {0.25, 0.5, 0.75}) {
          const Point exact = to_picture(between(corners[2 * side], corners[2 * side + 1], (i + within) / pieces));
          const auto first = static_cast<std::size_t>(side * (pieces + 1) + i);
          const Point chord = between(polygon[first], polygon[first + 1], within);
          // Only the distance across the edge counts; perspective shifts points along it.
          const double dx = polygon[first + 1].x - polygon[first].x, dy = polygon[first + 1].y - polygon[first].y;
          worst = std::max(worst,
                           std::abs((exact.x - chord.x) * dy - (exact.y - chord.y) * dx) / std::max(1e-9, std::hypot(dx, dy)));
        }
      }
    }
    if (worst < tolerance_px) break;
  }
  return polygon;
}

namespace {

constexpr int cell_px = 8;

/// Writes the affine inverse of one mapped triangle over the pixel centres it covers.
void fill_triangle(PixelMaps& maps, const Point (&at)[3], const Point (&from)[3]) {
  const double area = (at[1].x - at[0].x) * (at[2].y - at[0].y) - (at[2].x - at[0].x) * (at[1].y - at[0].y);
  if (std::abs(area) < 1e-9) return;
  const auto [low_x, high_x] = std::minmax({at[0].x, at[1].x, at[2].x});
  const auto [low_y, high_y] = std::minmax({at[0].y, at[1].y, at[2].y});
  const int x0 = std::max(0, static_cast<int>(std::floor(low_x - 0.5))),
            x1 = std::min(maps.x.cols - 1, static_cast<int>(std::ceil(high_x)));
  const int y0 = std::max(0, static_cast<int>(std::floor(low_y - 0.5))),
            y1 = std::min(maps.x.rows - 1, static_cast<int>(std::ceil(high_y)));
  constexpr double slack = -1e-6;  // shared edges belong to both triangles
  for (int y = y0; y <= y1; ++y) {
    auto* to_x = maps.x.ptr<float>(y);
    auto* to_y = maps.y.ptr<float>(y);
    for (int x = x0; x <= x1; ++x) {
      const double px = x + 0.5 - at[0].x, py = y + 0.5 - at[0].y;
      const double b = (px * (at[2].y - at[0].y) - py * (at[2].x - at[0].x)) / area;
      const double c = (py * (at[1].x - at[0].x) - px * (at[1].y - at[0].y)) / area;
      if (b < slack || c < slack || b + c > 1 - slack) continue;
      to_x[x] = static_cast<float>(from[0].x + b * (from[1].x - from[0].x) + c * (from[2].x - from[0].x) - 0.5);
      to_y[x] = static_cast<float>(from[0].y + b * (from[1].y - from[0].y) + c * (from[2].y - from[0].y) - 0.5);
    }
  }
}

}  // namespace

PixelMaps invert(const Surface& surface, cv::Size picture) {
  PixelMaps maps{cv::Mat(picture, CV_32F, cv::Scalar(-9)), cv::Mat(picture, CV_32F, cv::Scalar(-9))};
  const cv::Size sheet = surface.sheet();
  // One cell beyond each edge, so that remap blends the sheet's border softly.
  const int columns = (sheet.width + cell_px - 1) / cell_px + 2, rows = (sheet.height + cell_px - 1) / cell_px + 2;
  const auto node = [](int column, int row) {
    return Point{static_cast<double>((column - 1) * cell_px), static_cast<double>((row - 1) * cell_px)};
  };
  std::vector<Point> above, below;
  for (int column = 0; column <= columns; ++column) above.push_back(surface.to_picture(node(column, 0)));
  for (int row = 0; row < rows; ++row) {
    below.clear();
    for (int column = 0; column <= columns; ++column) below.push_back(surface.to_picture(node(column, row + 1)));
    for (int column = 0; column < columns; ++column) {
      const auto i = static_cast<std::size_t>(column);
      fill_triangle(maps, {above[i], above[i + 1], below[i]},
                    {node(column, row), node(column + 1, row), node(column, row + 1)});
      fill_triangle(maps, {below[i + 1], below[i], above[i + 1]},
                    {node(column + 1, row + 1), node(column, row + 1), node(column + 1, row)});
    }
    std::swap(above, below);
  }
  return maps;
}

cv::Mat shading(const Surface& surface, double light_direction_rad, double strength) {
  const cv::Size sheet = surface.sheet();
  cv::Mat coarse(sheet.height / cell_px + 1, sheet.width / cell_px + 1, CV_32F);
  const double lx = std::cos(light_direction_rad), ly = std::sin(light_direction_rad);
  constexpr double step = cell_px / 2.0;
  for (int row = 0; row < coarse.rows; ++row) {
    for (int column = 0; column < coarse.cols; ++column) {
      const Point p{column * static_cast<double>(cell_px), row * static_cast<double>(cell_px)};
      const double slope =
          (surface.height({p.x + step * lx, p.y + step * ly}) - surface.height({p.x - step * lx, p.y - step * ly})) /
          (2 * step);
      coarse.at<float>(row, column) = static_cast<float>(std::clamp(1 - strength * slope, 0.55, 1.2));
    }
  }
  cv::Mat fine;
  cv::resize(coarse, fine, sheet, 0, 0, cv::INTER_LINEAR);
  return fine;
}

}  // namespace docket::synth
