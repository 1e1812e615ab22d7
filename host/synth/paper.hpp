/// Turns a sheet's ink into coloured paper: how the printer put it down and what the paper is like.
#pragma once

#include <opencv2/core.hpp>

#include "synth/random.hpp"
#include "synth/sheet.hpp"

namespace docket::synth {

struct Paper {
  cv::Mat colour;  ///< BGR
  cv::Mat mask;    ///< 255 where there is paper
};

/// Wears the print: dots, fading bands, dead columns, specks without ink. No word fades away.
void wear_print(cv::Mat& print, bool dots, Random random);

/// Mixes paper, print, pen and stamp. `shade` is the brightness over the sheet (see shading()).
Paper make_paper(const Sheet& sheet, const cv::Mat& shade, bool scanned, Random random);

}  // namespace docket::synth
