/// The sheet's shape in space and the camera: maps sheet pixels to picture pixels.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include <docket/core/polygon.hpp>

#include "synth/random.hpp"

namespace docket::synth {

/// How the sheet lies; lengths are shares of the sheet's longer side.
struct Pose {
  struct Wave {
    double amplitude = 0, length = 1, direction_rad = 0, phase_rad = 0;
  };
  struct Crease {
    double x = 0, y = 0, direction_rad = 0, height = 0, width = 0.01;
  };
  std::vector<Wave> waves;
  std::vector<Crease> creases;
  double roll_rad = 0, pitch_rad = 0, yaw_rad = 0;
  double distance = 0;  ///< of the camera; 0 looks from infinity (a scanner)
};

class Surface {
 public:
  Surface(cv::Size sheet, const Pose& pose);

  /// Sheet pixels (outer-corner origin) to picture pixels.
  [[nodiscard]] Point to_picture(Point on_sheet) const;
  /// Fixes scale and place: `corner` (in unplaced picture coordinates) comes to (0, 0), times `scale`.
  void place(Point corner, double scale);
  /// Height above the table in sheet pixels.
  [[nodiscard]] double height(Point on_sheet) const;
  /// A word's outline: the fewest points on its upper and lower edge that follow the bend within 0.35 px. Clockwise.
  [[nodiscard]] Polygon outline(const Point (&corners)[4]) const;
  [[nodiscard]] cv::Size sheet() const { return sheet_; }

 private:
  cv::Size sheet_;
  Pose pose_;
  double unit_;
  double rotation_[3][3];
  Point corner_{0, 0};
  double scale_ = 1;
};

/// Where each picture pixel looks on the sheet, for cv::remap; (-9, -9) off the sheet.
struct PixelMaps {
  cv::Mat x, y;
};
PixelMaps invert(const Surface& surface, cv::Size picture);

/// Brightness factor over the sheet from its slopes, float, 1 on level paper.
cv::Mat shading(const Surface& surface, double light_direction_rad, double strength);

}  // namespace docket::synth
