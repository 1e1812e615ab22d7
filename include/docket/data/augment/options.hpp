/// What each kind of [[augment]] table may say. Apart from the operations themselves, which need OpenCV.
#pragma once

#include <string>
#include <vector>

#include <docket/config/option_table.hpp>
#include <docket/config/options.hpp>

namespace docket {

/// Of every step.
struct AugmentStepOptions {
  double p = 0.5;
};
inline constexpr auto augment_step_schema = options<AugmentStepOptions>(
    option("p", &AugmentStepOptions::p, {0, 1}, "probability; inside one_of, the weight beside the other choices"));

struct RotateOptions {
  double limit_deg = 12;
};
inline constexpr auto rotate_schema = options<RotateOptions>(option("limit_deg", &RotateOptions::limit_deg, {0, 180}, "largest turn to either side, in degrees"));

struct ShiftScaleRotateOptions {
  double shift = 0.06;
  double scale = 0.12;
  double rotate_deg = 6;
};
inline constexpr auto shift_scale_rotate_schema = options<ShiftScaleRotateOptions>(
    option("shift", &ShiftScaleRotateOptions::shift, {0, 1}, "largest shift to every side, in parts of the frame"),
    option("scale", &ShiftScaleRotateOptions::scale, {0, 0.9}, "largest change of size, in parts"),
    option("rotate_deg", &ShiftScaleRotateOptions::rotate_deg, {0, 180}, "largest turn to either side, in degrees"));

struct ResizeOptions {
  double scale_min = 0.8;
  double scale_max = 1.25;
};
inline constexpr auto resize_schema = options<ResizeOptions>(option("scale_min", &ResizeOptions::scale_min, {0.1, 10}, "smallest zoom"),
                                                             option("scale_max", &ResizeOptions::scale_max, {0.1, 10}, "largest zoom"));

struct PerspectiveOptions {
  double shift = 0.05;
};
inline constexpr auto perspective_schema = options<PerspectiveOptions>(
    option("shift", &PerspectiveOptions::shift, {0, 0.3}, "how far each corner of the frame may move, in parts of its side"));

struct NoOptions {};

struct CropOptions {
  double min_side = 0.3;
  int attempts = 10;
};
inline constexpr auto crop_schema = options<CropOptions>(
    option("min_side", &CropOptions::min_side, {0.01, 1}, "shortest side of the part, in parts of the frame"),
    option("attempts", &CropOptions::attempts, {1, 1000}, "how often a part without a whole word is drawn again before the picture stays whole"));

struct BrightnessContrastOptions {
  double brightness = 0.3;
  double contrast = 0.3;
};
inline constexpr auto brightness_contrast_schema = options<BrightnessContrastOptions>(
    option("brightness", &BrightnessContrastOptions::brightness, {0, 1}, "largest change, in parts of the full range"),
    option("contrast", &BrightnessContrastOptions::contrast, {0, 1}, "largest change, in parts"));

struct ColorJitterOptions {
  double brightness = 0.2;
  double contrast = 0.2;
  double saturation = 0.1;
  double hue = 0.05;
};
inline constexpr auto color_jitter_schema = options<ColorJitterOptions>(
    option("brightness", &ColorJitterOptions::brightness, {0, 1}, "largest change of the factor, in parts"),
    option("contrast", &ColorJitterOptions::contrast, {0, 1}, "largest change around the mean grey, in parts"),
    option("saturation", &ColorJitterOptions::saturation, {0, 1}, "largest change, in parts"),
    option("hue", &ColorJitterOptions::hue, {0, 0.5}, "largest turn of the colour circle, in parts of it"));

struct GaussNoiseOptions {
  double variance_min = 10;
  double variance_max = 25;
};
inline constexpr auto gauss_noise_schema =
    options<GaussNoiseOptions>(option("variance_min", &GaussNoiseOptions::variance_min, {0, 65025}, "least variance, in squared grey levels"),
                               option("variance_max", &GaussNoiseOptions::variance_max, {0, 65025}, "largest variance"));

struct IsoNoiseOptions {
  double color_shift_min = 0.01;
  double color_shift_max = 0.05;
  double intensity_min = 0.1;
  double intensity_max = 0.5;
};
inline constexpr auto iso_noise_schema = options<IsoNoiseOptions>(
    option("color_shift_min", &IsoNoiseOptions::color_shift_min, {0, 1}, "least deviation of the hue, in parts of the colour circle"),
    option("color_shift_max", &IsoNoiseOptions::color_shift_max, {0, 1}, "largest deviation of the hue"),
    option("intensity_min", &IsoNoiseOptions::intensity_min, {0, 2}, "least strength of both noises"),
    option("intensity_max", &IsoNoiseOptions::intensity_max, {0, 2}, "largest strength of both noises"));

struct MultiplicativeNoiseOptions {
  double factor_min = 0.9;
  double factor_max = 1.1;
};
inline constexpr auto multiplicative_noise_schema =
    options<MultiplicativeNoiseOptions>(option("factor_min", &MultiplicativeNoiseOptions::factor_min, {0, 10}, "smallest factor of the whole picture"),
                                        option("factor_max", &MultiplicativeNoiseOptions::factor_max, {0, 10}, "largest factor"));

struct BlurOptions {
  int kernel_max = 5;
};
inline constexpr auto blur_schema =
    options<BlurOptions>(option("kernel_max", &BlurOptions::kernel_max, {3, 99}, "largest side of the kernel, in pixels; odd ones from 3 are drawn"));

struct SharpenOptions {
  double alpha_min = 0.2;
  double alpha_max = 0.5;
  double lightness_min = 0.5;
  double lightness_max = 1;
};
inline constexpr auto sharpen_schema = options<SharpenOptions>(
    option("alpha_min", &SharpenOptions::alpha_min, {0, 1}, "least share of the sharpened picture"),
    option("alpha_max", &SharpenOptions::alpha_max, {0, 1}, "largest share of the sharpened picture"),
    option("lightness_min", &SharpenOptions::lightness_min, {0, 10}, "least weight of the pixel itself, above that of its eight neighbours"),
    option("lightness_max", &SharpenOptions::lightness_max, {0, 10}, "largest weight of the pixel itself"));

struct ShadowOptions {
  double top = 0.5;
  int shadows_min = 1;
  int shadows_max = 2;
  int vertices = 5;
};
inline constexpr auto shadow_schema =
    options<ShadowOptions>(option("top", &ShadowOptions::top, {0, 1}, "shadows fall below this part of the height"),
                           option("shadows_min", &ShadowOptions::shadows_min, {1, 100}, "least number of shadows"),
                           option("shadows_max", &ShadowOptions::shadows_max, {1, 100}, "largest number of shadows"),
                           option("vertices", &ShadowOptions::vertices, {3, 100}, "corners of a shadow"));

struct FogOptions {
  double coef_min = 0.1;
  double coef_max = 0.3;
  double alpha = 0.08;
};
inline constexpr auto fog_schema = options<FogOptions>(option("coef_min", &FogOptions::coef_min, {0, 1}, "least density"),
                                                       option("coef_max", &FogOptions::coef_max, {0, 1}, "largest density"),
                                                       option("alpha", &FogOptions::alpha, {0, 1}, "how white one drop is, before the density"));

struct JpegOptions {
  int quality_min = 40;
  int quality_max = 95;
};
inline constexpr auto jpeg_schema = options<JpegOptions>(option("quality_min", &JpegOptions::quality_min, {1, 100}, "lowest quality"),
                                                         option("quality_max", &JpegOptions::quality_max, {1, 100}, "highest quality"));

struct CopyPasteOptions {
  int words = 5;
  int attempts = 20;
};
inline constexpr auto copy_paste_schema =
    options<CopyPasteOptions>(option("words", &CopyPasteOptions::words, {1, 1000}, "words copied to free places of the picture, at most"),
                              option("attempts", &CopyPasteOptions::attempts, {1, 1000}, "places that are tried for each"));

/// A kind of step, as data.
struct AugmentKind {
  std::string name;
  std::string sentence;
  OptionTable options;
};

inline const char* const one_of_name = "one_of";

/// In the order a person reads them: first what moves the words, then what changes the pixels, then one_of.
[[nodiscard]] inline std::vector<AugmentKind> augment_kinds() {
  return {
      {"rotate", "turns around the middle", option_table(rotate_schema)},
      {"shift_scale_rotate", "shifts, zooms and turns", option_table(shift_scale_rotate_schema)},
      {"resize", "zooms around the middle", option_table(resize_schema)},
      {"perspective", "moves the corners of the frame", option_table(perspective_schema)},
      {"horizontal_flip", "mirrors left and right", {}},
      {"crop", "takes a part that cuts no word, and fits it to the frame", option_table(crop_schema)},
      {"brightness_contrast", "changes brightness and contrast", option_table(brightness_contrast_schema)},
      {"color_jitter", "changes brightness, contrast, saturation and hue in a random order", option_table(color_jitter_schema)},
      {"gauss_noise", "adds noise of a normal distribution to every channel", option_table(gauss_noise_schema)},
      {"iso_noise", "adds the noise of a camera's sensor to lightness and hue", option_table(iso_noise_schema)},
      {"multiplicative_noise", "multiplies the picture by one number", option_table(multiplicative_noise_schema)},
      {"motion_blur", "blurs along a random line", option_table(blur_schema)},
      {"gaussian_blur", "blurs evenly", option_table(blur_schema)},
      {"sharpen", "strengthens edges", option_table(sharpen_schema)},
      {"shadow", "darkens polygons to half", option_table(shadow_schema)},
      {"fog", "lays white drops over the picture, then blurs it", option_table(fog_schema)},
      {"jpeg", "adds the artefacts of JPEG", option_table(jpeg_schema)},
      {"copy_paste", "copies words to free places", option_table(copy_paste_schema)},
      {one_of_name, "does one of its [[augment.of]] steps, drawn by their p", {}},
  };
}

}  // namespace docket
