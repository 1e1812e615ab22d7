#include "synth/paper.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "synth/noise.hpp"

namespace docket::synth {
namespace {

/// The printer's cutter leaves teeth; scans show punched holes.
cv::Mat cut_out(const Sheet& sheet, Random& random) {
  cv::Mat mask(sheet.print.size(), CV_8U, cv::Scalar(255));
  const double em = sheet.em_px;
  if (random.chance(0.3)) {
    const double tooth = em * random.uniform(0.15, 0.35);
    for (int x = 0; x < mask.cols; ++x) {
      const double phase = std::fmod(x, tooth) / tooth;
      const int depth = static_cast<int>(0.5 * tooth * std::abs(2 * phase - 1));
      mask.col(x).rowRange(0, std::min(depth, mask.rows)).setTo(0);
      mask.col(x).rowRange(std::max(0, mask.rows - depth), mask.rows).setTo(0);
    }
  }
  if (random.chance(0.08)) {
    const cv::Point centre(static_cast<int>(mask.cols * random.uniform(0.2, 0.9)), static_cast<int>(em * random.uniform(1, 2)));
    const int radius = static_cast<int>(em * random.uniform(0.5, 0.8));
    const bool hits_word = std::any_of(sheet.words.begin(), sheet.words.end(), [&](const SheetWord& word) {
      return word.corners[0].x < centre.x + radius && word.corners[1].x > centre.x - radius &&
             word.corners[0].y < centre.y + radius && word.corners[2].y > centre.y - radius;
    });
    if (!hits_word) cv::circle(mask, centre, radius, 0, cv::FILLED, cv::LINE_AA);
  }
  return mask;
}

cv::Vec3f paper_colour(bool scanned, Random& random) {
  const float level = static_cast<float>(scanned ? random.uniform(238, 255) : random.uniform(215, 250));
  const float warmth = static_cast<float>(random.uniform(-2, scanned ? 4 : 12));
  if (random.chance(0.05)) return {level * 0.78F, level * 0.97F, level};  // yellow copy
  if (random.chance(0.04)) return {level, level * 0.93F, level * 0.86F};  // bluish copy
  return {level - warmth, level, level};
}

cv::Vec3f ink_colour(Random& random) {
  const float level = static_cast<float>(random.uniform(5, 70));
  const double kind = random.uniform();
  if (kind < 0.72) return {level, level, level};
  if (kind < 0.86) return {level + 55, level + 8, level + 12};  // thermal blue
  if (kind < 0.95) return {level + 35, level + 5, level + 25};  // purple
  return {level, level + 12, level + 25};                       // brown
}

/// `paper` moves towards `ink` where `coverage` is.
void lay_ink(cv::Mat& paper, const cv::Mat& coverage, cv::Vec3f ink, double strength) {
  if (coverage.empty()) return;
  for (int y = 0; y < paper.rows; ++y) {
    auto* to = paper.ptr<cv::Vec3b>(y);
    const auto* from = coverage.ptr<unsigned char>(y);
    for (int x = 0; x < paper.cols; ++x) {
      if (from[x] == 0) continue;
      const float share = static_cast<float>(from[x] * strength / 255);
      for (int c = 0; c < 3; ++c) to[x][c] = static_cast<unsigned char>(to[x][c] + (ink[c] - to[x][c]) * share);
    }
  }
}

}  // namespace

void wear_print(cv::Mat& print, bool dots, Random random) {
  if (dots) cv::threshold(print, print, random.integer(75, 135), 255, cv::THRESH_BINARY);
  // 1 is fresh ink.
  const double fresh = random.chance(0.7) ? random.uniform(0.85, 1.0) : random.uniform(0.6, 0.85);
  cv::Mat density(print.size(), CV_32F, cv::Scalar(fresh));
  if (random.chance(0.45)) {
    density += random.uniform(0.04, 0.12) * smooth_field(print.size(), 4, random.integer(6, 24), random);
  }
  if (random.chance(0.25)) {  // bands across the feed
    const cv::Mat bands = smooth_field({1, print.rows}, 2, random.integer(20, 90), random);
    const double depth = random.uniform(0.04, 0.14);
    for (int y = 0; y < print.rows; ++y) density.row(y) += depth * bands.at<float>(y, 0);
  }
  for (int i = random.chance(0.15) ? random.integer(1, 3) : 0; i > 0; --i) {  // dead elements of the head
    const int x = random.integer(0, print.cols - 1);
    density.col(x) *= 0.25;
    if (random.chance(0.4) && x + 1 < print.cols) density.col(x + 1) *= 0.4;
  }
  cv::max(density, 0.48, density);
  cv::min(density, 1.0, density);
  if (random.chance(0.35)) {  // specks
    const cv::Mat specks = grain(print.size(), CV_16S, 100, random);
    const short limit = static_cast<short>(random.integer(110, 220));
    const float left = static_cast<float>(random.uniform(0.3, 0.7));
    for (int y = 0; y < print.rows; ++y) {
      auto* row = density.ptr<float>(y);
      const auto* speck = specks.ptr<short>(y);
      for (int x = 0; x < print.cols; ++x) {
        if (speck[x] > limit) row[x] *= left;
      }
    }
  }
  for (int y = 0; y < print.rows; ++y) {
    auto* row = print.ptr<unsigned char>(y);
    const auto* factor = density.ptr<float>(y);
    for (int x = 0; x < print.cols; ++x) row[x] = static_cast<unsigned char>(static_cast<float>(row[x]) * factor[x]);
  }
  if (random.chance(0.5)) cv::GaussianBlur(print, print, {3, 3}, random.uniform(0.4, 0.9));
}

Paper make_paper(const Sheet& sheet, const cv::Mat& shade, bool scanned, Random random) {
  Paper paper;
  paper.mask = cut_out(sheet, random);
  const cv::Vec3f base = paper_colour(scanned, random);
  const double cloudiness = scanned ? random.uniform(0, 0.012) : random.uniform(0.003, 0.02);
  const cv::Mat cloud = smooth_field(sheet.print.size(), 12, 24, random);
  const double roughness = scanned ? random.uniform(0, 2) : random.uniform(0.5, 3);
  const cv::Mat fibre = grain(sheet.print.size(), CV_16S, 100, random);
  paper.colour.create(sheet.print.size(), CV_8UC3);
  for (int y = 0; y < paper.colour.rows; ++y) {
    auto* to = paper.colour.ptr<cv::Vec3b>(y);
    const auto* cloud_row = cloud.ptr<float>(y);
    const auto* fibre_row = fibre.ptr<short>(y);
    for (int x = 0; x < paper.colour.cols; ++x) {
      const float factor = 1 + static_cast<float>(cloudiness) * cloud_row[x];
      const float rough = static_cast<float>(roughness / 100) * fibre_row[x];
      for (int c = 0; c < 3; ++c) to[x][c] = cv::saturate_cast<unsigned char>(base[c] * factor + rough);
    }
  }
  lay_ink(paper.colour, sheet.print, ink_colour(random), 1);
  const bool red = random.chance(0.6);
  lay_ink(paper.colour, sheet.stamp, red ? cv::Vec3f{60, 40, 190} : cv::Vec3f{170, 70, 40}, random.uniform(0.55, 0.9));
  const bool blue = random.chance(0.5);
  lay_ink(paper.colour, sheet.pen, blue ? cv::Vec3f{130, 50, 30} : cv::Vec3f{40, 40, 45}, random.uniform(0.6, 0.95));
  if (!shade.empty()) {
    for (int y = 0; y < paper.colour.rows; ++y) {
      auto* to = paper.colour.ptr<cv::Vec3b>(y);
      const auto* factor = shade.ptr<float>(y);
      for (int x = 0; x < paper.colour.cols; ++x) {
        for (int c = 0; c < 3; ++c) to[x][c] = cv::saturate_cast<unsigned char>(static_cast<float>(to[x][c]) * factor[x]);
      }
    }
  }
  return paper;
}

}  // namespace docket::synth
