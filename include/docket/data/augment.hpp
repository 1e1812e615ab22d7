/// Random views of an annotated picture: one affine map and crop for image and polygons together, then brightness, blur, noise.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/core/image_frame.hpp>
#include <docket/core/random.hpp>
#include <docket/data/augment_options.hpp>
#include <docket/data/clip_polygon.hpp>
#include <docket/data/dataset.hpp>

namespace docket {

/// p -> (a x + b y + c, d x + e y + f), pixels to pixels.
struct Affine {
  double a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;

  [[nodiscard]] Point operator()(Point p) const { return {a * p.x + b * p.y + c, d * p.x + e * p.y + f}; }
};

/// What one sample does to its picture; drawn once, applied to picture and words.
struct Augmentation {
  Affine to_crop;  // image pixels -> crop pixels
  Size crop;
  double gain[3] = {1, 1, 1};
  double offset = 0;
  double blur_sigma = 0;
  double noise_sigma = 0;
  std::uint64_t noise_seed = 0;
};

/// How pictures become network inputs in training.
struct CropGeometry {
  int longest_side = 960;  // the picture's longest side before the random zoom, as in prediction
  int crop_side = 512;     // 0: the whole picture in a square of longest_side
};

namespace detail {

/// Where a window of `window` may start over [low, high] so that it shows as much as it can.
inline double place_window(double wanted, double low, double high, double window) {
  const double last = high - window;
  return std::clamp(wanted, std::min(low, last), std::max(low, last));
}

}  // namespace detail

/// Draws a view. A crop is laid around a random word that is not ignored (around a random point where there is none).
[[nodiscard]] inline Augmentation draw_augmentation(Size image, std::span<const AnnotatedWord> words, const CropGeometry& geometry,
                                                    const AugmentOptions& options, Random& random) {
  Augmentation drawn;
  const int side = geometry.crop_side > 0 ? geometry.crop_side : geometry.longest_side;
  drawn.crop = {side, side};
  const double zoom = std::exp(random.uniform(std::log(options.scale_min), std::log(std::max(options.scale_min, options.scale_max))));
  const double scale = zoom * geometry.longest_side / std::max(image.width, image.height);
  const double angle = random.uniform(-1, 1) * options.rotate_deg * 0.017453292519943295;
  const double mirror = random.chance(options.flip) ? -1 : 1;
  Affine& map = drawn.to_crop;
  map = {scale * std::cos(angle) * mirror, -scale * std::sin(angle), 0, scale * std::sin(angle) * mirror, scale * std::cos(angle), 0};

  const Polygon corners{{0, 0}, {double(image.width), 0}, {double(image.width), double(image.height)}, {0, double(image.height)}};
  Polygon turned;
  for (const Point& corner : corners) turned.push_back(map(corner));
  const Rectangle whole = bounds_of(turned);

  std::vector<std::size_t> legible;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].ignore) legible.push_back(i);
  }
  Point focus{image.width / 2.0, image.height / 2.0};
  if (geometry.crop_side > 0) {
    focus = {random.uniform() * image.width, random.uniform() * image.height};
    if (!legible.empty()) {
      const Rectangle word = bounds_of(words[legible[random.below(legible.size())]].polygon);
      focus = {random.uniform(word.left, word.right), (word.top + word.bottom) / 2};
    }
  }
  const Point middle = map(focus);
  double left = middle.x - side * (0.5 + random.uniform(-1, 1) * options.shift);
  double top = middle.y - side * (0.5 + random.uniform(-1, 1) * options.shift);
  if (geometry.crop_side > 0) {
    left = detail::place_window(left, whole.left, whole.right, side);
    top = detail::place_window(top, whole.top, whole.bottom, side);
  }
  map.c -= left;
  map.f -= top;

  const double contrast = 1 + random.uniform(-1, 1) * options.contrast;
  for (double& gain : drawn.gain) gain = contrast * (1 + random.uniform(-1, 1) * options.color);
  drawn.offset = random.uniform(-1, 1) * options.brightness * 255 / 2;
  if (random.chance(options.blur)) drawn.blur_sigma = random.uniform(0.4, 1.2);
  if (random.chance(options.noise)) drawn.noise_sigma = random.uniform(2, 10);
  drawn.noise_seed = random.next();
  return drawn;
}

/// The view of `rgb` (8-bit, 3 channels); what lies outside the picture is black, as the padding in prediction is.
[[nodiscard]] inline cv::Mat apply_to_picture(const Augmentation& drawn, const cv::Mat& rgb) {
  // OpenCV puts integer coordinates at pixel centres, docket at their outer corners.
  const Affine& m = drawn.to_crop;
  const Point half = m({0.5, 0.5});
  const cv::Matx23d centres(m.a, m.b, half.x - 0.5, m.d, m.e, half.y - 0.5);
  cv::Mat view;
  cv::warpAffine(rgb, view, centres, {drawn.crop.width, drawn.crop.height}, cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar());

  cv::Mat table(1, 256, CV_8UC3);
  for (int value = 0; value < 256; ++value) {
    for (int channel = 0; channel < 3; ++channel) {
      const double changed = (value - 127.5) * drawn.gain[channel] + 127.5 + drawn.offset;
      table.at<cv::Vec3b>(value)[channel] = cv::saturate_cast<std::uint8_t>(changed);
    }
  }
  cv::LUT(view, table, view);
  if (drawn.blur_sigma > 0) cv::GaussianBlur(view, view, {5, 5}, drawn.blur_sigma);
  if (drawn.noise_sigma > 0) {
    cv::Mat noise(view.size(), CV_16SC3);
    cv::RNG generator(drawn.noise_seed);
    generator.fill(noise, cv::RNG::NORMAL, 0, drawn.noise_sigma);
    cv::add(view, noise, view, cv::noArray(), CV_8UC3);
  }
  return view;
}

/// A word of a view, in crop pixels.
struct ViewWord {
  Polygon polygon;
  bool ignore = false;
};

/// The words of the view. One outside it is gone with its target; one cut by the border keeps the true outline of its visible
/// part and is ignored when less than `min_visible` of its area is left. Corners keep their order, except that a mirrored word
/// starts at its new top-left corner and still runs clockwise.
[[nodiscard]] inline std::vector<ViewWord> apply_to_words(const Augmentation& drawn, std::span<const AnnotatedWord> words,
                                                          double min_visible) {
  const Rectangle frame{0, 0, double(drawn.crop.width), double(drawn.crop.height)};
  const Affine& m = drawn.to_crop;
  const bool mirrored = m.a * m.e - m.b * m.d < 0;
  std::vector<ViewWord> kept;
  for (const AnnotatedWord& word : words) {
    Polygon moved;
    for (const Point& p : word.polygon) moved.push_back(m(p));
    if (mirrored) {
      // A ring of 2 k corners runs along the top, then back along the bottom: mirrored, its start is the end of the top.
      std::reverse(moved.begin(), moved.end());
      std::rotate(moved.begin(), moved.begin() + static_cast<std::ptrdiff_t>(moved.size() / 2), moved.end());
    }
    const double area = std::abs(signed_area(moved));
    if (!contains(frame, bounds_of(moved))) moved = clip_polygon(moved, frame);
    const double visible = moved.empty() ? 0 : std::abs(signed_area(moved));
    if (visible < 1) continue;  // less than a pixel
    kept.push_back({std::move(moved), word.ignore || visible < min_visible * area});
  }
  return kept;
}

}  // namespace docket
