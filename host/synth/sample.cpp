#include "synth/sample.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "synth/background.hpp"
#include "synth/camera.hpp"
#include "synth/layout.hpp"
#include "synth/paper.hpp"
#include "synth/receipt.hpp"
#include "synth/sheet.hpp"
#include "synth/style.hpp"
#include "synth/surface.hpp"

namespace docket::synth {
namespace {

enum Part : std::uint64_t { content, look, placing, pose_of, framing, print_wear, paper_of, around, camera_of };

Pose scanned_pose(Random random) {
  Pose pose;
  pose.roll_rad = random.chance(0.3) ? 0 : random.normal() * 0.012;
  if (random.chance(0.25)) {  // held down badly
    pose.distance = random.uniform(2, 4);
    pose.pitch_rad = random.normal() * 0.03;
    pose.waves.push_back(
        {random.uniform(0.003, 0.012), random.uniform(0.4, 1.2), random.uniform(0, 3.1416), random.uniform(0, 6.283)});
  }
  return pose;
}

Pose photographed_pose(Random random) {
  Pose pose;
  pose.roll_rad = random.normal() * 0.05;
  pose.pitch_rad = random.normal() * 0.2;
  pose.yaw_rad = random.normal() * 0.1;
  pose.distance = random.uniform(1.2, 2.6);
  if (random.chance(0.6)) {  // paper off a roll stays bent
    const int waves = random.integer(1, 2);
    for (int i = 0; i < waves; ++i) {
      const bool across = random.chance(0.6);  // bends the lines of text
      const double length = across ? random.uniform(0.35, 0.9) : random.uniform(0.6, 1.8);
      pose.waves.push_back({random.uniform(across ? 0.03 : 0.015, across ? 0.095 : 0.05) * length, length,
                            (across ? 0 : 1.5708) + random.normal() * 0.25, random.uniform(0, 6.283)});
    }
  }
  return pose;
}

void crumple(Pose& pose, double probability, Random random) {
  if (!random.chance(probability)) return;
  const int creases = random.integer(1, 6);
  for (int i = 0; i < creases; ++i) {
    pose.creases.push_back({random.uniform(0, 0.6), random.uniform(0, 1), random.uniform(0, 3.1416),
                            random.uniform(-0.0012, 0.0012), random.uniform(0.004, 0.02)});
  }
}

struct Bounds {
  double left = 1e18, top = 1e18, right = -1e18, bottom = -1e18;
  void add(Point p) {
    left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
};

/// Chooses what the picture shows: at least all words, at most the sheet with some table around it. Returns the picture's size.
cv::Size frame_picture(Surface& surface, const Sheet& sheet, bool scanned, int longest_side_px, Random random) {
  Bounds words, edges;
  for (const SheetWord& word : sheet.words) {
    const Point corners[4] = {word.corners[0], word.corners[1], word.corners[2], word.corners[3]};
    for (const Point& p : surface.outline(corners)) words.add(p);
  }
  const double w = sheet.print.cols, h = sheet.print.rows;
  for (int i = 0; i <= 16; ++i) {
    for (const Point& p : {Point{w * i / 16, 0}, Point{w * i / 16, h}, Point{0, h * i / 16}, Point{w, h * i / 16}})
      edges.add(surface.to_picture(p));
  }
  const double em = sheet.em_px, side = std::max(w, h);
  // Share of the way from the words (0) to the sheet's edge (1), or some table beyond it (above 1, in shares of the side).
  const bool inside = random.chance(scanned ? 0.55 : 0.1);
  const auto edge = [&](double word_edge, double sheet_edge, double outward) {
    const double near_words = word_edge + outward * 0.3 * em;
    double at = inside ? near_words + (sheet_edge - near_words) * random.uniform(0.3, 1.0)
                       : sheet_edge + outward * side * random.uniform(0, scanned ? 0.05 : 0.09);
    if (random.chance(0.05)) at = near_words;
    return outward > 0 ? std::max(at, near_words) : std::min(at, near_words);
  };
  const double left = edge(words.left, edges.left, -1), right = edge(words.right, edges.right, 1);
  const double top = edge(words.top, edges.top, -1), bottom = edge(words.bottom, edges.bottom, 1);
  const double scale = longest_side_px / std::max(right - left, bottom - top);
  surface.place({left, top}, scale);
  const auto pixels = [&](double length) {
    return std::clamp(static_cast<int>(std::lround(length * scale)), 1, longest_side_px);
  };
  return {pixels(right - left), pixels(bottom - top)};
}

/// Lays the sheet on what is around it, with the shadow it throws.
cv::Mat lay_down(const Paper& paper, const PixelMaps& maps, cv::Mat ground, bool scanned, Random random) {
  cv::Mat sheet, mask;
  cv::remap(paper.colour, sheet, maps.x, maps.y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::remap(paper.mask, mask, maps.x, maps.y, cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(0));
  const double reach = ground.rows * (scanned ? random.uniform(0.001, 0.003) : random.uniform(0.002, 0.012));
  const double angle = random.uniform(0, 6.283), depth = scanned ? random.uniform(0.05, 0.35) : random.uniform(0.25, 0.65);
  const cv::Matx23d move(1, 0, reach * std::cos(angle), 0, 1, reach * std::sin(angle));
  cv::Mat shadow;
  cv::warpAffine(mask, shadow, move, mask.size());
  cv::GaussianBlur(shadow, shadow, {}, std::max(0.8, reach * 0.8));
  for (int y = 0; y < ground.rows; ++y) {
    auto* to = ground.ptr<cv::Vec3b>(y);
    const auto* from = sheet.ptr<cv::Vec3b>(y);
    const auto* cover = mask.ptr<unsigned char>(y);
    const auto* dark = shadow.ptr<unsigned char>(y);
    for (int x = 0; x < ground.cols; ++x) {
      if (cover[x] == 255) {
        to[x] = from[x];
        continue;
      }
      const float light = 1 - static_cast<float>(depth) * dark[x] / 255, share = cover[x] / 255.0F;
      for (int c = 0; c < 3; ++c)
        to[x][c] = static_cast<unsigned char>(static_cast<float>(to[x][c]) * light * (1 - share) +
                                              static_cast<float>(from[x][c]) * share);
    }
  }
  return ground;
}

}  // namespace

bool has_hangul(const std::string& text) {
  const auto codes = decode_utf8(text);
  return std::any_of(codes.begin(), codes.end(), [](char32_t code) { return code >= 0xac00 && code <= 0xd7a3; });
}

Sample make_sample(const SynthOptions& options, int index, const Typesetter& typesetter, Wear wear) {
  const Random base({options.seed, static_cast<std::uint64_t>(index)});
  Random random = base.fork(placing);
  const bool korean = options.language == Language::korean || (options.language == Language::mixed && random.chance(0.5));
  const bool scanned = random.chance(0.6);
  const int items = random.chance(0.8) ? random.integer(1, 5) : random.integer(6, 16);

  const Receipt receipt =
      korean ? write_korean_receipt(base.fork(content), items) : write_english_receipt(base.fork(content), items);
  const Style style = choose_style(base.fork(look), typesetter, korean);
  const DisplayList list = lay_out(receipt, style, typesetter, base.fork(look).fork(1));
  // Printed somewhat finer than it is seen, as real dots are.
  const double em_px =
      std::clamp(options.longest_side_px / std::max(list.width, list.height) / random.uniform(0.55, 0.95), 8.0, 200.0);
  Sheet sheet = rasterise(list, typesetter, em_px);
  if (wear.print) wear_print(sheet.print, style.dots, base.fork(print_wear));

  Pose pose = scanned ? scanned_pose(base.fork(pose_of)) : photographed_pose(base.fork(pose_of));
  crumple(pose, scanned ? 0.3 : 0.5, base.fork(pose_of).fork(1));
  Surface surface(sheet.print.size(), pose);
  if (options.boxes == BoxUnit::segments) sheet.words = join_segments(sheet.words);
  const cv::Size size = frame_picture(surface, sheet, scanned, options.longest_side_px, base.fork(framing));

  Sample sample;
  sample.curled = !pose.waves.empty();
  for (const SheetWord& word : sheet.words) {
    const Point corners[4] = {word.corners[0], word.corners[1], word.corners[2], word.corners[3]};
    Polygon polygon = surface.outline(corners);
    for (Point& p : polygon)
      p = {std::clamp(p.x, 0.0, static_cast<double>(size.width)), std::clamp(p.y, 0.0, static_cast<double>(size.height))};
    sample.words.push_back({std::move(polygon), word.text, has_hangul(word.text)});
  }
  const bool bent = !pose.waves.empty() || !pose.creases.empty();
  const cv::Mat shade = bent && wear.print ? shading(surface, random.uniform(0, 6.283),
                                                     scanned ? random.uniform(0.2, 0.7) : random.uniform(0.4, 1.1))
                                           : cv::Mat();
  const Paper paper = make_paper(sheet, shade, scanned, base.fork(paper_of));
  const cv::Mat ground = scanned ? scanner_lid(size, base.fork(around)) : table_top(size, base.fork(around));
  sample.picture = lay_down(paper, invert(surface, size), ground, scanned, base.fork(around).fork(1));
  if (wear.camera) scanned ? scan(sample.picture, base.fork(camera_of)) : photograph(sample.picture, base.fork(camera_of));
  sample.jpeg_quality = random.integer(45, 92);
  return sample;
}

}  // namespace docket::synth
