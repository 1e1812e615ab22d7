/// A pen that moves down the sheet: centred lines, columns, rules, barcodes.
#pragma once

#include <string>
#include <vector>

#include "synth/display_list.hpp"
#include "synth/random.hpp"
#include "synth/style.hpp"
#include "synth/typesetter.hpp"

namespace docket::synth {

enum class Align { left, centre, right };

/// Text at a place of the line: `at` runs from 0 (left edge of the print) to 1 (right edge).
struct Cell {
  std::string text;
  double at = 0;
  Align align = Align::left;
  bool strong = false;
};

class Composer {
 public:
  Composer(const Typesetter& typesetter, const Style& style) : typesetter_(typesetter), style_(style) {}

  /// One or more lines: breaks at spaces where the print is too narrow.
  void line(const std::string& text, Align align, const Font& font, double size = 1);
  void line(const std::string& text, Align align) { line(text, align, style_.body); }
  /// Cells that would overlap the one before move to a line of their own.
  void row(const std::vector<Cell>& cells, double size = 1, double stretch = 1);
  void gap(double lines) { y_ += lines * style_.leading_em; }
  void rule();
  void rule(const std::string& kind);
  void barcode(Random random, const std::string& number);
  void square_code(Random random);
  /// White letters on a black bar.
  void banner(const std::string& text, double size);
  void logo(Random random);
  /// Frame around everything set since `top`.
  void frame_since(double top);

  [[nodiscard]] double y() const { return y_; }
  [[nodiscard]] const Style& style() const { return style_; }
  /// Closes the sheet with paper above and below.
  DisplayList finish(double paper_above, double paper_below);

 private:
  void put(const std::string& text, double left, double size, const Font& font, bool annotated = true, bool inverse = false);
  void bar(double x, double y, double width, double height);

  const Typesetter& typesetter_;
  Style style_;
  DisplayList list_;
  double y_ = 0;  ///< top of the next line
};

}  // namespace docket::synth
