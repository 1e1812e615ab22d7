/// From the name of a step and its checked values to the function.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/data/augment/color.hpp>
#include <docket/data/augment/copy_paste.hpp>
#include <docket/data/augment/crop.hpp>
#include <docket/data/augment/geometry.hpp>
#include <docket/data/augment/noise.hpp>
#include <docket/data/augment/options.hpp>
#include <docket/data/augment/read_augment.hpp>
#include <docket/data/augment/sharpness.hpp>
#include <docket/data/augment/steps.hpp>
#include <docket/data/augment/weather.hpp>

namespace docket {

namespace detail {

template <class T, std::size_t N>
[[nodiscard]] AugmentStep placing(void (*step)(const T&, ViewPlan&, Random&), const OptionSchema<T, N>& schema, const nlohmann::json& values) {
  AugmentStep made;
  made.place = [step, options = parse_options(schema, values)](ViewPlan& plan, std::span<const AnnotatedWord>, Random& random) { step(options, plan, random); };
  return made;
}

template <class T, std::size_t N>
[[nodiscard]] AugmentStep changing(void (*step)(const T&, View&, Random&), const OptionSchema<T, N>& schema, const nlohmann::json& values) {
  AugmentStep made;
  made.change = [step, options = parse_options(schema, values)](View& view, Random& random) { step(options, view, random); };
  return made;
}

[[nodiscard]] inline AugmentStep cropping(const nlohmann::json& values) {
  AugmentStep made;
  made.place = [options = parse_options(crop_schema, values)](ViewPlan& plan, std::span<const AnnotatedWord> words, Random& random) {
    augment::crop(options, plan, words, random);
  };
  return made;
}

[[nodiscard]] inline AugmentStep flipping() {
  AugmentStep made;
  made.place = [](ViewPlan& plan, std::span<const AnnotatedWord>, Random& random) { augment::horizontal_flip({}, plan, random); };
  return made;
}

[[nodiscard]] inline AugmentStep make_augment_step(const std::string& use, const nlohmann::json& values) {
  if (use == "rotate") return placing(augment::rotate, rotate_schema, values);
  if (use == "shift_scale_rotate") return placing(augment::shift_scale_rotate, shift_scale_rotate_schema, values);
  if (use == "resize") return placing(augment::resize, resize_schema, values);
  if (use == "perspective") return placing(augment::perspective, perspective_schema, values);
  if (use == "horizontal_flip") return flipping();
  if (use == "crop") return cropping(values);
  if (use == "brightness_contrast") return changing(augment::brightness_contrast, brightness_contrast_schema, values);
  if (use == "color_jitter") return changing(augment::color_jitter, color_jitter_schema, values);
  if (use == "gauss_noise") return changing(augment::gauss_noise, gauss_noise_schema, values);
  if (use == "iso_noise") return changing(augment::iso_noise, iso_noise_schema, values);
  if (use == "multiplicative_noise") return changing(augment::multiplicative_noise, multiplicative_noise_schema, values);
  if (use == "motion_blur") return changing(augment::motion_blur, blur_schema, values);
  if (use == "gaussian_blur") return changing(augment::gaussian_blur, blur_schema, values);
  if (use == "sharpen") return changing(augment::sharpen, sharpen_schema, values);
  if (use == "shadow") return changing(augment::shadow, shadow_schema, values);
  if (use == "fog") return changing(augment::fog, fog_schema, values);
  if (use == "jpeg") return changing(augment::jpeg, jpeg_schema, values);
  if (use == "copy_paste") return changing(augment::copy_paste, copy_paste_schema, values);
  throw Error(ErrorKind::other, "augment", "'" + use + "' is declared, but not made");
}

/// One of `choices`, drawn by their p.
[[nodiscard]] inline AugmentStep make_one_of(std::vector<AugmentStep> choices, const std::string& where) {
  const bool places = static_cast<bool>(choices.front().place);
  double sum = 0;
  for (const AugmentStep& choice : choices) {
    sum += choice.p;
    if (static_cast<bool>(choice.place) == places) continue;
    throw Error(ErrorKind::config, where,
                "one_of chooses between '" + choices.front().use + "' and '" + choice.use + "', but one of them moves the words and the other changes pixels");
  }
  const auto draw = [choices = std::move(choices), sum](Random& random) -> const AugmentStep& {
    double left = random.uniform(0, sum);
    for (const AugmentStep& choice : choices) {
      if ((left -= choice.p) < 0) return choice;
    }
    return choices.back();
  };
  AugmentStep step;
  if (places) {
    step.place = [draw](ViewPlan& plan, std::span<const AnnotatedWord> words, Random& random) { draw(random).place(plan, words, random); };
  } else {
    step.change = [draw](View& view, Random& random) { draw(random).change(view, random); };
  }
  return step;
}

}  // namespace detail

/// Throws Error(config) where one_of mixes steps that move words with steps that change pixels.
[[nodiscard]] inline std::vector<AugmentStep> make_augment_steps(const std::vector<AugmentEntry>& entries) {
  std::vector<AugmentStep> steps;
  for (const AugmentEntry& entry : entries) {
    AugmentStep step = entry.use == one_of_name ? detail::make_one_of(make_augment_steps(entry.of), entry.where) : detail::make_augment_step(entry.use, entry.values);
    step.use = entry.use;
    step.p = entry.p;
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace docket
