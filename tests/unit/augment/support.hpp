/// Steps and views for tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <docket/data/augment/operations.hpp>
#include <docket/data/augment/steps.hpp>

namespace docket::testing {

/// The [[augment]] tables of a TOML text.
inline std::vector<AugmentStep> steps_of(const std::string& toml) { return make_augment_steps(read_augment(ConfigDocument::from_text(toml, "t.toml"))); }

inline AnnotatedWord a_word(Polygon polygon, bool ignore = false) { return {"0001", std::move(polygon), "", ignore}; }

/// A whole picture of `rgb`'s size, changed by the steps.
inline View changed(const cv::Mat& rgb, const std::string& toml, std::uint64_t seed = 1, const std::vector<AnnotatedWord>& words = {}) {
  return make_view(rgb, words, {std::max(rgb.cols, rgb.rows), 0}, steps_of(toml), {0, 0}, seed);
}

/// A square with every grey and some colour.
inline cv::Mat colourful(int side = 64) {
  cv::Mat picture(side, side, CV_8UC3);
  cv::RNG(3).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

}  // namespace docket::testing
