#include "sample_sheet.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <opencv2/imgproc.hpp>

namespace docket::data_check {
namespace {

constexpr int longest_tile_px = 480, title_px = 20, gap_px = 6;
constexpr int fraction_bits = 4;  // of polygon corners

/// `picture` at the tile's size below its title.
cv::Mat titled(const cv::Mat& picture, const std::string& title) {
  const double scale = std::min(1.0, static_cast<double>(longest_tile_px) / std::max(picture.cols, picture.rows));
  cv::Mat small;
  cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
  cv::Mat tile(small.rows + title_px + gap_px, small.cols + gap_px, CV_8UC3, cv::Scalar::all(255));
  small.copyTo(tile(cv::Rect(0, title_px, small.cols, small.rows)));
  cv::Mat strip = tile(cv::Rect(0, 0, small.cols, title_px));  // a long name ends at its tile's border
  cv::putText(strip, title, {2, 14}, cv::FONT_HERSHEY_SIMPLEX, 0.4, cv::Scalar::all(0), 1, cv::LINE_AA);
  return tile;
}

cv::Mat with_words(const SampleView& sample) {
  const cv::Scalar text(0, 160, 70), ignored(215, 25, 35);
  cv::Mat drawn = sample.rgb.clone();
  for (const SheetPolygon& word : sample.words) {
    std::vector<cv::Point> outline;
    for (const Point& p : word.polygon) {
      outline.emplace_back(static_cast<int>(std::lround(p.x * (1 << fraction_bits))),
                           static_cast<int>(std::lround(p.y * (1 << fraction_bits))));
    }
    cv::polylines(drawn, outline, true, word.ignore ? ignored : text, 1, cv::LINE_AA, fraction_bits);
  }
  return drawn;
}

cv::Mat map_tile(const std::string& name, const cv::Mat& map) {
  double least = 0, most = 0;
  cv::minMaxLoc(map, &least, &most);
  cv::Mat grey, rgb;
  map.convertTo(grey, CV_8U, 255);
  cv::cvtColor(grey, rgb, cv::COLOR_GRAY2RGB);
  char range[48];
  std::snprintf(range, sizeof range, " %.2f .. %.2f", least, most);
  return titled(rgb, name + range);
}

}  // namespace

cv::Mat draw_sample_sheet(std::span<const SampleView> samples) {
  std::vector<cv::Mat> rows;
  for (const SampleView& sample : samples) {
    const auto ignored =
        std::count_if(sample.words.begin(), sample.words.end(), [](const SheetPolygon& word) { return word.ignore; });
    std::vector<cv::Mat> tiles{
        titled(sample.rgb, sample.name),
        titled(with_words(sample), std::to_string(sample.words.size()) + " words, " + std::to_string(ignored) + " ignored")};
    for (const auto& [name, map] : sample.maps) tiles.push_back(map_tile(name, map));
    cv::hconcat(tiles, rows.emplace_back());
  }
  cv::Mat sheet;
  cv::vconcat(rows, sheet);
  return sheet;
}

}  // namespace docket::data_check
