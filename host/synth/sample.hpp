/// One synthetic receipt picture with its words.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include <docket/core/polygon.hpp>

#include "synth/options.hpp"
#include "synth/typesetter.hpp"

namespace docket::synth {

struct LabelledWord {
  Polygon polygon;  ///< picture pixels, clockwise from the text's top-left corner; more than four points on bent paper
  std::string text;
  bool korean = false;
};

struct Sample {
  cv::Mat picture;  ///< BGR
  std::vector<LabelledWord> words;
  int jpeg_quality = 80;
  bool curled = false;
};

/// Switches of the stages between print and picture; tests look at the plain sheet.
struct Wear {
  bool print = true;
  bool camera = true;
};

/// Picture number `index` of the seed: the same on every run, whatever the count or the number of threads.
Sample make_sample(const SynthOptions& options, int index, const Typesetter& typesetter, Wear wear = {});

bool has_hangul(const std::string& text);

}  // namespace docket::synth
