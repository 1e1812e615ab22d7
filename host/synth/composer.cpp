#include "synth/composer.hpp"

#include <algorithm>
#include <cmath>

namespace docket::synth {
namespace {

constexpr double ascent = 0.82;  ///< of the em: where the baseline lies in a line

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

void Composer::put(const std::string& text, double left, double size, const Font& font, bool annotated, bool inverse) {
  list_.texts.push_back({text, left, y_ + ascent * size, size, font, annotated, inverse});
}

void Composer::bar(double x, double y, double width, double height) {
  list_.shapes.push_back({ShapeKind::rectangle, x, y, width, height, 0, false});
}

void Composer::line(const std::string& text, Align align, const Font& font, double size) {
  const double width = typesetter_.width(text, font) * size;
  if (width > style_.width_em) {
    const std::size_t middle = text.rfind(' ', text.size() * 6 / 10);
    if (middle != std::string::npos && middle > 0) {
      line(text.substr(0, middle), align, font, size);
      line(text.substr(middle + 1), align, font, size);
    } else {
      line(text, align, font, size * style_.width_em / width * 0.99);
    }
    return;
  }
  const double free = style_.width_em - width;
  put(text, align == Align::left ? 0 : align == Align::right ? free : free / 2, size, font);
  y_ += style_.leading_em * size;
}

void Composer::row(const std::vector<Cell>& cells, double size, double stretch) {
  double edge = -1;
  bool first = true;
  for (const Cell& cell : cells) {
    if (cell.text.empty()) continue;
    Font font = cell.strong ? style_.strong : style_.body;
    font.stretch *= stretch;
    const double width = typesetter_.width(cell.text, font) * size;
    const double at = cell.at * style_.width_em;
    double left = cell.align == Align::left ? at : cell.align == Align::right ? at - width : at - width / 2;
    left = std::clamp(left, 0.0, std::max(0.0, style_.width_em - width));
    if (!first && left < edge + 0.5) y_ += style_.leading_em * size;
    if (width > style_.width_em) {
      line(cell.text, cell.align, font, size);
      y_ -= style_.leading_em * size;
    } else {
      put(cell.text, left, size, font);
    }
    edge = left + width;
    first = false;
  }
  if (!first) y_ += style_.leading_em * size;
}

void Composer::rule() {
  rule(style_.rule);
}

void Composer::rule(const std::string& kind) {
  if (kind == "none") {
    gap(0.5);
  } else if (kind.empty()) {
    bar(0, y_ + 0.4 * style_.leading_em, style_.width_em, 0.06);
    gap(0.8);
  } else {
    const int times = static_cast<int>(style_.width_em / typesetter_.width(kind, style_.body));
    put(repeated(kind, times), 0, 1, style_.body, false);
    y_ += style_.leading_em;
  }
}

void Composer::barcode(Random random, const std::string& number) {
  const double module = random.uniform(0.09, 0.14);
  const double height = random.uniform(1.6, 3.2);
  const int modules = static_cast<int>(style_.width_em * random.uniform(0.55, 0.95) / module);
  double x = (style_.width_em - modules * module) / 2;
  for (int used = 0; used < modules;) {
    const int black = random.integer(1, 3), white = random.integer(1, 3);
    bar(x + used * module, y_, black * module, height);
    used += black + white;
  }
  y_ += height + 0.2;
  if (random.chance(0.7)) line(number, Align::centre);
}

void Composer::square_code(Random random) {
  const int count = random.integer(21, 29);
  const double side = random.uniform(5, 8), module = side / count;
  const double left = (style_.width_em - side) / 2;
  const auto finder = [count](int x, int y) {  // the three corner marks
    const int u = x < 7 ? x : count - 1 - x, v = y < 7 ? y : count - 1 - y;
    if (u > 6 || v > 6 || (x >= 7 && y >= 7)) return -1;
    const int ring = std::max(std::abs(u - 3), std::abs(v - 3));
    return ring == 2 ? 0 : 1;
  };
  for (int y = 0; y < count; ++y) {
    for (int x = 0; x < count; ++x) {
      const int fixed = finder(x, y);
      const bool black = random.chance(0.48);
      if (fixed == 1 || (fixed < 0 && black)) bar(left + x * module, y_ + y * module, module * 1.02, module * 1.02);
    }
  }
  y_ += side + 0.4;
}

void Composer::banner(const std::string& text, double size) {
  Font font = style_.strong;
  const double width = typesetter_.width(text, font) * size;
  if (width > style_.width_em * 0.95) size *= style_.width_em * 0.95 / width;
  bar(0, y_, style_.width_em, 1.25 * size);
  y_ += 0.1 * size;
  put(text, (style_.width_em - typesetter_.width(text, font) * size) / 2, size, font, true, true);
  y_ += 1.25 * size + 0.2 * style_.leading_em;
}

void Composer::logo(Random random) {
  const double side = random.uniform(2.5, 5), left = (style_.width_em - side * 1.4) / 2;
  const auto add = [&](ShapeKind kind, double x, double y, double w, double h, double thick, bool inverse) {
    list_.shapes.push_back({kind, left + x * side, y_ + y * side, w * side, h * side, thick * side, inverse});
  };
  switch (random.integer(0, 2)) {
    case 0:
      add(ShapeKind::ellipse, 0.2, 0, 1, 1, 0, false);
      add(ShapeKind::ellipse, 0.4, 0.2, 0.6, 0.6, 0, true);
      add(ShapeKind::rectangle, 0.62, 0.1, 0.16, 0.8, 0, false);
      break;
    case 1:
      add(ShapeKind::rectangle, 0, 0.1, 1.4, 0.8, 0, false);
      add(ShapeKind::ellipse, 0.15, 0.2, 0.6, 0.6, 0, true);
      add(ShapeKind::ellipse, 0.65, 0.2, 0.6, 0.6, 0, true);
      break;
    default:
      add(ShapeKind::ellipse, 0.2, 0, 1, 1, 0.07, false);
      for (int i = 0; i < 4; ++i) add(ShapeKind::rectangle, 0.4 + 0.17 * i, 0.75 - 0.13 * i, 0.11, 0.1 + 0.13 * i, 0, false);
  }
  y_ += side + 0.4;
}

void Composer::frame_since(double top) {
  list_.shapes.push_back({ShapeKind::rectangle, -0.25, top - 0.15, style_.width_em + 0.5, y_ - top + 0.2, 0.06, false});
}

DisplayList Composer::finish(double paper_above, double paper_below) {
  DisplayList list = std::move(list_);
  const double dx = style_.margin_em, dy = paper_above;
  for (TextRun& run : list.texts) run.x += dx, run.baseline += dy;
  for (Shape& shape : list.shapes) shape.x += dx, shape.y += dy;
  list.width = style_.width_em + 2 * style_.margin_em;
  list.height = y_ + paper_above + paper_below;
  return list;
}

}  // namespace docket::synth
