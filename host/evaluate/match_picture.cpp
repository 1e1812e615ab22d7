#include "match_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/polygon.hpp>

namespace docket {
namespace {

constexpr int least_longest_side_px = 1600, widest_gap_px = 18;
constexpr double fill_strength = 0.25;

/// R, G, B by WordMatch; dark enough for white paper, light enough for black text.
const std::array<cv::Scalar, 5> match_colours{cv::Scalar(120, 120, 120), cv::Scalar(0, 150, 70), cv::Scalar(215, 25, 35),
                                              cv::Scalar(235, 130, 0), cv::Scalar(150, 40, 190)};
const cv::Scalar false_colour(20, 90, 235);

const cv::Scalar& match_colour(WordMatch match) {
  return match_colours[static_cast<std::size_t>(match)];
}

class MatchPicture {
 public:
  explicit MatchPicture(const cv::Mat& rgb) {
    const int longest = std::max(rgb.rows, rgb.cols);
    scale_ = std::max(1, (least_longest_side_px + longest - 1) / longest);
    cv::resize(rgb, picture_, {}, scale_, scale_, cv::INTER_CUBIC);
    thickness_ = std::max(1, static_cast<int>(std::lround(longest * scale_ / 1200.0)));
  }

  /// The picture is mixed with the colour inside `polygon`.
  void fill(const Polygon& polygon, const cv::Scalar& colour) {
    const cv::Rect box = inside(polygon);
    if (box.empty()) return;
    cv::Mat part = picture_(box), painted = part.clone();
    std::vector<std::vector<cv::Point>> outline{corners(polygon)};
    for (cv::Point& p : outline.front()) p -= box.tl() * (1 << fraction_bits);
    cv::fillPoly(painted, outline, colour, cv::LINE_AA, fraction_bits);
    cv::addWeighted(painted, fill_strength, part, 1 - fill_strength, 0, part);
  }

  void outline(const Polygon& polygon, const cv::Scalar& colour) {
    cv::polylines(picture_, corners(polygon), true, colour, thickness_, cv::LINE_AA, fraction_bits);
  }

  [[nodiscard]] const cv::Mat& picture() const { return picture_; }

 private:
  static constexpr int fraction_bits = 4;

  /// A pixel's centre has whole numbers for OpenCV, halves here.
  [[nodiscard]] std::vector<cv::Point> corners(const Polygon& polygon) const {
    const auto fixed = [&](double px) {
      return static_cast<int>(std::lround(std::clamp(px * scale_ - 0.5, -1e5, 1e5) * (1 << fraction_bits)));
    };
    std::vector<cv::Point> points;
    for (const Point& p : polygon) points.emplace_back(fixed(p.x), fixed(p.y));
    return points;
  }

  [[nodiscard]] cv::Rect inside(const Polygon& polygon) const {
    std::vector<cv::Point> points = corners(polygon);
    for (cv::Point& p : points) p = {p.x >> fraction_bits, p.y >> fraction_bits};
    cv::Rect box = cv::boundingRect(points);
    box = {box.x - 1, box.y - 1, box.width + 2, box.height + 2};
    return box & cv::Rect({0, 0}, picture_.size());
  }

