/// [augment]: how far the random views of a training picture may go. Apart from augment.hpp, which needs OpenCV.
#pragma once

#include <docket/config/options.hpp>

namespace docket {

struct AugmentOptions {
  double flip = 0.5;
  double rotate_deg = 6;
  double scale_min = 0.8;
  double scale_max = 1.25;
  double shift = 0.3;
  double brightness = 0.3;
  double contrast = 0.3;
  double color = 0.05;
  double blur = 0.15;
  double noise = 0.2;
  double min_visible = 0.4;
};

inline constexpr auto augment_schema = options<AugmentOptions>(
    option("flip", &AugmentOptions::flip, {0, 1}, "probability of a horizontal flip"),
    option("rotate_deg", &AugmentOptions::rotate_deg, {0, 180}, "largest rotation to either side, in degrees"),
    option("scale_min", &AugmentOptions::scale_min, {0.1, 10}, "smallest zoom"),
    option("scale_max", &AugmentOptions::scale_max, {0.1, 10}, "largest zoom"),
    option("shift", &AugmentOptions::shift, {0, 0.5},
           "how far from the middle of a crop its word may lie, in parts of the crop; of a whole picture, how far it moves"),
    option("brightness", &AugmentOptions::brightness, {0, 1}, "largest change of brightness, in parts of the full range"),
    option("contrast", &AugmentOptions::contrast, {0, 1}, "largest change of contrast, in parts"),
    option("color", &AugmentOptions::color, {0, 1}, "largest change of one colour channel, in parts"),
    option("blur", &AugmentOptions::blur, {0, 1}, "probability of a slight blur"),
    option("noise", &AugmentOptions::noise, {0, 1}, "probability of slight noise"),
    option("min_visible", &AugmentOptions::min_visible, {0, 1},
           "a word cut by the crop counts as text while this part of its area is left, else it is ignored"));

}  // namespace docket
