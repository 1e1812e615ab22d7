#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include <docket/geometry/clip_polygon.hpp>
#include <docket/data/word_box.hpp>
#include <docket/geometry/polygon_overlap.hpp>

#include "run_checks.hpp"

namespace docket::data_check {
namespace {

constexpr double min_side_px = 3;   // reference-system.md 3.7, min_size
constexpr double huge_part = 0.25;  // of the picture's area
constexpr double huge_times = 10;   // the picture's median height
constexpr std::size_t enough_words = 5;
constexpr double same_word_iou = 0.9;

std::string with_px(const std::string& place, const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return place + text;
}

/// From picture pixels to the network's input.
double input_scale(Size picture, const Wants& wants) {
  const int longer = std::max(picture.width, picture.height);
  if (wants.longest_side == 0 || longer == 0 || (longer < wants.longest_side && !wants.upscale)) return 1;
  return static_cast<double>(wants.longest_side) / longer;
}

/// 0 where too few words are there for a median that says something.
double median_height(const AnnotatedImage& image) {
  if (image.words.size() < enough_words) return 0;
  std::vector<double> heights;
  for (const AnnotatedWord& word : image.words) heights.push_back(word_box(word.polygon).height);
  std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
  return heights[heights.size() / 2];
}

/// What the outline alone says.
void check_outline(const Polygon& polygon, const std::string& place, Findings& findings) {
  if (!is_valid_ring(polygon)) {
    findings.add("self-crossing", place);
  } else if (signed_area(polygon) < 0) {
    findings.add("counter-clockwise", place);
  } else if (polygon.size() == 4 && polygon[1].x - polygon[0].x < std::abs(polygon[1].y - polygon[0].y)) {
    findings.add("first-corner", place);
  }
  if (polygon.size() == 3) findings.add("few-corners", place);
  if (polygon.size() != 4) findings.add("mixed-corners", place + " (" + std::to_string(polygon.size()) + " corners)");
}

/// What depends on the picture around it.
void check_in_picture(const AnnotatedWord& word, Size size, double scale, double usual_height, const std::string& place,
                      Findings& findings) {
  const Rectangle box = bounds_of(word.polygon);
  const bool reaches = box.right > 0 && box.bottom > 0 && box.left < size.width && box.top < size.height;
  if (reaches && (box.left < 0 || box.top < 0 || box.right >= size.width - 1 || box.bottom >= size.height - 1))
    findings.add("border-corner", place);

  const double side = short_side(word.polygon) * scale;
  if (side < min_side_px) findings.add("tiny-word", with_px(place, " (%.2f px)", side));
  const Rectangle frame{0, 0, static_cast<double>(size.width), static_cast<double>(size.height)};
  const double part =
      std::abs(signed_area(clip_polygon(word.polygon, frame))) / (static_cast<double>(size.width) * size.height);
  const double height = word_box(word.polygon).height;
  if (part > huge_part) {
    findings.add("huge-word", with_px(place, " (%.0f %% of the picture)", part * 100));
  } else if (usual_height > 0 && height > huge_times * usual_height) {
    findings.add("huge-word", with_px(place, " (%.0f px high)", height));
  }
}

void check_covered(const AnnotatedImage& image, const std::string& place, Findings& findings) {
  std::vector<OverlapPolygon> words;
  std::vector<const std::string*> ids;
  for (const AnnotatedWord& word : image.words) {
    if (!is_valid_ring(word.polygon)) continue;
    words.emplace_back(word.polygon);
    ids.push_back(&word.id);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double shared = intersection_area(words[i], words[j]);
      if (shared > same_word_iou * (words[i].area() + words[j].area() - shared))
        findings.add("duplicate-word", place + " word " + *ids[i] + " = " + *ids[j]);
    }
  }
}

}  // namespace

void check_words(const CheckedSet& set, const Wants& wants, Findings& findings) {
  for (std::size_t i = 0; i < set.facts.size(); ++i) {
    const AnnotatedImage& image = set.dataset.images[i];
    const bool has_picture = set.facts[i].failure.empty();
    const double usual_height = median_height(image), scale = input_scale(set.facts[i].upright, wants);
    for (const AnnotatedWord& word : image.words) {
      const std::string place = set.place(i) + " word " + word.id;
      check_outline(word.polygon, place, findings);
      if (has_picture) check_in_picture(word, set.facts[i].upright, scale, usual_height, place, findings);
    }
    check_covered(image, set.place(i), findings);
    if (has_picture) {
      AnnotatedImage fitted = image;
      DatasetProblems problems;
      fit_to_picture(fitted, set.facts[i].upright, problems);
      findings.add(problems, set.label);
    }
  }
}

}  // namespace docket::data_check