  int scale_ = 1, thickness_ = 1;
  cv::Mat picture_;
};

struct LegendEntry {
  std::string text;
  cv::Scalar colour;
  bool filled;
};

std::vector<LegendEntry> legend_of(const ImageResult& image) {
  const auto count = [](const auto& words, WordMatch match) {
    return std::to_string(std::count_if(words.begin(), words.end(), [&](const auto& word) { return word.match == match; }));
  };
  std::vector<LegendEntry> entries{
      {count(image.truths, WordMatch::matched) + " matched", match_colour(WordMatch::matched), false},
      {count(image.truths, WordMatch::unmatched) + " missed", match_colour(WordMatch::unmatched), true},
      {count(image.detections, WordMatch::unmatched) + " false", false_colour, true},
      {count(image.truths, WordMatch::split) + " split", match_colour(WordMatch::split), true},
      {count(image.detections, WordMatch::merged) + " merged", match_colour(WordMatch::merged), true}};
  const std::string ignored = count(image.truths, WordMatch::ignored);
  if (ignored != "0") entries.push_back({ignored + " ignored", match_colour(WordMatch::ignored), false});
  return entries;
}

/// White, `width` px wide, as high as its lines need; entries that do not fit go to the next line.
cv::Mat draw_legend(const std::string& title, const std::vector<LegendEntry>& entries, int width, double scale) {
  const auto px = [&](double length) { return static_cast<int>(std::lround(length * scale)); };
  const int line = px(26), swatch = px(22), gap = px(widest_gap_px), stroke = std::max(1, px(1.4));
  const double letters = 0.55 * scale;
  const auto length_of = [&](const std::string& text) {
    return cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, letters, stroke, nullptr).width;
  };
  struct Placed {
    cv::Point at;
    const LegendEntry* entry;
  };
  std::vector<Placed> placed;
  cv::Point at(gap / 2, line + px(6));
  for (const LegendEntry& entry : entries) {
    const int needed = swatch + px(6) + length_of(entry.text);
    if (at.x > gap / 2 && at.x + needed > width) at = {gap / 2, at.y + line};
    placed.push_back({at, &entry});
    at.x += needed + gap;
  }
  cv::Mat legend(at.y + line + px(4), width, CV_8UC3, cv::Scalar::all(255));
  const auto write = [&](const std::string& text, int x, int y) {
    cv::putText(legend, text, {x, y + px(18)}, cv::FONT_HERSHEY_SIMPLEX, letters, cv::Scalar::all(0), stroke, cv::LINE_AA);
  };
  write(title, gap / 2, px(4));
  for (const Placed& one : placed) {
    const cv::Rect box(one.at.x, one.at.y + px(6), swatch, px(14));
    if (one.entry->filled)
      cv::rectangle(legend, box, cv::Scalar::all(255) * (1 - fill_strength) + one.entry->colour * fill_strength, cv::FILLED);
    cv::rectangle(legend, box, one.entry->colour, std::max(1, px(2)));
    write(one.entry->text, one.at.x + swatch + px(6), one.at.y);
  }
  return legend;
}

}  // namespace

cv::Mat draw_matches(const cv::Mat& rgb, const ImageResult& image, const std::string& title) {
  MatchPicture drawn(rgb);
  for (const TruthResult& word : image.truths) {
    if (word.match != WordMatch::matched && word.match != WordMatch::ignored)
      drawn.fill(word.polygon, match_colour(word.match));
  }
  for (const DetectionResult& found : image.detections) {
    if (found.match == WordMatch::unmatched) drawn.fill(found.polygon, false_colour);
  }
  for (const WordMatch quiet : {WordMatch::ignored, WordMatch::matched}) {
    for (const DetectionResult& found : image.detections) {
      if (found.match == quiet) drawn.outline(found.polygon, match_colour(quiet));
    }
  }
  for (const TruthResult& word : image.truths) {
    if (word.match == WordMatch::ignored || word.match == WordMatch::unmatched)
      drawn.outline(word.polygon, match_colour(word.match));
  }
  for (const WordMatch loud : {WordMatch::unmatched, WordMatch::split, WordMatch::merged}) {
    for (const DetectionResult& found : image.detections) {
      if (found.match == loud) drawn.outline(found.polygon, loud == WordMatch::unmatched ? false_colour : match_colour(loud));
    }
  }
  const int least_width = 560;  // for the legend
  const int width = std::max(drawn.picture().cols, least_width);
  const double scale = std::max(1.0, std::max(drawn.picture().cols, drawn.picture().rows) / 2400.0);
  cv::Mat padded, result;
  cv::copyMakeBorder(drawn.picture(), padded, 0, 0, 0, width - drawn.picture().cols, cv::BORDER_CONSTANT, cv::Scalar::all(255));
  cv::vconcat(draw_legend(title, legend_of(image), width, scale), padded, result);
  return result;
}

}  // namespace docket
