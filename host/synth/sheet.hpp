/// A printed receipt lying flat: ink coverage and the words' inked outlines, in sheet pixels.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "synth/display_list.hpp"
#include "synth/options.hpp"
#include "synth/random.hpp"
#include "synth/typesetter.hpp"

namespace docket::synth {

struct SheetWord {
  std::array<Point, 4> corners;  ///< clockwise from the text's top-left corner
  std::string text;
  int segment = 0;  ///< words of one segment stand in one line with single spaces between them
};

struct Sheet {
  double em_px = 0;
  cv::Mat print;  ///< 8 bit, 255 is full ink; so are the two below, which are empty where nothing was drawn
  cv::Mat pen;
  cv::Mat stamp;
  std::vector<SheetWord> words;
};

/// Draws everything at `em_px` pixels an em.
Sheet rasterise(const DisplayList& list, const Typesetter& typesetter, double em_px);

/// The boxes of whole segments instead of words.
std::vector<SheetWord> join_segments(const std::vector<SheetWord>& words);

}  // namespace docket::synth
