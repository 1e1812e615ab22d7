/// Words of many pictures as the dataset JSON.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "synth/sample.hpp"

namespace docket::synth {

/// One entry of `images`; coordinates rounded to a tenth of a pixel.
nlohmann::ordered_json annotate(const Sample& sample);

}  // namespace docket::synth
