#include <algorithm>
#include <string>

#include <docket/geometry/clip_polygon.hpp>

#include "run_checks.hpp"

namespace docket::data_check {
namespace {

constexpr std::size_t cleval_detections = 500;  // reference-system.md 3.8, max_polygons
constexpr int int16_max = 32767;

std::string text_of(Size size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

/// Whether all words lie in a picture of that size, with a pixel to spare for rounding.
bool words_fit(const AnnotatedImage& image, Size size) {
  const Rectangle frame{-1, -1, size.width + 1.0, size.height + 1.0};
  return std::all_of(image.words.begin(), image.words.end(),
                     [&](const AnnotatedWord& word) { return contains(frame, bounds_of(word.polygon)); });
}

void check_size(const AnnotatedImage& image, const PictureFacts& facts, const std::string& place, Findings& findings) {
  if (facts.orientation != 1) {
    findings.add("exif-turn", place + " (" + std::to_string(facts.orientation) + ": stored " + text_of(facts.stored) +
                                  ", seen " + text_of(facts.upright) + ")");
  }
  const Size stated = image.stated;
  const bool wrong_width = stated.width != 0 && stated.width != facts.upright.width;
  const bool wrong_height = stated.height != 0 && stated.height != facts.upright.height;
  if (wrong_width || wrong_height) {
    const bool before_turn = stated == facts.stored;
    findings.add(before_turn ? "size-before-exif" : "size-mismatch",
                 place + " (says " + text_of(stated) + ", is " + text_of(facts.upright) + ")");
  }
  if (facts.stored != facts.upright && !words_fit(image, facts.upright) && words_fit(image, facts.stored)) {
    findings.add("points-before-exif", place + " (stored " + text_of(facts.stored) + ", seen " + text_of(facts.upright) + ")");
  }
  const bool far = std::any_of(image.words.begin(), image.words.end(), [](const AnnotatedWord& word) {
    const Rectangle box = bounds_of(word.polygon);
    return std::max({box.right, box.bottom, -box.left, -box.top}) > int16_max;
  });
  if (far || std::max(facts.upright.width, facts.upright.height) > int16_max)
    findings.add("int16-limit", place + " (" + text_of(facts.upright) + ")");
}

void check_count(const AnnotatedImage& image, const Wants& wants, const std::string& place, Findings& findings) {
  const std::size_t count = image.words.size();
  const std::string counted = place + " (" + std::to_string(count) + ")";
  if (count == 0) findings.add("empty-image", place);
  if (count > 0 && std::all_of(image.words.begin(), image.words.end(), [](const AnnotatedWord& word) { return word.ignore; })) {
    findings.add("all-ignored", counted);
  }
  if (count > cleval_detections) findings.add("over-500-words", counted);
  if (wants.max_candidates > 0 && count > static_cast<std::size_t>(wants.max_candidates))
    findings.add("over-candidates", counted);
}

}  // namespace

void check_pictures(const CheckedSet& set, const Wants& wants, Findings& findings) {
  for (std::size_t i = 0; i < set.facts.size(); ++i) {
    const AnnotatedImage& image = set.dataset.images[i];
    check_count(image, wants, set.place(i), findings);
    if (set.facts[i].failure.empty()) check_size(image, set.facts[i], set.place(i), findings);
  }
}

}  // namespace docket::data_check
