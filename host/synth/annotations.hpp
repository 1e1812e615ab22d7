/// Words of many pictures as the dataset JSON, one word a line.
#pragma once

#include <string>
#include <vector>

#include "synth/sample.hpp"

namespace docket::synth {

/// The value of one picture's key in `images`; coordinates rounded to a tenth of a pixel.
std::string entry_text(const Sample& sample);

/// The whole file; `names` and `entries` go together.
std::string dataset_text(const std::vector<std::string>& names, const std::vector<std::string>& entries);

}  // namespace docket::synth
