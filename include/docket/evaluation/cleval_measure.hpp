/// What a detection shares with the true words of one image (cleval.md, section 6).
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval_box.hpp>
#include <docket/evaluation/cleval_words.hpp>
#include <docket/evaluation/region.hpp>

namespace docket {

/// A true word that a detection touches.
struct ClevalTouch {
  std::size_t truth = 0;
  float area_precision = 0;      // shared area over the detection's area
  std::size_t centre_count = 0;  // the word's character centres inside the detection
};

/// The true words of one image, prepared to be held against many detections.
class ClevalMeasure {
 public:
  /// `words` must outlive it; of them only the true ones are looked at. Words that do not count give way to those that do.
  ClevalMeasure(const ClevalWords& words, const std::vector<char>& dont_care) : words_(words) {
    for (std::size_t g = 0; g < words.truths.size(); ++g) {
      regions_.push_back(words.truths[g].region());
      reaches_.push_back(regions_[g].bounds());
      for (const Point& centre : words.centres[g]) {  // cutting to integers may leave one outside of its word
        Rectangle& reach = reaches_[g];
        reach = {std::min(reach.left, centre.x), std::min(reach.top, centre.y), std::max(reach.right, centre.x), std::max(reach.bottom, centre.y)};
      }
    }
    for (std::size_t g = 0; g < regions_.size(); ++g) {
      if (!dont_care[g]) continue;
      for (std::size_t care = 0; care < regions_.size(); ++care) {
        if (!dont_care[care] && regions_[g].shared_area(regions_[care]) > 0) regions_[g].subtract(regions_[care]);
      }
    }
  }

  /// The words that share area with `detection` or have a centre inside it, in their order.
  [[nodiscard]] std::vector<ClevalTouch> touches(const ClevalBox& detection) const {
    std::vector<ClevalTouch> touched;
    for (std::size_t g = 0; g < regions_.size(); ++g) {
      if (!touch(reaches_[g], detection.region().bounds())) continue;
      ClevalTouch touch{g};
      if (detection.area() != 0) touch.area_precision = static_cast<float>(regions_[g].shared_area(detection.region()) / detection.area());
      for (const Point& centre : words_.centres[g]) touch.centre_count += detection.contains(centre) ? 1 : 0;
      if (touch.area_precision > 0 || touch.centre_count > 0) touched.push_back(touch);
    }
    return touched;
  }

 private:
  const ClevalWords& words_;
  std::vector<Region> regions_;
  std::vector<Rectangle> reaches_;  // bounds of each word and its centres
};

}  // namespace docket
