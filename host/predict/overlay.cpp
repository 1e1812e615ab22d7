#include "overlay.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/core/error.hpp>

namespace docket {
namespace {

/// R, G, B; dark enough for white paper, light enough for black text.
cv::Scalar colour_of(double score) {
  const cv::Scalar unsure(215, 25, 35);
  const cv::Scalar middling(235, 130, 0);
  const cv::Scalar sure(0, 150, 70);
  const double s = std::clamp(score, 0.0, 1.0);
  return s < 0.6 ? unsure + (middling - unsure) * (s / 0.6) : middling + (sure - middling) * ((s - 0.6) / 0.4);
}

}  // namespace

void draw_words(cv::Mat& rgb, std::span<const Detection> words) {
  constexpr int fraction_bits = 4;
  constexpr double pixels_per_line_width = 900;  // a line is 1 px thick up to here, then grows with the picture
  const int thickness = std::max(1, static_cast<int>(std::lround(std::max(rgb.rows, rgb.cols) / pixels_per_line_width)));
  for (const Detection& word : words) {
    std::vector<cv::Point> outline;
    for (const Point& point : word.polygon) {
      outline.emplace_back(static_cast<int>(std::lround(point.x * (1 << fraction_bits))),
                           static_cast<int>(std::lround(point.y * (1 << fraction_bits))));
    }
    if (outline.empty()) continue;
    cv::polylines(rgb, outline, true, colour_of(word.score), thickness, cv::LINE_AA, fraction_bits);
  }
}

void write_jpeg(const cv::Mat& rgb, const std::filesystem::path& file) {
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  std::vector<unsigned char> bytes;
  constexpr int limit = 65500;  // libjpeg's largest side
  if (std::max(bgr.rows, bgr.cols) > limit) {
    const double scale = static_cast<double>(limit) / std::max(bgr.rows, bgr.cols);
    cv::resize(bgr, bgr, cv::Size(std::max(1, static_cast<int>(bgr.cols * scale)), std::max(1, static_cast<int>(bgr.rows * scale))));
  }
  if (!cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, 90})) throw Error(ErrorKind::other, file.string(), "cannot be encoded");
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw Error(ErrorKind::other, file.string(), "cannot be written");
}

}  // namespace docket
