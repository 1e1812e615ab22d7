/// A typeset receipt before it is printed: all lengths in em of the body text, x right, y down, origin at the sheet's corner.
#pragma once

#include <string>
#include <vector>

#include <docket/core/polygon.hpp>

namespace docket::synth {

struct Font {
  int face = 0;        ///< index into FontFiles
  double stretch = 1;  ///< horizontal scale; receipt printers have narrow letters
  double bold = 0;     ///< em added to the stroke width
  double spacing = 0;  ///< em added after each letter
};

/// Words of one run are one segment: only single spaces stand between them.
struct TextRun {
  std::string text;
  double x = 0;
  double baseline = 0;
  double size = 1;
  Font font;
  bool annotated = true;
  bool inverse = false;  ///< white on what is there
};

enum class ShapeKind { rectangle, ellipse };

/// A filled shape, or an outline where `line` is above 0.
struct Shape {
  ShapeKind kind = ShapeKind::rectangle;
  double x = 0, y = 0, width = 0, height = 0;
  double line = 0;
  bool inverse = false;
};

/// Handwriting: never annotated, as in most receipt data.
struct PenStroke {
  std::vector<Point> points;
  double width = 0.1;
};

/// A rubber stamp: text inside a frame, turned.
struct Stamp {
  std::string text;
  Point centre;
  double angle_rad = 0;
  double size = 1.5;
  Font font;
};

struct DisplayList {
  double width = 0;
  double height = 0;
  std::vector<TextRun> texts;
  std::vector<Shape> shapes;
  std::vector<PenStroke> strokes;
  std::vector<Stamp> stamps;
};

}  // namespace docket::synth
