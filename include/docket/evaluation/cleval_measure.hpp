/// What a detection shares with the true words of one image (cleval.md, section 6).
#pragma once

#include <cstddef>
#include <vector>

#include <docket/core/polygon.hpp>
#include <docket/evaluation/cleval_box.hpp>
#include <docket/evaluation/cleval_words.hpp>
#include <docket/evaluation/region.hpp>

namespace docket {

/// Of one detection, with each true word.
struct ClevalRow {
  std::vector<float> area_precision;      // shared area over the detection's area
  std::vector<std::size_t> centre_count;  // the word's character centres inside the detection
};

/// The true words of one image, prepared to be held against many detections.
class ClevalMeasure {
 public:
  /// `words` must outlive it; of them only the true ones are looked at. Words that do not count give way to those that do.
  ClevalMeasure(const ClevalWords& words, const std::vector<char>& dont_care) : words_(words) {
    for (const ClevalBox& box : words.truths) regions_.push_back(box.region());
    for (std::size_t g = 0; g < regions_.size(); ++g) {
      if (!dont_care[g]) continue;
      for (std::size_t care = 0; care < regions_.size(); ++care) {
        if (!dont_care[care] && regions_[g].shared_area(regions_[care]) > 0) regions_[g].subtract(regions_[care]);
      }
    }
  }

  [[nodiscard]] ClevalRow row(const ClevalBox& detection) const {
    ClevalRow row{std::vector<float>(regions_.size(), 0), std::vector<std::size_t>(regions_.size(), 0)};
    for (std::size_t g = 0; g < regions_.size(); ++g) {
      if (detection.area() != 0) row.area_precision[g] = static_cast<float>(regions_[g].shared_area(detection.region()) / detection.area());
      for (const Point& centre : words_.centres[g]) row.centre_count[g] += detection.contains(centre) ? 1 : 0;
    }
    return row;
  }

 private:
  const ClevalWords& words_;
  std::vector<Region> regions_;
};

}  // namespace docket
