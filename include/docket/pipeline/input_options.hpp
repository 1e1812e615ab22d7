/// [input]: how a picture is brought to the size and the numbers that the network wants.
#pragma once

#include <string>
#include <vector>

#include <docket/config/options.hpp>

namespace docket {

struct InputOptions {
  int longest_side = 960;
  std::string pad = "stride";
  int stride = 32;
  bool upscale = true;
  std::vector<double> mean{0.485, 0.456, 0.406};
  std::vector<double> std{0.229, 0.224, 0.225};
};

inline constexpr auto input_options = options<InputOptions>(
    option("longest_side", &InputOptions::longest_side, {32, 8192}, "the picture's longer side after resizing, in pixels"),
    option("pad", &InputOptions::pad, {"stride", "square"},
           "stride: pad right and bottom to a multiple of `stride`; square: pad all round to longest_side x longest_side, with "
           "the "
           "reference system's rounding"),
    option("stride", &InputOptions::stride, {1, 256}, "both sides of the input are multiples of this, in pixels"),
    option("upscale", &InputOptions::upscale, "whether a picture smaller than longest_side is enlarged to it"),
    option("mean", &InputOptions::mean, {0, 1}, "mean of the R, G and B values in the data the backbone was trained on, of 1"),
    option("std", &InputOptions::std, {1e-6, 1e6}, "standard deviation of the R, G and B values there, of 1"));

}  // namespace docket
