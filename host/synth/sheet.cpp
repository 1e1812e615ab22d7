#include "synth/sheet.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace docket::synth {
namespace {

constexpr int subpixel_bits = 4;

cv::Point fixed_point(double x, double y) {
  return {static_cast<int>(std::lround(x * (1 << subpixel_bits))), static_cast<int>(std::lround(y * (1 << subpixel_bits)))};
}

void draw_shape(cv::Mat& ink, const Shape& shape, double em) {
  const cv::Scalar colour(shape.inverse ? 0 : 255);
  const double half = 1.0;  // OpenCV's coordinates name pixel centres and its rectangles include both ends
  const int thickness = shape.line > 0 ? std::max(1, static_cast<int>(std::lround(shape.line * em))) : cv::FILLED;
  if (shape.kind == ShapeKind::rectangle) {
    const cv::Point2d a(std::round(shape.x * em), std::round(shape.y * em));
    const double right = std::max(a.x, std::round((shape.x + shape.width) * em) - half);
    const double bottom = std::max(a.y, std::round((shape.y + shape.height) * em) - half);
    cv::rectangle(ink, a, cv::Point2d(right, bottom), colour, thickness);
  } else {
    cv::ellipse(ink, fixed_point((shape.x + shape.width / 2) * em, (shape.y + shape.height / 2) * em),
                cv::Size(fixed_point(shape.width / 2 * em, shape.height / 2 * em)), 0, 0, 360, colour, thickness, cv::LINE_AA,
                subpixel_bits);
  }
}

void draw_run(Sheet& sheet, const TextRun& run, const Typesetter& typesetter, int segment) {
  const double size_px = run.size * sheet.em_px;
  double x = run.x * sheet.em_px;
  for (std::size_t from = 0; from < run.text.size();) {
    const std::size_t stop = std::min(run.text.find(' ', from), run.text.size());
    const std::string word = run.text.substr(from, stop - from);
    if (!word.empty()) {
      const InkRect box = typesetter.draw(sheet.print, word, run.font, size_px, x, run.baseline * sheet.em_px, run.inverse);
      if (run.annotated && !box.empty()) {
        sheet.words.push_back(
            {{Point{box.left, box.top}, {box.right, box.top}, {box.right, box.bottom}, {box.left, box.bottom}}, word, segment});
      }
    }
    x += typesetter.width(word + " ", run.font) * size_px;
    from = stop + 1;
  }
}

void draw_stamp(Sheet& sheet, const Stamp& stamp, const Typesetter& typesetter, int segment) {
  const double size_px = stamp.size * sheet.em_px;
  const double width = typesetter.width(stamp.text, stamp.font) * size_px;
  cv::Mat flat(static_cast<int>(size_px * 1.9), static_cast<int>(width + size_px * 1.2), CV_8U, cv::Scalar(0));
  const InkRect box = typesetter.draw(flat, stamp.text, stamp.font, size_px, 0.6 * size_px, 1.3 * size_px, false);
  const int edge = std::max(2, static_cast<int>(size_px * 0.09));
  cv::rectangle(flat, {edge, edge}, {flat.cols - 1 - edge, flat.rows - 1 - edge}, 255, edge);
  if (sheet.stamp.empty()) sheet.stamp = cv::Mat::zeros(sheet.print.size(), CV_8U);
  const double c = std::cos(stamp.angle_rad), s = std::sin(stamp.angle_rad);
  const Point centre{stamp.centre.x * sheet.em_px, stamp.centre.y * sheet.em_px};
  const auto turned = [&](double x, double y) {
    const double dx = x - flat.cols / 2.0, dy = y - flat.rows / 2.0;
    return Point{centre.x + c * dx - s * dy, centre.y + s * dx + c * dy};
  };
  const Point origin = turned(0.5, 0.5);
  const cv::Matx23d forward(c, -s, origin.x - 0.5, s, c, origin.y - 0.5);
  cv::warpAffine(flat, sheet.stamp, forward, sheet.stamp.size(), cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
  if (box.empty()) return;
  sheet.words.push_back(
      {{turned(box.left, box.top), turned(box.right, box.top), turned(box.right, box.bottom), turned(box.left, box.bottom)},
       stamp.text,
       segment});
}

}  // namespace

Sheet rasterise(const DisplayList& list, const Typesetter& typesetter, double em_px) {
  Sheet sheet;
  sheet.em_px = em_px;
  sheet.print =
      cv::Mat::zeros(static_cast<int>(std::ceil(list.height * em_px)), static_cast<int>(std::ceil(list.width * em_px)), CV_8U);
  for (const Shape& shape : list.shapes) draw_shape(sheet.print, shape, em_px);
  int segment = 0;
  for (const TextRun& run : list.texts) draw_run(sheet, run, typesetter, segment++);
  for (const Stamp& stamp : list.stamps) draw_stamp(sheet, stamp, typesetter, segment++);
  for (const PenStroke& stroke : list.strokes) {
    if (sheet.pen.empty()) sheet.pen = cv::Mat::zeros(sheet.print.size(), CV_8U);
    std::vector<cv::Point> points;
    for (const Point& p : stroke.points) points.push_back(fixed_point(p.x * em_px, p.y * em_px));
    cv::polylines(sheet.pen, points, false, 255, std::max(1, static_cast<int>(std::lround(stroke.width * em_px))), cv::LINE_AA,
                  subpixel_bits);
  }
  return sheet;
}

std::vector<SheetWord> join_segments(const std::vector<SheetWord>& words) {
  std::vector<SheetWord> joined;
  for (const SheetWord& word : words) {
    if (joined.empty() || joined.back().segment != word.segment) {
      joined.push_back(word);
      continue;
    }
    auto& box = joined.back().corners;
    joined.back().text += " " + word.text;
    box[0] = {std::min(box[0].x, word.corners[0].x), std::min(box[0].y, word.corners[0].y)};
    box[2] = {std::max(box[2].x, word.corners[2].x), std::max(box[2].y, word.corners[2].y)};
    box[1] = {box[2].x, box[0].y};
    box[3] = {box[0].x, box[2].y};
  }
  return joined;
}

}  // namespace docket::synth
