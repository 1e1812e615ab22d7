/// Writes a whole synthetic data set.
#pragma once

#include <cstddef>

#include "synth/options.hpp"

namespace docket::synth {

struct Summary {
  int images = 0;
  std::size_t words = 0;
  std::size_t curved_words = 0;  ///< with more than four points
  double median_height_px = 0;   ///< of the word boxes
  double seconds = 0;
};

/// OUT/images/receipt_NNNNNN.jpg and, last, OUT/annotations.json. Throws Error.
Summary generate(const SynthOptions& options);

}  // namespace docket::synth
